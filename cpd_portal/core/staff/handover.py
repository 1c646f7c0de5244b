"""Everything that a person has open in a unit goes to another person there, in one step."""

from collections.abc import Collection
from datetime import date

from django.utils import timezone

from cpd_portal.core.audit import recorded
from cpd_portal.core.exceptions import RuleViolation
from cpd_portal.core.models import OrgUnit, StaffHandover, User
from cpd_portal.core.staff.guards import require_hands_over
from cpd_portal.core.staff.open_work import open_work
from cpd_portal.core.staff.selectors import active_people

NOT_HERE = "ผู้รับมอบต้องมีบทบาทใน{unit}ในวันนี้"
SAME = "ผู้ส่งมอบและผู้รับมอบต้องเป็นคนละคน"
FUTURE = "วันที่ส่งมอบต้องไม่อยู่ในอนาคต ระบบย้ายงานทันทีที่ยืนยัน"
NOTHING = "ไม่มีงานที่เลือกให้ส่งมอบ"
NO_REASON = "กรุณาระบุเหตุผล"


@recorded("core.work.handed_over")
def work_hand_over(
    *,
    actor: User,
    unit: OrgUnit,
    giver: User,
    receiver: User,
    on: date,
    reason: str,
    kinds: Collection[str] | None = None,
) -> StaffHandover:
    """All of it or nothing; `kinds` None: of every kind.

    Raises NotAllowed, or RuleViolation: an outsider as receiver, no reason, a day to come, nothing
    open, and what a room has against the receiver (no appointment, an interest in the case).
    """
    require_hands_over(actor, unit)
    _check(unit, giver, receiver, on, reason)
    User.objects.select_for_update().only("pk").get(pk=giver.pk)
    lines = [line for line in open_work(giver, unit) if kinds is None or line.work.code in kinds]
    if not lines:
        raise RuleViolation(NOTHING)
    for line in lines:
        line.work.hand_over(
            actor=actor, unit=unit, giver=giver, receiver=receiver, on=on, reason=reason
        )
    made: StaffHandover = StaffHandover.objects.create(
        unit=unit,
        giver=giver,
        receiver=receiver,
        on=on,
        reason=reason.strip(),
        lines=[{"title": line.title, "items": [i.line for i in line.items]} for line in lines],
        made_by=actor,
    )
    return made


def _check(unit: OrgUnit, giver: User, receiver: User, on: date, reason: str) -> None:
    if giver == receiver:
        raise RuleViolation(SAME)
    if receiver not in active_people(unit):
        raise RuleViolation(NOT_HERE.format(unit=unit.name))
    if on > timezone.localdate():
        raise RuleViolation(FUTURE)
    if not reason.strip():
        raise RuleViolation(NO_REASON)
