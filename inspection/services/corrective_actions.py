"""What somebody of the institution has to do about a defect."""

from datetime import date
from uuid import UUID

from django.utils import timezone

from coops.services.guards import require_version
from cpd_portal.core.audit import recorded
from cpd_portal.core.exceptions import InvalidInput, NotAllowed, RuleViolation
from cpd_portal.core.models import User
from inspection.models import CorrectiveAction, Defect
from inspection.rules.defects import RECORDERS
from inspection.services.defects import FUTURE


@recorded("inspection.corrective_action.added")
def corrective_action_add(
    *,
    actor: User,
    defect: Defect,
    title: str,
    owner: str,
    due_on: date,
    id: UUID | None = None,
) -> CorrectiveAction:
    """Once for an id. Raises NotAllowed, InvalidInput or RuleViolation (the defect is closed)."""
    current = (
        Defect.objects.select_for_update(of=("self",)).select_related("office").get(pk=defect.pk)
    )
    _require_role(actor, current)
    stored: CorrectiveAction | None = (
        CorrectiveAction.objects.filter(pk=id).first() if id else None
    )
    if stored is not None:
        if (stored.defect_id, stored.recorded_by_id) != (current.pk, actor.pk):
            raise RuleViolation("รหัสของรายการนี้ใช้แล้ว ให้บันทึกเป็นรายการใหม่")
        return stored
    if not current.is_uncured or current.merged_into_id is not None:
        raise RuleViolation("ข้อบกพร่องนี้ปิดแล้ว จึงเพิ่มสิ่งที่ต้องทำไม่ได้")
    _require_filled(title=title, owner=owner)
    if due_on < current.found_on:
        raise InvalidInput([("/due_on", "กำหนดต้องไม่ก่อนวันที่พบข้อบกพร่อง")])
    action = CorrectiveAction(
        defect=current, title=title.strip(), owner=owner.strip(), due_on=due_on, recorded_by=actor
    )
    if id is not None:
        action.pk = id
    action.save(force_insert=True)
    return action


@recorded("inspection.corrective_action.done")
def corrective_action_done(
    *,
    actor: User,
    action: CorrectiveAction,
    version: int,
    done_on: date,
    note: str,
    today: date | None = None,
) -> CorrectiveAction:
    """That it was done, with what shows it. Raises NotAllowed, StaleObject, InvalidInput or
    RuleViolation (done already)."""
    current: CorrectiveAction = (
        CorrectiveAction.objects.select_for_update(of=("self",))
        .select_related("defect__office")
        .get(pk=action.pk)
    )
    _require_role(actor, current.defect)
    require_version(current, version)
    if current.done_on is not None:
        raise RuleViolation("บันทึกว่าทำเสร็จแล้ว")
    _require_filled(note=note)
    if done_on > (today or timezone.localdate()):
        raise InvalidInput([("/done_on", FUTURE)])
    current.done_on, current.note = done_on, note.strip()
    current.version += 1
    current.save()
    return current


def _require_role(actor: User, defect: Defect) -> None:
    if not actor.has_role(*RECORDERS, at=defect.office):
        raise NotAllowed(f"บันทึกได้เฉพาะเจ้าหน้าที่ ผู้ตรวจการ และหัวหน้าของ{defect.office.name}")


def _require_filled(**values: str) -> None:
    empty = [(f"/{name}", "กรุณากรอก") for name, value in values.items() if not value.strip()]
    if empty:
        raise InvalidInput(empty)
