"""Until when an order is to be obeyed: holidays, and more days given once."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pghistory.models
import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from cpd_portal.core.choices import Role
from cpd_portal.core.exceptions import InvalidInput, NotAllowed, RuleViolation
from cpd_portal.core.figures.models import FigureVersion
from cpd_portal.core.holidays.rules import is_working_day
from cpd_portal.thai.dates import format_date
from inspection.choices import DefectAct
from inspection.models import Defect, DefectStep
from registrar.choices import CaseAct, Compliance, OrderState
from registrar.framework import POWERS_CODE
from registrar.models import Delegation, Order, OrderExtension
from registrar.rules.order_clock import MOVES_KEY, counted_day, last_day
from registrar.selectors.order_clock import holiday_rule
from registrar.services.orders.extending import (
    NO_DAYS,
    NOT_LATER,
    ONCE,
    TOO_FAR,
    TOO_LATE,
    order_extend,
)
from tests.inspection.rows import person
from tests.registrar.cases import TODAY, referred_case
from tests.registrar.orders import (
    DAYS,
    decided,
    draft,
    follow_up,
    held,
    issued,
    reviewed,
    serve,
    served,
)

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
DUE = TODAY + timedelta(days=DAYS)
LATER = DUE + timedelta(days=30)
SATURDAY, MONDAY = date(2026, 10, 31), date(2026, 11, 2)


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def moving(*, verified: bool = False) -> None:
    """As a signed version of the framework would say it."""
    version = FigureVersion.objects.get(set_code=POWERS_CODE)
    row = next(row for row in version.content["figures"] if row["key"] == MOVES_KEY)
    row["value"], row["verified"] = "1", verified
    FigureVersion.objects.filter(pk=version.pk).update(content=version.content)


def of_days(days: int) -> Order:
    return issued(reviewed(draft(decided(days=days))))


def of_defect() -> tuple[Order, Defect]:
    case, defect = referred_case()
    return served(issued(reviewed(draft(decided(case))))), defect


def extend(order: Order, **changed: Any) -> OrderExtension:
    values: dict[str, Any] = {"until": LATER, "reason": "รอศาล", "today": TODAY, **changed}
    actor = values.pop("actor", None) or person(Role.CHIEF)
    return order_extend(actor=actor, order=order, version=held(order).version, **values)


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(1, 730))
def test_last_day_moves_to_the_first_working_day_or_stays(served_on: date, days: int) -> None:
    counted = counted_day(served_on, days)
    assert last_day(served_on, days, moves=False, holidays=()) == counted
    moved = last_day(served_on, days, moves=True, holidays=())
    assert is_working_day(moved, ())
    between = (counted + timedelta(days=n) for n in range((moved - counted).days))
    assert not any(is_working_day(day, ()) for day in between)


def test_last_day_of_a_holiday_moves_over_the_weekend_behind_it() -> None:
    friday = date(2026, 10, 23)
    served_on = friday - timedelta(days=30)
    assert last_day(served_on, 30, moves=True, holidays={friday}) == date(2026, 10, 26)


def test_shipped_rule_leaves_the_day_and_is_not_verified() -> None:
    rule = holiday_rule(TODAY)
    assert (rule.moves, rule.verified) == (False, False)
    days = (SATURDAY - TODAY).days
    assert serve(of_days(days)).obey_by == SATURDAY


def test_rule_that_moves_is_shown_with_the_counted_day(client_of: SignIn) -> None:
    moving()
    order = serve(of_days((SATURDAY - TODAY).days))
    assert order.obey_by == MONDAY
    page = client_of(person(Role.CHIEF)).get(reverse("registrar:order", args=[order.pk]))
    shown = page.content.decode()
    told = f"{format_date(SATURDAY)} ซึ่งเป็นวันหยุด จึงเลื่อนไป {format_date(MONDAY)}"
    assert told in shown
    assert "กติกาเลื่อนวันยังไม่ยืนยัน" in shown


def test_verified_rule_is_shown_without_a_doubt(client_of: SignIn) -> None:
    moving(verified=True)
    order = serve(of_days((SATURDAY - TODAY).days))
    page = client_of(person(Role.CHIEF)).get(reverse("registrar:order", args=[order.pk]))
    assert f"จึงเลื่อนไป {format_date(MONDAY)}" in page.content.decode()
    assert "กติกาเลื่อนวันยังไม่ยืนยัน" not in page.content.decode()


def test_framework_that_says_nothing_leaves_the_day() -> None:
    version = FigureVersion.objects.get(set_code=POWERS_CODE)
    rows = [row for row in version.content["figures"] if row["key"] != MOVES_KEY]
    content = {**version.content, "figures": rows}
    FigureVersion.objects.filter(pk=version.pk).update(content=content)
    assert serve(of_days((SATURDAY - TODAY).days)).obey_by == SATURDAY


def test_extension_moves_the_day_and_the_deadline_of_the_defect() -> None:
    order, defect = of_defect()
    made = extend(order)
    assert (made.before, made.until, made.by) == (DUE, LATER, person(Role.CHIEF))
    assert held(order).obey_by == LATER
    defect.refresh_from_db()
    assert defect.due_on == LATER
    step = DefectStep.objects.get(defect=defect, act=DefectAct.EXTENDED)
    assert (step.reason, step.until, step.document_no) == ("รอศาล", LATER, order.number)
    events = pghistory.models.Events.objects.tracks(made)
    assert [row.pgh_context["action"] for row in events] == ["registrar.order.extended"]
    told = order.case.steps.get(act=CaseAct.ORDER_EXTENDED)
    assert (told.until, told.reason, told.document_no) == (LATER, "รอศาล", order.number)


def test_extension_leaves_a_cured_defect_its_day() -> None:
    order, defect = of_defect()
    Defect.objects.filter(pk=defect.pk).update(state="resolved", closed_on=TODAY)
    extend(order)
    defect.refresh_from_db()
    assert defect.due_on == DUE


def test_extension_is_given_once_and_counts_for_disobedience() -> None:
    order = served()
    extend(order)
    with pytest.raises(RuleViolation, match=ONCE):
        extend(order, until=LATER + timedelta(days=1))
    with pytest.raises(RuleViolation):
        follow_up(order, Compliance.DISOBEYED, day=LATER)
    after = follow_up(order, Compliance.DISOBEYED, day=LATER + timedelta(days=1))
    assert after.state == OrderState.DISOBEYED


def test_extension_is_never_changed() -> None:
    extend(served())
    with pytest.raises(DatabaseError), transaction.atomic():
        OrderExtension.objects.update(until=LATER + timedelta(days=9))


@pytest.mark.parametrize(
    ("changed", "pointer", "message"),
    [
        ({"reason": " "}, "/reason", "กรุณากรอก"),
        ({"until": DUE}, "/until", NOT_LATER),
        ({"until": DUE + timedelta(days=731)}, "/until", TOO_FAR),
    ],
)
def test_extension_needs_a_reason_and_a_later_day(
    changed: dict[str, Any], pointer: str, message: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        extend(served(), **changed)
    assert refused.value.errors == [(pointer, message)]


def test_extension_is_given_on_the_last_day_and_not_after_it() -> None:
    order = served()
    with pytest.raises(RuleViolation, match=TOO_LATE):
        extend(order, today=DUE + timedelta(days=1))
    assert extend(order, today=DUE).day == DUE


def test_order_without_days_has_nothing_to_extend() -> None:
    order = served(issued(reviewed(draft(decided(days=None)))))
    with pytest.raises(RuleViolation, match=NO_DAYS):
        extend(order)


def test_only_who_holds_the_power_today_extends() -> None:
    order = served()
    with pytest.raises(NotAllowed):
        extend(order, actor=person(Role.OFFICER))
    Delegation.objects.update(ends_on=TODAY - timedelta(days=1))
    with pytest.raises(NotAllowed):
        extend(order)
    assert not OrderExtension.objects.exists()


def test_page_extends_once_and_shows_it(client_of: SignIn) -> None:
    order = serve(of_days(730))
    client = client_of(person(Role.CHIEF))
    act = reverse("registrar:order-act", args=[order.pk, "extend"])
    page = reverse("registrar:order", args=[order.pk])
    assert act in client.get(page).content.decode()
    data = {"version": held(order).version, "until": "1/12/2571", "reason": "รอศาล"}
    refused = client.post(act, {**data, "until": "1/1/2560"})
    assert (refused.status_code, NOT_LATER in refused.content.decode()) == (422, True)
    assert client.post(act, data).status_code == 302
    shown = client.get(page).content.decode()
    assert "ขยายเวลา" in shown
    assert f"ภายใน {format_date(date(2028, 12, 1))}" in shown
    assert act not in shown
    answer = client.get(reverse("api:registrar-order", args=[order.pk])).json()
    assert answer["extension"] == {
        "day": answer["extension"]["day"],
        "before": (TODAY + timedelta(days=730)).isoformat(),
        "until": "2028-12-01",
    }


def test_officer_is_not_offered_to_extend(client_of: SignIn) -> None:
    order = serve(of_days(730))
    client = client_of(person(Role.OFFICER))
    act = reverse("registrar:order-act", args=[order.pk, "extend"])
    assert act not in client.get(reverse("registrar:order", args=[order.pk])).content.decode()
    data = {"version": held(order).version, "until": "1/12/2570", "reason": "รอศาล"}
    assert client.post(act, data).status_code == 403
