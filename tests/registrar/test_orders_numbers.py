"""Fifty people issue at the same moment, on fifty connections: no number twice, none left out.

Such issues see only what is committed, so this test commits its own rows and takes them back.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from cpd_portal.core.choices import Role
from cpd_portal.core.models import Membership, OrgUnit, User
from registrar.choices import CaseState, OrderForm, OrderKind, OrderState, Outcome
from registrar.models import Case, CaseDecision, Order, OrderNumber, OrderRegister
from registrar.selectors.powers import framework_version
from registrar.services import case_guards
from registrar.services.orders import issuing
from registrar.services.orders.issuing import order_number, order_scan
from tests.registrar.cases import TODAY
from tests.registrar.orders import scan

ISSUES, FAILING = 50, 6
POWER = "37"


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[User]:
    """The registrar, whose rows are gone after the test."""
    with django_db_blocker.unblock():
        before = _counts()
        user = User.objects.create_user("committed-registrar", "secret-for-tests")
        unit = OrgUnit.objects.get(code="cpd")
        Membership.objects.create(user=user, org_unit=unit, role=Role.REGISTRAR)
        try:
            yield user
        finally:
            with connection.cursor() as cursor:
                cursor.execute(
                    "TRUNCATE registrar_case, registrar_order, registrar_orderregister CASCADE"
                )
                changed = [name for name, count in _counts().items() if count != before[name]]
                events = [name for name in changed if name.endswith("event")]
                cursor.execute(f"TRUNCATE {', '.join(events)}")
            Membership.objects.filter(user=user).delete()
            User.objects.filter(pk=user.pk).delete()
            with connection.cursor() as cursor:
                cursor.execute("TRUNCATE core_userevent, core_membershipevent")
            assert _counts() == before
            connection.close()


def _counts() -> dict[str, int]:
    found = {}
    with connection.cursor() as cursor:
        for name in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT count(*) FROM "{name}"')  # noqa: S608
            found[name] = cursor.fetchone()[0]
    return found


def _reviewed(user: User, count: int) -> list[UUID]:
    office = OrgUnit.objects.get(code="50")
    case = Case.objects.create(
        office=office, year=2569, number=1, applicant="คณะผู้จัดตั้ง", origin="application",
        type_code="registration", type_title="จดทะเบียน", terms={}, terms_version=1, title="ก",
        shown_title="ก", facts="ก", received_on=TODAY, state=CaseState.DECIDED, opened_by=user,
    )  # fmt: skip
    CaseDecision.objects.create(
        case=case,
        outcome=Outcome.EXERCISE,
        power_code=POWER,
        reason="ก",
        by=user,
        decided_on=TODAY,
    )
    rows = [
        Order(
            case=case, office=office, kind=OrderKind.ORDER, form=OrderForm.ORDER,
            power_code=POWER, power_title="ก", template_code="order", template_version=1,
            subject="ก", operative="ก", addressee="ก", state=OrderState.REVIEWED, authors=[0],
            drafted_by=user, reviewed_by=user, law_confirmed_by=user,
            framework_version=framework_version(TODAY).number,
        )
        for _ in range(count)
    ]  # fmt: skip
    return [row.pk for row in Order.objects.bulk_create(rows)]


def test_fifty_issues_at_once_leave_no_gap_and_no_double(
    committed: User,
    monkeypatch: pytest.MonkeyPatch,
    settings: Any,
    tmp_path: Path,
    django_db_blocker: DjangoDbBlocker,
) -> None:
    settings.MEDIA_ROOT = tmp_path
    keys = _reviewed(committed, ISSUES + FAILING)
    failing, together = set(keys[:FAILING]), Barrier(ISSUES + FAILING)
    given = case_guards.step_add

    def step_add(actor: Any, case: Any, act: Any, **words: Any) -> Any:
        """For some the transaction is lost after the number was taken."""
        if words["reason"] == "lost":
            raise ConnectionError
        return given(actor, case, act, **words)

    monkeypatch.setattr(issuing, "step_add", step_add)
    Order.objects.filter(pk__in=failing).update(power_title="lost")

    def issue(key: UUID) -> str:
        try:
            order = Order.objects.get(pk=key)
            together.wait(timeout=60)
            half = order_number(actor=committed, order=order, version=1, today=TODAY)
            done = order_scan(
                actor=committed, order=half, version=half.version, upload=scan(), today=TODAY
            )
            return done.number
        except ConnectionError:
            return ""
        finally:
            connection.close()

    with ThreadPoolExecutor(ISSUES + FAILING) as pool:
        numbers = [number for number in pool.map(issue, keys) if number]

    assert sorted(numbers, key=lambda number: int(number.split("/")[0])) == [
        f"{position}/2569" for position in range(1, ISSUES + 1)
    ]
    assert OrderRegister.objects.get().last == ISSUES
    assert OrderNumber.objects.count() == ISSUES
    assert Order.objects.frozen().count() == ISSUES
    assert Order.objects.filter(pk__in=failing, state=OrderState.REVIEWED).count() == FAILING
