"""Everything that pages of a whole year are made of, in six queries."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import JSONObject
from django.urls import reverse

from cpd_portal.core.choices import Round
from cpd_portal.core.models import User
from kpis.models import (
    BaselineValue,
    Criterion,
    EvaluatorScore,
    ForecastOverride,
    Kpi,
    Scorecard,
    ScoringPolicy,
)
from kpis.rules import Policy, half_up
from kpis.selectors.criteria import criteria_of, remember
from kpis.selectors.lines import Standing
from kpis.selectors.measured import Measured, measured_of_year
from kpis.selectors.results import Scored, scored_value, value_words
from kpis.selectors.stored import Counted, Key, ResultRow, counted_results
from kpis.selectors.together import rows_beside, rows_of

YEARLY, HALF = Round.TWELVE_MONTHS.value, Round.SIX_MONTHS.value


@dataclass(frozen=True)
class YearReading:
    """The KPIs carry `evaluated`, `series` (printed results by year) and `override`."""

    scorecard: Scorecard
    kpis: list[Kpi]
    policy: Policy
    criteria: Mapping[tuple[int, str], Criterion]
    results: Mapping[Key, Counted]
    live: Mapping[str, Measured]

    def yearly(self, kpi: Kpi) -> Criterion:
        criterion = self.criteria.get((kpi.pk, YEARLY))
        if criterion is None:
            raise ValueError(f"KPI {kpi.number} has no 12-month criteria")
        return criterion

    def counted(self, kpi: Kpi, round: str) -> Counted | None:
        return self.results.get((self.scorecard.fiscal_year, kpi.number, round))

    def weight(self, kpi: Kpi) -> Decimal:
        """A frozen result keeps the weight that it was frozen with."""
        counted = self.counted(kpi, YEARLY)
        return counted.weight if counted and counted.is_frozen else kpi.weight

    def standing(self, kpi: Kpi, round: str) -> Standing | None:
        """None without a stored result or criteria of that round."""
        counted = self.counted(kpi, round)
        criterion = self.criteria.get((kpi.pk, round))
        if counted is None or criterion is None:
            return None
        return standing_of(counted, criterion, self.policy)


def standing_of(counted: Counted, criterion: Criterion, policy: Policy) -> Standing:
    row = counted.row
    points: Scored | Counted = counted
    if not counted.is_frozen:
        points = scored_value(row.value, criterion, policy)
    is_single = row.value is not None and not isinstance(row.value, dict)
    return Standing(
        words=value_words(row.value, criterion),
        single=_single(row, criterion) if is_single else None,
        exact=points.exact,
        points=points.points,
        band=points.band,
        is_frozen=counted.is_frozen,
        state=row.state,
        under_appeal=counted.under_appeal,
        partial=row.partial,
        url=reverse("kpis:result", args=[row.fiscal_year, row.number, row.round]),
    )


def read_year(user: User, fiscal_year: int, as_of: date | None = None) -> YearReading | None:
    """None for a year without a scorecard. With a day, results as they stood at its end, read
    by the weights and criteria of now."""
    kpis = list(_kpis(user, fiscal_year))
    if not kpis:
        return None
    first: Any = kpis[0]
    scorecard: Scorecard = first.scorecard
    remember(scorecard, "policies", rows_of(ScoringPolicy, first.policy_rows))
    for kpi in kpis:
        kpi.scorecard = scorecard
    return YearReading(
        scorecard=scorecard,
        kpis=kpis,
        policy=scorecard.policy,
        criteria=criteria_of(kpis),
        results=counted_results(user, as_of=as_of),
        live=measured_of_year(fiscal_year, as_of),
    )


def _kpis(user: User, fiscal_year: int) -> Any:
    rows = Kpi.objects.visible_to(user).for_year(fiscal_year).select_related("group", "scorecard")
    evaluated = EvaluatorScore.objects.filter(kpi=OuterRef("pk"), round=YEARLY).values("score")
    printed = BaselineValue.objects.filter(
        row__kpi=OuterRef("pk"), row__is_headline=True, value__isnull=False
    )
    point = JSONObject(year=F("fiscal_year"), value=F("printed"))
    override = ForecastOverride.objects.filter(kpi=OuterRef("pk"))
    said = JSONObject(value=F("value"), reason=F("reason"), by=F("entered_by__full_name"))
    policies = ScoringPolicy.objects.filter(scorecard=OuterRef("scorecard")).order_by("position")
    return rows.annotate(
        evaluated=Subquery(evaluated),
        series=ArraySubquery(printed.order_by("fiscal_year").values(json=point)),
        override=Subquery(override.values(json=said)),
        policy_rows=rows_beside(policies),
    )


def _single(row: ResultRow, criterion: Criterion) -> Decimal:
    number = Decimal(str(row.value))
    return half_up(number, 2) if criterion.is_percent else number
