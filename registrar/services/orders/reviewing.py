"""The legal officer's review, and sending back."""

from datetime import date

from cpd_portal.core.audit import recorded
from cpd_portal.core.exceptions import InvalidInput
from cpd_portal.core.models import User
from registrar.choices import CaseAct, OrderState
from registrar.models import Order
from registrar.selectors.case_roles import leads
from registrar.selectors.order_roles import is_legal
from registrar.selectors.powers import framework_version
from registrar.services.case_guards import step_add
from registrar.services.orders.guards import (
    FILL,
    order_store,
    order_worked_on,
    require_legal,
    require_not_author,
)


@recorded("registrar.order.reviewed")
def order_review(
    *, actor: User, order: Order, version: int, note: str, confirms_law: bool, today: date
) -> Order:
    """By a legal officer who wrote nothing of it. `confirms_law`: he answers for what nobody has
    verified (power, delegation, template).

    Raises NotAllowed, StaleObject, InvalidInput, RuleViolation.
    """
    current = order_worked_on(actor, order, version, [OrderState.DRAFT])
    require_legal(actor, current)
    require_not_author(actor, current)
    if not note.strip():
        raise InvalidInput([("/note", FILL)])
    current.state = OrderState.REVIEWED
    current.reviewed_by, current.reviewed_on, current.review_note = actor, today, note.strip()
    current.framework_version = framework_version(today).number
    current.law_confirmed_by = actor if confirms_law else None
    order_store(current)
    step_add(actor, current.case, CaseAct.ORDER_REVIEWED, day=today, reason=note)
    return current


@recorded("registrar.order.returned")
def order_return(*, actor: User, order: Order, version: int, reason: str, today: date) -> Order:
    """Back to its author: by a legal officer, or whoever leads the office's cases.

    Raises NotAllowed, StaleObject, InvalidInput, RuleViolation.
    """
    states = [OrderState.DRAFT, OrderState.REVIEWED]
    current = order_worked_on(actor, order, version, states)
    if not leads(actor, current.office) and not is_legal(actor, current.office):
        require_legal(actor, current)
    if not reason.strip():
        raise InvalidInput([("/reason", FILL)])
    current.state, current.reviewed_by, current.reviewed_on = OrderState.DRAFT, None, None
    current.law_confirmed_by, current.framework_version = None, None
    current.review_note = reason.strip()
    order_store(current)
    said = f"ส่งกลับให้แก้ไข: {reason.strip()}"
    step_add(actor, current.case, CaseAct.ORDER_REVIEWED, day=today, reason=said)
    return current
