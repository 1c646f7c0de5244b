"""What every act on an order begins and ends with."""

from collections.abc import Collection

from coops.services.guards import require_version
from cpd_portal.core.exceptions import NotAllowed, RuleViolation
from cpd_portal.core.models import User
from registrar.choices import OrderState
from registrar.models import Case, Order
from registrar.selectors.case_roles import sees_names
from registrar.selectors.order_roles import is_legal
from registrar.services.case_guards import require_no_conflict, require_worker

FILL = "กรุณากรอก"
NO_NAMES = "ร่างและแก้ไขคำสั่งได้เฉพาะผู้มีหน้าที่ในสำนวนนี้"
NOT_LEGAL = "ตรวจร่างได้เฉพาะนิติกร"
OWN_DRAFT = "ผู้ร่างหรือแก้ไขคำสั่งตรวจหรือออกคำสั่งนั้นเองไม่ได้ ต้องให้ผู้อื่นทำ"


def order_held(order: Order, version: int) -> Order:
    """The row as it is now, until the end of the transaction. Raises StaleObject."""
    current: Order = (
        Order.objects.select_for_update(of=("self",))
        .select_related("case__office", "office", "institution__type", "institution__office")
        .get(pk=order.pk)
    )
    require_version(current, version)
    return current


def order_worked_on(
    actor: User, order: Order, version: int, states: Collection[OrderState] = ()
) -> Order:
    """Held, by one who works on its case without an interest, in one of the states.

    Raises NotAllowed, StaleObject, RuleViolation.
    """
    current = order_held(order, version)
    require_worker(actor, current.office)
    require_no_conflict(actor, current.case)
    if states and current.state not in states:
        raise RuleViolation(f"ทำขั้นนี้ไม่ได้ เพราะเอกสารอยู่ในสถานะ “{current.get_state_display()}”")
    return current


def order_store(order: Order) -> None:
    order.version += 1
    order.save()


def require_names(actor: User, case: Case) -> None:
    if not sees_names(actor, case):
        raise NotAllowed(NO_NAMES)


def require_legal(actor: User, order: Order) -> None:
    if not is_legal(actor, order.office):
        raise NotAllowed(NOT_LEGAL)


def require_not_author(actor: User, order: Order) -> None:
    if actor.pk in order.authors:
        raise RuleViolation(OWN_DRAFT)
