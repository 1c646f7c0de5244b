"""Defects of an office or the country: ageing, time to close, amounts, recurrence."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Aggregate, Avg, Count, DurationField, F, Q, Sum

from cpd_portal.core.models import User
from cpd_portal.thai.fiscal import fiscal_year_bounds
from inspection.choices import Category
from inspection.defect_policies import (
    DefectPolicies,
    defect_policies,
    policies_told,
    with_policies,
)
from inspection.models import Defect
from inspection.models.defects import CURED
from inspection.querysets import DefectQuerySet

DAY = timedelta(days=1)
MOST_CLAUSES = 10
MILLION = Decimal(1_000_000)
TO_CLOSE = F("closed_on") - F("found_on")


class Median(Aggregate):
    """Half of the values are no greater."""

    function = "percentile_disc"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()


@dataclass(frozen=True)
class Bucket:
    """Open defects by days late, and their amounts in baht."""

    words: str
    count: int
    amount: Decimal | None


@dataclass(frozen=True)
class CategoryLine:
    """`days`: mean days from found to closed, of those closed in the year."""

    category: str
    open: int
    overdue: int
    amount: Decimal | None
    closed: int
    days: float | None
    recurring: int

    @property
    def label(self) -> str:
        return str(Category(self.category).label)


@dataclass(frozen=True)
class ClauseLine:
    """What is open about one clause, as it was written."""

    clause: str
    open: int
    overdue: int


@dataclass(frozen=True)
class OfficeLine:
    code: str
    name: str
    open: int
    overdue: int
    waiting: int
    closed: int


@dataclass(frozen=True)
class Overview:
    fiscal_year: int
    today: date
    policies: DefectPolicies
    buckets: list[Bucket]
    categories: list[CategoryLine]
    clauses: list[ClauseLine]
    offices: list[OfficeLine]
    median_days: int | None

    @property
    def open(self) -> int:
        return sum(line.open for line in self.categories)

    @property
    def overdue(self) -> int:
        return sum(line.overdue for line in self.categories)

    @property
    def closed(self) -> int:
        return sum(line.closed for line in self.categories)

    @property
    def recurring(self) -> int:
        return sum(line.recurring for line in self.categories)

    @property
    def millions(self) -> Decimal:
        """Of what is open, in million baht."""
        amounts = (line.amount or Decimal(0) for line in self.categories)
        return sum(amounts, Decimal(0)) / MILLION


def overview(user: User, office: str, fiscal_year: int, today: date) -> Overview:
    """Counting defects only, observations not. `office`: a code, "" is all in reach. Four
    queries; the policies come with the categories."""
    rows = Defect.objects.visible_to(user).counting()
    if office:
        rows = rows.filter(office__code=office)
    year = _closed_in(fiscal_year)
    counted = _by_category(rows, year, today)
    policies = policies_told(counted[0]["policies"]) if counted else defect_policies()
    buckets, median = _buckets(rows, year, today, policies.ageing)
    return Overview(
        fiscal_year,
        today,
        policies,
        buckets,
        list(_categories(counted)),
        list(_clauses(rows, today)) if counted else [],
        list(_offices(rows, year, today)) if counted else [],
        median.days if median is not None else None,
    )


def _closed_in(fiscal_year: int) -> Q:
    first, last = fiscal_year_bounds(fiscal_year)
    return Q(state__in=CURED, closed_on__range=(first, last))


def _late(today: date) -> Q:
    not_exempt = Q(exempt_until=None) | Q(exempt_until__lt=today)
    return ~Q(state__in=CURED) & not_exempt & Q(due_on__lt=today)


def _buckets(
    rows: DefectQuerySet, year: Q, today: date, ageing: Sequence[int]
) -> tuple[list[Bucket], timedelta | None]:
    """And within which time half of what was closed in the year was closed."""
    bounds = _bounds(today, ageing)
    asked: dict[str, Any] = {"median": Median(TO_CLOSE, filter=year)}
    for number, (_, condition) in enumerate(bounds):
        asked[f"count_{number}"] = Count("pk", filter=condition)
        asked[f"amount_{number}"] = Sum("amount", filter=condition)
    found = rows.aggregate(**asked)
    buckets = [
        Bucket(words, found[f"count_{number}"], found[f"amount_{number}"])
        for number, (words, _) in enumerate(bounds)
    ]
    return buckets, found["median"]


def _bounds(today: date, ageing: Sequence[int]) -> list[tuple[str, Q]]:
    late = _late(today)
    in_time = ~Q(state__in=CURED) & (Q(due_on__gte=today) | Q(exempt_until__gte=today))
    found = [("ยังไม่เกินกำหนดหรือผ่อนผัน", in_time)]
    after = 0
    for bound in ageing:
        span = (today - timedelta(days=bound), today - timedelta(days=after + 1))
        found.append((f"เกิน {after + 1}–{bound} วัน", late & Q(due_on__range=span)))
        after = bound
    beyond = late & Q(due_on__lt=today - timedelta(days=after))
    return [*found, (f"เกินกว่า {after} วัน", beyond)]


def _by_category(rows: DefectQuerySet, year: Q, today: date) -> list[dict[str, Any]]:
    is_open = ~Q(state__in=CURED)
    return list(
        rows.order_by()
        .values("category")
        .annotate(
            open_count=Count("pk", filter=is_open),
            overdue_count=Count("pk", filter=_late(today)),
            open_amount=Sum("amount", filter=is_open),
            closed_count=Count("pk", filter=year),
            days=Avg(TO_CLOSE, filter=year),
            recurring=Count("pk", filter=Q(recurs__isnull=False) & is_open),
            policies=with_policies(),
        )
    )


def _categories(found: Sequence[Mapping[str, Any]]) -> Iterator[CategoryLine]:
    by_category = {row["category"]: row for row in found}
    for category in Category.values:
        row = by_category.get(category)
        if row is not None:
            yield CategoryLine(
                category,
                row["open_count"],
                row["overdue_count"],
                row["open_amount"],
                row["closed_count"],
                row["days"] / DAY if row["days"] is not None else None,
                row["recurring"],
            )


def _clauses(rows: DefectQuerySet, today: date) -> Iterator[ClauseLine]:
    """The most frequent ones."""
    found = (
        rows.uncured()
        .exclude(clause="")
        .order_by()
        .values_list("clause")
        .annotate(number=Count("pk"), late=Count("pk", filter=_late(today)))
        .order_by("-number", "clause")
    )
    for clause, number, late in found[:MOST_CLAUSES]:
        yield ClauseLine(clause, number, late)


def _offices(rows: DefectQuerySet, year: Q, today: date) -> Iterator[OfficeLine]:
    is_open = ~Q(state__in=CURED)
    found = (
        rows.order_by()
        .values("office__code", "office__short_name")
        .annotate(
            open_count=Count("pk", filter=is_open),
            overdue_count=Count("pk", filter=_late(today)),
            waiting=Count("pk", filter=is_open & ~Q(proposed_state="")),
            closed_count=Count("pk", filter=year),
        )
        .order_by("-overdue_count", "office__name_sort")
    )
    for row in found:
        yield OfficeLine(
            row["office__code"],
            row["office__short_name"],
            row["open_count"],
            row["overdue_count"],
            row["waiting"],
            row["closed_count"],
        )
