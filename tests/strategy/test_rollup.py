"""Any roll-up is the sum of its parts, to the last satang, over random ledgers."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings

from cpd_portal.core.models import User
from strategy.choices import EntryKind
from strategy.models import LedgerEntry, Plan
from strategy.rules.money import Balance
from strategy.selectors.overview import Overview, OverviewFilter, overview
from tests.strategy.test_money import moves, play

pytestmark = pytest.mark.django_db
TODAY = date(2021, 3, 1)


def balances(parts: Iterable[Balance]) -> Balance:
    return sum(parts, Balance())


def require_sums(found: Overview) -> None:
    """Years, strategies and projects each add up to the plan; so do the years of a strategy."""
    whole = found.total
    assert balances(cell.balance for cell in found.cells.values()) == whole.balance
    assert balances(line.total.balance for line in found.lines) == whole.balance
    assert sum(cell.planned for cell in found.cells.values()) == whole.planned
    assert sum(line.total.planned for line in found.lines) == whole.planned
    for line in found.lines:
        assert balances(cell.balance for cell in line.cells.values()) == line.total.balance
        assert balances(one.balance for one in line.projects) == line.total.balance
        assert sum(one.planned for one in line.projects) == line.total.planned
    for year, cell in found.cells.items():
        own = [line.cells[year] for line in found.lines]
        assert balances(one.balance for one in own) == cell.balance
        counts = [count for one in own for count in one.progress.counts.values()]
        assert sum(counts) == sum(cell.progress.counts.values())


@given(moves)
@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_overview_adds_up_to_the_ledger_to_the_last_satang(
    planner: User, made: list[tuple[str, str, EntryKind, Decimal, int, bool]]
) -> None:
    plan = Plan.objects.get(first_year=2560)
    with transaction.atomic():
        play(planner, made)
        found = overview(planner, plan, OverviewFilter(), TODAY)
        rows = dict(LedgerEntry.objects.order_by().values_list("kind").annotate(Sum("amount")))

        require_sums(found)
        assert found.total.balance.allocated == rows.get(EntryKind.ALLOCATION, 0)
        assert found.total.balance.committed == rows.get(EntryKind.COMMITMENT, 0)
        assert found.total.balance.disbursed == rows.get(EntryKind.DISBURSEMENT, 0)
        for number in (4, 5, 6):
            part = overview(planner, plan, OverviewFilter(strategy=number), TODAY)
            (line,) = [one for one in found.lines if one.strategy.number == number]
            require_sums(part)
            assert part.total.balance == line.total.balance
        transaction.set_rollback(True)
