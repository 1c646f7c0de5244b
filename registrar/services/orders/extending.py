"""More days to obey an order: once, before the last one has gone by."""

from datetime import date, timedelta

from cpd_portal.core.audit import recorded
from cpd_portal.core.exceptions import InvalidInput, NotAllowed, RuleViolation
from cpd_portal.core.models import User
from inspection.services.defect_orders import defect_order_extended
from registrar.choices import CaseAct, OrderEffect, OrderState
from registrar.models import Order, OrderExtension
from registrar.services.case_decisions import authority_of
from registrar.services.case_guards import step_add
from registrar.services.orders.drafting import MOST_DAYS
from registrar.services.orders.guards import FILL, order_store, order_worked_on

NO_DAYS = "คำสั่งนี้ไม่มีกำหนดวันปฏิบัติ จึงไม่มีอะไรให้ขยาย"
ONCE = "ขยายเวลาของคำสั่งนี้ไปแล้วหนึ่งครั้ง ขยายอีกไม่ได้"
TOO_LATE = "พ้นกำหนดปฏิบัติแล้ว ขยายเวลาไม่ได้ ให้บันทึกผลการติดตาม"
NOT_IN_FORCE = "คำสั่งถูกระงับหรือเพิกถอน จึงขยายเวลาไม่ได้"
NOT_LATER = "กำหนดใหม่ต้องอยู่หลังกำหนดเดิม"
TOO_FAR = f"ขยายได้ไม่เกิน {MOST_DAYS} วันจากกำหนดเดิม"


@recorded("registrar.order.extended")
def order_extend(
    *, actor: User, order: Order, version: int, until: date, reason: str, today: date
) -> OrderExtension:
    """By whoever holds the power of the order today; the deadline of its defects follows.

    Raises NotAllowed, StaleObject, InvalidInput, RuleViolation.
    """
    current = order_worked_on(actor, order, version, [OrderState.SERVED])
    found = authority_of(actor, current.case, current.power_code, current.amount, today)
    if not found.allowed:
        raise NotAllowed(found.reason)
    before = _extendable(current, today)
    _require_values(before, until, reason)
    made: OrderExtension = OrderExtension.objects.create(
        order=current,
        day=today,
        before=before,
        until=until,
        reason=reason.strip(),
        by=actor,
        capacity="\n".join(found.capacity),
    )
    current.obey_by = until
    order_store(current)
    step_add(
        actor,
        current.case,
        CaseAct.ORDER_EXTENDED,
        day=today,
        document_no=current.number,
        until=until,
        reason=made.reason,
    )
    for link in current.case.defect_links.select_related("defect"):
        defect_order_extended(
            actor=actor,
            defect=link.defect,
            document_no=current.number,
            reason=made.reason,
            until=until,
            today=today,
        )
    return made


def _extendable(order: Order, today: date) -> date:
    """The last day as it is."""
    if order.effect != OrderEffect.IN_FORCE:
        raise RuleViolation(NOT_IN_FORCE)
    if order.obey_by is None:
        raise RuleViolation(NO_DAYS)
    if OrderExtension.objects.filter(order=order).exists():
        raise RuleViolation(ONCE)
    if order.obey_by < today:
        raise RuleViolation(TOO_LATE)
    return order.obey_by


def _require_values(before: date, until: date, reason: str) -> None:
    errors = [] if reason.strip() else [("/reason", FILL)]
    if until <= before:
        errors.append(("/until", NOT_LATER))
    elif until > before + timedelta(days=MOST_DAYS):
        errors.append(("/until", TOO_FAR))
    if errors:
        raise InvalidInput(errors)
