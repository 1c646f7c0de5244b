"""Two findings that are one: the duplicate goes, its steps stay."""

from datetime import date

from django.utils import timezone

from cpd_portal.core.audit import recorded
from cpd_portal.core.exceptions import RuleViolation
from cpd_portal.core.models import User
from inspection.choices import DefectAct
from inspection.models import Defect
from inspection.services.defect_status import status_send
from inspection.services.defects import defect_held, defect_store, require_allowed, step_add


@recorded("inspection.defect.merged")
def defect_merge(
    *,
    actor: User,
    defect: Defect,
    into: Defect,
    version: int,
    reason: str,
    today: date | None = None,
) -> Defect:
    """`defect` no longer counts; `into` of the same institution does.

    Raises NotAllowed, StaleObject or RuleViolation.
    """
    today = today or timezone.localdate()
    _held_both(defect, into)
    current = defect_held(defect, version)
    require_allowed(actor, current, DefectAct.MERGED)
    kept = Defect.objects.get(pk=into.pk)
    _require_mergeable(current, kept, reason)
    current.merged_into = kept
    step_add(actor, current, DefectAct.MERGED, day=today, reason=reason)
    defect_store(current)
    status_send(
        actor=actor, institutions=[current.institution_id], since=current.found_on, today=today
    )
    return current


def _held_both(defect: Defect, into: Defect) -> None:
    """In one order, so that two people who merge crosswise wait for each other."""
    both = Defect.objects.select_for_update(of=("self",)).filter(pk__in=(defect.pk, into.pk))
    list(both.order_by("pk").values_list("pk"))


def _require_mergeable(defect: Defect, into: Defect, reason: str) -> None:
    if not reason.strip():
        raise RuleViolation("กรุณาระบุเหตุผลที่รวม")
    if into.pk == defect.pk:
        raise RuleViolation("รวมกับตัวเองไม่ได้")
    if into.institution_id != defect.institution_id:
        raise RuleViolation("รวมได้เฉพาะข้อบกพร่องของแห่งเดียวกัน")
    if into.merged_into_id is not None:
        raise RuleViolation("รายการที่เลือกถูกรวมกับรายการอื่นแล้ว ให้เลือกรายการที่ยังอยู่")
    if into.severity != defect.severity:
        raise RuleViolation("รวมได้เฉพาะรายการชนิดเดียวกัน ข้อบกพร่องกับข้อสังเกตรวมกันไม่ได้")
