"""Service of an order: it starts the clocks, and what the order does takes effect."""

from datetime import date

from django.core.files.uploadedfile import UploadedFile

from coops.choices import Standing
from coops.models import Institution
from coops.services.papers import Paper as RegisterPaper
from coops.services.register_changes import standing_change
from cpd_portal.core.attachments import paper_from
from cpd_portal.core.audit import recorded
from cpd_portal.core.exceptions import InvalidInput
from cpd_portal.core.models import User
from cpd_portal.core.stored_files import stores_files
from inspection.services.defect_orders import defect_order_served
from registrar.choices import CaseAct, OrderEffect, OrderKind, OrderState, ServiceMethod
from registrar.models import Order, OrderService
from registrar.rules.order_clock import counted_day
from registrar.rules.order_stages import DISSOLVING, standing_after
from registrar.selectors.order_clock import obey_day
from registrar.services.case_guards import step_add
from registrar.services.orders.guards import FILL, order_store, order_worked_on
from registrar.services.orders.issuing import keep_file

BETWEEN = "วันที่ได้รับแจ้งต้องอยู่ระหว่างวันที่ออกกับวันนี้"
MAIN = (OrderKind.ORDER, OrderKind.LETTER)


@stores_files
@recorded("registrar.order.served")
def order_serve(
    *,
    actor: User,
    order: Order,
    version: int,
    method: ServiceMethod,
    served_on: date,
    receiver: str,
    upload: "UploadedFile[bytes]",
    today: date,
) -> Order:
    """With its proof; from the day of service the days to obey and to appeal are counted.

    Raises NotAllowed, StaleObject, InvalidInput, RuleViolation.
    """
    current = order_worked_on(actor, order, version, [OrderState.ISSUED])
    _require_service(current, served_on, receiver, today)
    row = OrderService(
        order=current, method=method, served_on=served_on, receiver=receiver.strip(), by=actor
    )
    keep_file(row, f"{current.pk}-service", paper_from(upload))
    row.save(force_insert=True)
    current.state, current.served_on = OrderState.SERVED, served_on
    current.obey_by = obey_day(served_on, current.days)
    if current.appeal_days is not None:
        current.appeal_by = counted_day(served_on, current.appeal_days)
    order_store(current)
    step_add(
        actor,
        current.case,
        CaseAct.ORDER_SERVED,
        day=served_on,
        document_no=current.number,
        document_on=current.issued_on,
        until=current.obey_by,
        reason=method.label,
    )
    _take_effect(actor, current, today)
    return current


def _require_service(order: Order, served_on: date, receiver: str, today: date) -> None:
    errors = [] if receiver.strip() else [("/receiver", FILL)]
    assert order.issued_on is not None
    if not order.issued_on <= served_on <= today:
        errors.append(("/served_on", BETWEEN))
    if errors:
        raise InvalidInput(errors)


def _take_effect(actor: User, order: Order, today: date) -> None:
    if order.about is not None:
        _change_earlier(actor, order, order.about, today)
        return
    for link in order.case.defect_links.select_related("defect"):
        if order.kind in MAIN and order.days:
            defect_order_served(
                actor=actor,
                defect=link.defect,
                document_no=order.number,
                document_on=_issued(order),
                until=order.obey_by,
                today=today,
            )
    standing = standing_after(order.power_code)
    if standing is not None:
        standing_follow(actor, order, standing)


def _change_earlier(actor: User, order: Order, earlier: Order, today: date) -> None:
    """Revoking a suspension puts the order that it suspended into force again."""
    about = Order.objects.select_for_update().get(pk=earlier.pk)
    revokes = order.kind == OrderKind.REVOCATION
    about.effect = OrderEffect.REVOKED if revokes else OrderEffect.SUSPENDED
    order_store(about)
    if revokes and about.kind == OrderKind.SUSPENSION and about.about_id:
        suspended = Order.objects.select_for_update().get(pk=about.about_id)
        if suspended.effect == OrderEffect.SUSPENDED:
            suspended.effect = OrderEffect.IN_FORCE
            order_store(suspended)
    if revokes and about.power_code in DISSOLVING and about.kind == OrderKind.ORDER:
        standing_follow(actor, order, Standing.OPERATING)
    said = f"{order.get_kind_display()} ที่ {about.number}"
    step_add(
        actor, order.case, CaseAct.ORDER_ENDED, day=today, reason=said, document_no=order.number
    )


def standing_follow(actor: User, order: Order, standing: Standing) -> None:
    """The standing in the register, with the order as its document, from the day of service."""
    assert order.institution is not None
    assert order.served_on is not None
    institution = Institution.objects.get(pk=order.institution.pk)
    if institution.standing == standing:
        return
    standing_change(
        actor=actor,
        institution=institution,
        version=institution.version,
        standing=standing,
        paper=RegisterPaper(
            effective_on=order.served_on,
            document_no=order.number,
            document_date=_issued(order),
            note=order.subject[:200],
        ),
    )


def _issued(order: Order) -> date:
    assert order.issued_on is not None
    return order.issued_on
