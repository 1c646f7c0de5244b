"""Balances of projects, units, years and quarters: a few sums, never every row."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from strategy.choices import EntryKind
from strategy.models import LedgerEntry, LedgerSum, Plan, Project
from strategy.rules.money import Balance, balance_of

ZERO = Decimal(0)


def balance(project: Project, unit_id: int, fiscal_year: int) -> Balance:
    """Of one unit's money for one project in one year."""
    rows = LedgerSum.objects.filter(project=project, unit=unit_id, fiscal_year=fiscal_year)
    return balance_of(rows.values_list("kind", "amount", "settled"))


def balances_by(rows: "QuerySet[LedgerSum]", *keys: str) -> dict[tuple[Any, ...], Balance]:
    """The balance of each combination of `keys`, in one query."""
    sums = (
        rows.order_by()
        .values_list(*keys, "kind")
        .annotate(amount_sum=Sum("amount"), settled_sum=Sum("settled"))
    )
    found: dict[tuple[Any, ...], Balance] = {}
    for *key, kind, amount, settled in sums:
        one = balance_of([(kind, amount, settled)])
        found[tuple(key)] = found.get(tuple(key), Balance()) + one
    return found


def plan_sums(plan: Plan) -> "QuerySet[LedgerSum]":
    """Of the plan's projects; the year after the last holds what was carried over."""
    return LedgerSum.objects.filter(project__strategy__plan=plan)


def total(balances: Iterable[Balance]) -> Balance:
    return sum(balances, Balance())


def outstanding_of(commitment: LedgerEntry) -> Decimal:
    """What of a commitment is neither paid nor taken back."""
    taken_back = commitment.reversals.aggregate(sum=Sum("amount"))["sum"] or ZERO
    paid = LedgerEntry.objects.all().payments_of(commitment).aggregate(sum=Sum("amount"))["sum"]
    return commitment.amount + taken_back - (paid or ZERO)


def left_of(entry: LedgerEntry) -> Decimal:
    """What of a row was not taken back yet."""
    taken_back: Decimal = entry.reversals.aggregate(sum=Sum("amount"))["sum"] or ZERO
    return entry.amount + taken_back


def open_commitments(
    project: Project, unit_ids: Sequence[int]
) -> list[tuple[LedgerEntry, Decimal]]:
    """The commitments with something left to pay, and what."""
    rows = LedgerEntry.objects.filter(project=project, unit__in=unit_ids)
    ordered = rows.select_related("unit").order_by("fiscal_year", "occurred_on", "pk")
    return [(row, left) for row, left in commitments_left(ordered) if left > 0]


def commitments_left(rows: "QuerySet[LedgerEntry]") -> list[tuple[LedgerEntry, Decimal]]:
    """The commitments among the rows, each with what is neither paid nor taken back."""
    commitments: QuerySet[Any] = rows.filter(kind=EntryKind.COMMITMENT, reverses=None).annotate(
        paid=_sum_of("commitment"), taken_back=_sum_of("reverses")
    )
    return [(row, row.amount + row.taken_back - row.paid) for row in commitments]


def _sum_of(reference: str) -> Coalesce:
    """The sum of the rows that name this row."""
    rows = LedgerEntry.objects.filter(**{reference: OuterRef("pk")}).order_by()
    sums = rows.values(reference).annotate(whole=Sum("amount")).values("whole")
    return Coalesce(Subquery(sums), ZERO)
