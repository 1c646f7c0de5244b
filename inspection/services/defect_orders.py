"""What an order of the registrar does to a defect: its deadline, and whether it was obeyed."""

from datetime import date

from cpd_portal.core.audit import recorded
from cpd_portal.core.models import User
from inspection.choices import DefectAct
from inspection.models import Defect
from inspection.services.defects import defect_held, defect_store, step_add


@recorded("inspection.defect.ordered")
def defect_order_served(
    *,
    actor: User | None,
    defect: Defect,
    document_no: str,
    document_on: date,
    until: date | None,
    today: date,
) -> Defect:
    """The order sets by when the defect is to be cured, earlier or later than before; without a
    day it stands in the timeline only. A cured defect keeps its day."""
    current = defect_held(defect, defect.version)
    if until is not None and current.is_uncured:
        current.due_on = max(until, current.found_on)
    step_add(
        actor,
        current,
        DefectAct.ORDERED,
        day=today,
        document_no=document_no,
        document_on=document_on,
        until=until,
    )
    defect_store(current)
    return current


@recorded("inspection.defect.order_extended")
def defect_order_extended(
    *,
    actor: User | None,
    defect: Defect,
    document_no: str,
    reason: str,
    until: date,
    today: date,
) -> Defect:
    """Whoever held the power of the order gave more days. A cured defect keeps its day."""
    current = defect_held(defect, defect.version)
    if current.is_uncured:
        current.due_on = until
    step_add(
        actor,
        current,
        DefectAct.EXTENDED,
        day=today,
        reason=reason,
        document_no=document_no,
        until=until,
    )
    defect_store(current)
    return current


@recorded("inspection.defect.order_followed_up")
def defect_order_outcome(
    *,
    actor: User | None,
    defect: Defect,
    obeyed: bool,
    document_no: str,
    reason: str,
    today: date,
) -> Defect:
    """How the order came out. The state stays: curing is proved and confirmed as ever."""
    current = defect_held(defect, defect.version)
    act = DefectAct.ORDER_OBEYED if obeyed else DefectAct.ORDER_FAILED
    step_add(actor, current, act, day=today, reason=reason, document_no=document_no)
    defect_store(current)
    return current
