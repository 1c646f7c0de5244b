"""The overview over ten years of quarterly progress and 50,000 rows of the ledger."""

from collections.abc import Callable
from random import Random

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from benchmarks.long_ledger import add_rows, add_second_plan
from cpd_portal.core.models import User
from strategy.models import LedgerEntry, Plan, ProgressValue
from strategy.sample.progress import sample_progress
from strategy.selectors.quarters import responsible_units

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]
ROWS = 50_000


def test_overview_asks_the_same_queries_however_long_the_ledger_is(
    client_of: ClientOf,
    planner: User,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    first, second = Plan.objects.get(first_year=2560), add_second_plan(planner)
    sample_progress(Random(1), first, responsible_units(first))
    add_rows(first, ROWS // 2)
    add_rows(second, ROWS // 2)
    client = client_of(planner)

    assert LedgerEntry.objects.count() == ROWS
    years = set(ProgressValue.objects.values_list("fiscal_year", flat=True))
    assert years == {*first.years, *second.years}
    for plan in (first, second):
        with django_assert_max_num_queries(10):
            page = client.get(f"/strategy/overview/?plan={plan.pk}")
        assert page.status_code == 200
        assert "แสดง 14 โครงการ" in page.content.decode()
