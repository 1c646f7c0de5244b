"""Defects of an office or the country: ageing, time to close, amounts, recurrence."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Avg, Count, F, Q, Sum

from cpd_portal.core.models import User
from cpd_portal.thai.fiscal import fiscal_year_bounds
from inspection.choices import Category
from inspection.defect_policies import defect_policies
from inspection.models import Defect
from inspection.models.defects import CURED
from inspection.querysets import DefectQuerySet

DAY = timedelta(days=1)
MOST_CLAUSES = 10
MILLION = Decimal(1_000_000)
TO_CLOSE = F("closed_on") - F("found_on")


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
    """Counting defects only, observations not. `office`: a code, "" is all in reach. Five
    queries."""
    rows = Defect.objects.visible_to(user).counting()
    if office:
        rows = rows.filter(office__code=office)
    year = _closed_in(fiscal_year)
    return Overview(
        fiscal_year,
        today,
        list(_buckets(rows, today)),
        list(_categories(rows, year, today)),
        list(_clauses(rows, today)),
        list(_offices(rows, year, today)),
        _median_days(rows.filter(year)),
    )


def _closed_in(fiscal_year: int) -> Q:
    first, last = fiscal_year_bounds(fiscal_year)
    return Q(state__in=CURED, closed_on__range=(first, last))


def _late(today: date) -> Q:
    not_exempt = Q(exempt_until=None) | Q(exempt_until__lt=today)
    return ~Q(state__in=CURED) & not_exempt & Q(due_on__lt=today)


def _buckets(rows: DefectQuerySet, today: date) -> Iterator[Bucket]:
    bounds = _bounds(today)
    asked: dict[str, Any] = {}
    for number, (_, condition) in enumerate(bounds):
        asked[f"count_{number}"] = Count("pk", filter=condition)
        asked[f"amount_{number}"] = Sum("amount", filter=condition)
    found = rows.uncured().aggregate(**asked)
    for number, (words, _) in enumerate(bounds):
        yield Bucket(words, found[f"count_{number}"], found[f"amount_{number}"])


def _bounds(today: date) -> list[tuple[str, Q]]:
    late = _late(today)
    found = [("ยังไม่เกินกำหนดหรือผ่อนผัน", ~late)]
    after = 0
    for bound in defect_policies().ageing:
        span = (today - timedelta(days=bound), today - timedelta(days=after + 1))
        found.append((f"เกิน {after + 1}–{bound} วัน", late & Q(due_on__range=span)))
        after = bound
    beyond = late & Q(due_on__lt=today - timedelta(days=after))
    return [*found, (f"เกินกว่า {after} วัน", beyond)]


def _categories(rows: DefectQuerySet, year: Q, today: date) -> Iterator[CategoryLine]:
    is_open = ~Q(state__in=CURED)
    found = (
        rows.order_by()
        .values("category")
        .annotate(
            open_count=Count("pk", filter=is_open),
            overdue_count=Count("pk", filter=_late(today)),
            open_amount=Sum("amount", filter=is_open),
            closed_count=Count("pk", filter=year),
            days=Avg(TO_CLOSE, filter=year),
            recurring=Count("pk", filter=Q(recurs__isnull=False) & is_open),
        )
    )
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


def _median_days(rows: DefectQuerySet) -> int | None:
    """Half of what was closed took no longer."""
    days = sorted(took.days for (took,) in rows.order_by().values_list(TO_CLOSE))
    return days[(len(days) - 1) // 2] if days else None
