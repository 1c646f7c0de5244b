"""Handover of institutions, with their open work, within an office."""

from collections.abc import Sequence
from datetime import date

from django.db.models import F
from django.utils import timezone

from coops.models import Handover, HandoverItem, Institution
from coops.querysets import InstitutionQuerySet
from coops.selectors.handovers import handover_lines, held_by, receivers
from cpd_portal.core.audit import recorded
from cpd_portal.core.choices import Role
from cpd_portal.core.exceptions import NotAllowed, RuleViolation
from cpd_portal.core.models import OrgUnit, User

NOTHING = "ไม่มีแห่งใดให้ส่งมอบ ให้เลือกอย่างน้อยหนึ่งแห่งที่ผู้ส่งมอบรับผิดชอบอยู่"


@recorded("coops.institutions.handed_over")
def institutions_hand_over(
    *,
    actor: User,
    office: OrgUnit,
    giver: User | None,
    receiver: User,
    on: date,
    reason: str,
    institutions: Sequence[int] | None = None,
) -> Handover:
    """The chief (or an administrator) gives a person's institutions to another of the office;
    `giver` None: those that nobody is responsible for. `institutions` None: all of them.

    Drafts and corrections belong to their institution and go along. Raises NotAllowed or
    RuleViolation: nothing to give, an outsider as receiver, no reason, a day to come.
    """
    _require_chief(actor, office)
    _check(office, giver, receiver, on, reason)
    rows = held_by(office, giver)
    if institutions is not None:
        rows = rows.filter(pk__in=institutions)
    return _move(actor, office, giver, receiver, on, reason, list(_locked(rows)))


@recorded("coops.institutions.handed_back")
def handover_undo(*, actor: User, handover: Handover, reason: str) -> Handover:
    """Gives back what the receiver still has; what went on from him stays where it is.

    Raises NotAllowed or RuleViolation: undone already, nothing left, no reason.
    """
    current: Handover = (
        Handover.objects.select_for_update(of=("self",))
        .select_related("office", "giver", "receiver")
        .get(pk=handover.pk)
    )
    _require_chief(actor, current.office)
    if current.undoes_id or Handover.objects.filter(undoes=current).exists():
        raise RuleViolation("การส่งมอบนี้คืนแล้ว หรือเป็นการคืนอยู่แล้ว จึงคืนอีกไม่ได้")
    if not reason.strip():
        raise RuleViolation("กรุณาระบุเหตุผลที่คืน")
    if current.giver and current.giver not in receivers(current.office):
        raise RuleViolation(f"คืนไม่ได้ เพราะ{current.giver}ไม่ได้ประจำ{current.office.name}แล้ว")
    moved = HandoverItem.objects.filter(handover=current).values("institution")
    rows = held_by(current.office, current.receiver).filter(pk__in=moved)
    return _move(
        actor,
        current.office,
        current.receiver,
        current.giver,
        timezone.localdate(),
        reason,
        list(_locked(rows)),
        undoes=current,
    )


def _move(
    actor: User,
    office: OrgUnit,
    giver: User | None,
    receiver: User | None,
    on: date,
    reason: str,
    rows: list[Institution],
    undoes: Handover | None = None,
) -> Handover:
    if not rows:
        raise RuleViolation(NOTHING)
    handover = Handover.objects.create(
        office=office,
        giver=giver,
        receiver=receiver,
        on=on,
        reason=reason.strip(),
        made_by=actor,
        undoes=undoes,
    )
    HandoverItem.objects.bulk_create(
        HandoverItem(handover=handover, institution=line.institution, open_work=line.open_work)
        for line in handover_lines(rows)
    )
    Institution.objects.filter(pk__in=[row.pk for row in rows]).update(
        responsible=receiver, version=F("version") + 1, updated_at=timezone.now()
    )
    return handover


def _locked(rows: InstitutionQuerySet) -> InstitutionQuerySet:
    """Held until the end of the transaction: nobody gives the same ones twice."""
    return rows.select_for_update(of=("self",))


def _require_chief(actor: User, office: OrgUnit) -> None:
    if not (actor.has_role(Role.CHIEF, at=office) or actor.administers(office)):
        raise NotAllowed(f"ส่งมอบงานได้เฉพาะหัวหน้าของ{office.name}หรือผู้ดูแลระบบ")


def _check(office: OrgUnit, giver: User | None, receiver: User, on: date, reason: str) -> None:
    if receiver not in receivers(office):
        raise RuleViolation(f"ผู้รับมอบต้องเป็นเจ้าหน้าที่หรือหัวหน้าของ{office.name}ในวันนี้")
    if giver == receiver:
        raise RuleViolation("ผู้ส่งมอบและผู้รับมอบต้องเป็นคนละคน")
    if on > timezone.localdate():
        raise RuleViolation("วันที่ส่งมอบต้องไม่อยู่ในอนาคต ระบบย้ายงานทันทีที่ยืนยัน")
    if not reason.strip():
        raise RuleViolation("กรุณาระบุเหตุผลที่ส่งมอบ")
