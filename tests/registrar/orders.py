"""Orders to test with."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from cpd_portal.core.choices import Role
from cpd_portal.core.models import User
from registrar.choices import CaseState, Compliance, Outcome, ServiceMethod
from registrar.models import Case, CaseDecision, Order
from registrar.services.orders.drafting import OrderTexts, order_draft, order_write
from registrar.services.orders.issuing import order_number, order_scan
from registrar.services.orders.outcomes import order_follow_up
from registrar.services.orders.reviewing import order_review
from registrar.services.orders.serving import order_serve
from tests.inspection.rows import person
from tests.registrar.cases import PDF, TODAY, fresh, make_case
from tests.registrar.rows import make_delegation

DAYS = 60
POWERS = ["22-1", "22-2", "22-3", "71-2", "75-appoint", "87", "16-1-advice"]


def decided(case: Case | None = None, power: str = "22-1", days: int | None = DAYS) -> Case:
    """As a decided case is stored, without the way to it."""
    case = fresh(case or make_case())
    CaseDecision.objects.create(
        case=case,
        outcome=Outcome.EXERCISE,
        power_code=power,
        power_title=f"มาตรา {power}",
        days=days,
        reason="มาตรการที่เบาที่สุดซึ่งแก้ได้",
        decided_on=TODAY,
        by=person(Role.CHIEF, case.office.code),
    )
    case.state, case.awaits = CaseState.DECIDED, []
    case.save()
    return case


def held(order: Order) -> Order:
    found: Order = Order.objects.select_related("case__office", "office", "institution").get(
        pk=order.pk
    )
    return found


def draft(case: Case | None = None, **changed: Any) -> Order:
    """By the officer in charge of the case."""
    case = case or decided()
    return order_draft(actor=person(Role.OFFICER), case=case, **{"today": TODAY, **changed})


def texts(order: Order, **changed: Any) -> OrderTexts:
    values = OrderTexts(
        **order.texts, addressee=order.addressee, days=order.days, amount=order.amount
    )
    return replace(values, **changed)


def write(order: Order, by: User | None = None, **changed: Any) -> Order:
    return order_write(
        actor=by or person(Role.OFFICER),
        order=order,
        version=held(order).version,
        texts=texts(held(order), **changed),
    )


def reviewed(order: Order | None = None, *, confirms_law: bool = True) -> Order:
    order = order or draft()
    return order_review(
        actor=person(Role.LEGAL, "rlo"),
        order=order,
        version=held(order).version,
        note="ถูกต้องตามข้อกฎหมาย",
        confirms_law=confirms_law,
        today=TODAY,
    )


def numbered(order: Order | None = None, *, day: date = TODAY, **changed: Any) -> Order:
    """By the chief as deputy registrar, by delegation."""
    make_delegation(power_codes=POWERS)
    order = order or reviewed()
    return order_number(
        actor=person(Role.CHIEF, order.office.code),
        order=order,
        version=held(order).version,
        **{"today": day, **changed},
    )


def issued(order: Order | None = None, *, day: date = TODAY, **changed: Any) -> Order:
    """With the signed scan as its document: no PDF has to be drawn."""
    half = numbered(order, day=day, **changed)
    return order_scan(
        actor=half.issued_by, order=half, version=half.version, upload=scan(), today=day
    )


def scan(content: bytes = PDF, name: str = "หลักฐาน.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def serve(order: Order, *, day: date = TODAY, **changed: Any) -> Order:
    values: dict[str, Any] = {
        "method": ServiceMethod.POST,
        "served_on": day,
        "receiver": "เลขานุการสหกรณ์",
        "upload": scan(),
        "today": day,
        **changed,
    }
    return order_serve(
        actor=person(Role.OFFICER), order=order, version=held(order).version, **values
    )


def served(order: Order | None = None) -> Order:
    return serve(order or issued())


def follow_up(
    order: Order, result: Compliance, *, day: date = TODAY + timedelta(days=DAYS + 1)
) -> Order:
    return order_follow_up(
        actor=person(Role.OFFICER),
        order=order,
        version=held(order).version,
        id=uuid4(),
        result=result,
        day=day,
        words="ตรวจ ณ สำนักงานของสหกรณ์",
        upload=None,
        today=day,
    )
