"""The stored results of all years, light enough for one query of the scorecard page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from django.db.models import BooleanField, Case, F, OuterRef, Subquery, Value, When
from django.db.models.fields.json import KeyTextTransform, KeyTransform

from cpd_portal.core.models import Submission, User
from cpd_portal.core.past import end_of, events_until
from kpis.choices import Band
from kpis.models import Kpi, KpiResult
from kpis.rules import half_up

Key = tuple[int, int, str]
"""Fiscal year, number of the KPI, round."""


class ResultRow(NamedTuple):
    """One attempt; the last four come from the stamp of a frozen one."""

    fiscal_year: int
    number: int
    round: str
    attempt: int
    value: object
    partial: bool
    state: str
    is_frozen: bool
    exact: str | None
    points: str | None
    band: str | None
    weight: str | None


@dataclass(frozen=True)
class Counted:
    """What counts of a KPI in a round: the newest frozen attempt, else the open one.
    `under_appeal`: another attempt is on its way beside the frozen one."""

    row: ResultRow
    under_appeal: bool

    @property
    def is_frozen(self) -> bool:
        return self.row.is_frozen

    @property
    def exact(self) -> Fraction | None:
        return None if self.row.exact is None else Fraction(self.row.exact)

    @property
    def points(self) -> Decimal | None:
        return None if self.row.points is None else Decimal(self.row.points)

    @property
    def band(self) -> Band | None:
        return Band(self.row.band) if self.row.band else None

    @property
    def weight(self) -> Decimal:
        return Decimal(self.row.weight or 0)


def counted_results(
    user: User, kpi: Kpi | None = None, as_of: date | None = None
) -> dict[Key, Counted]:
    """Of every year, or of one KPI: one query. With a day, as they stood at its end."""
    score = KeyTransform("score", "stamp")
    weight = KeyTextTransform("weight", KeyTransform("kpi", "stamp"))
    frozen = Case(
        When(frozen_at=None, then=Value(False)), default=Value(True), output_field=BooleanField()
    )
    rows = _rows(user, as_of).order_by("attempt")
    if kpi is not None:
        rows = rows.filter(kpi=kpi)
    found: dict[Key, list[ResultRow]] = {}
    for values in rows.values_list(
        "kpi__scorecard__fiscal_year",
        "kpi__number",
        "round",
        "attempt",
        "value",
        "partial",
        "way",
        frozen,
        KeyTextTransform("exact", score),
        KeyTextTransform("shown", score),
        KeyTextTransform("band", score),
        weight,
    ):
        row = ResultRow(*values)
        found.setdefault((row.fiscal_year, row.number, row.round), []).append(row)
    return {key: _counted(attempts) for key, attempts in found.items()}


def _rows(user: User, as_of: date | None) -> Any:
    """Results, or their events; `way` is how far their form had come."""
    if as_of is None:
        return KpiResult.objects.visible_to(user).annotate(way=F("submission__state"))
    forms = Submission.pgh_event_model.objects.filter(  # type: ignore[attr-defined]
        pgh_obj=OuterRef("submission"), pgh_created_at__lt=end_of(as_of)
    )
    newest = forms.order_by("-pgh_created_at", "-pgh_id").values("state")[:1]
    return events_until(KpiResult, as_of).annotate(way=Subquery(newest))


@dataclass(frozen=True)
class YearTotal:
    """Weighted points of the frozen results of a year's round, and the weight that they have."""

    fiscal_year: int
    earned: Fraction
    weight: Decimal
    count: int

    @property
    def shown(self) -> Decimal:
        return half_up(self.earned, 2)


def frozen_totals(results: Mapping[Key, Counted], round: str) -> list[YearTotal]:
    """The years with frozen results, the oldest first."""
    years: dict[int, list[Counted]] = {}
    for (year, _, found), counted in results.items():
        if found == round and counted.is_frozen and counted.exact is not None:
            years.setdefault(year, []).append(counted)
    return [_total(year, years[year]) for year in sorted(years)]


def _total(year: int, counted: Iterable[Counted]) -> YearTotal:
    rows = list(counted)
    earned = sum((each.exact or 0) * Fraction(each.weight) / 100 for each in rows)
    weight = sum((each.weight for each in rows), Decimal(0))
    return YearTotal(year, Fraction(earned), weight, len(rows))


def _counted(attempts: list[ResultRow]) -> Counted:
    frozen = [row for row in attempts if row.is_frozen]
    counted = frozen[-1] if frozen else attempts[-1]
    return Counted(counted, under_appeal=counted.attempt != attempts[-1].attempt)
