"""Why those assessed are not higher: conditions not reached, points not earned.

The database groups equal facts; the criteria of the rule set judge each group once.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Avg, Count, DecimalField, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.db.models.lookups import LessThan

from coops import rules
from coops.choices import ConditionCode, DefectStatus, Standing, Tier
from coops.models import RuleSet
from coops.models.assessments import CONDITION_FACTS
from coops.rules.criteria import Criterion
from coops.selectors.analysis import AnalysisChoice, chosen_results
from coops.selectors.strength import Portion
from cpd_portal.core.models import User
from cpd_portal.thai.formatting import round_half_up


@dataclass(frozen=True)
class ConditionFailures:
    """How many of those assessed do not reach the bound of tier 1, and of tier 2."""

    code: ConditionCode
    tier_1: Portion
    tier_2: Portion


@dataclass(frozen=True)
class IndicatorLoss:
    """`mean` and `lost` are points on average of those assessed; `not_full` earn less than
    the maximum."""

    indicator: rules.Indicator
    mean: Decimal
    not_full: Portion

    @property
    def lost(self) -> Decimal:
        return self.indicator.maximum - self.mean


@dataclass(frozen=True)
class Failures:
    """Of one rule set. The population is those assessed, those that are not assessed and
    those whose facts are incomplete; every share here is of those assessed."""

    rule_set: rules.RuleSet
    population: int
    assessed: int
    unassessed: int
    incomplete: int
    conditions: list[ConditionFailures]
    indicators: list[IndicatorLoss]

    @property
    def title(self) -> str:
        sector = self.rule_set.sector
        return f"{self.rule_set.kind.label}{sector.label if sector else ''}"

    @property
    def most_lost(self) -> list[IndicatorLoss]:
        """The indicators by the points lost, the most first; equal ones as printed."""
        return sorted(self.indicators, key=lambda row: -row.lost)


def failures(user: User, choice: AnalysisChoice) -> list[Failures]:
    """One for every rule set with a population: cooperatives of both sectors have two."""
    rows = chosen_results(user, choice)
    groups = _grouped(rows, "tier", "unassessed_group", *CONDITION_FACTS)
    totals = _grouped(rows.filter(tier__isnull=False), "total")
    rule_sets = RuleSet.objects.filter(pk__in=groups).order_by("kind", "sector")
    return [
        _failures(rows.filter(rule_set=row), row.rules, groups[row.pk], totals.get(row.pk, []))
        for row in rule_sets
    ]


def _grouped(rows: QuerySet[Any], *columns: str) -> dict[int, list[dict[str, Any]]]:
    """Equal rows and how many there are of each, by rule set."""
    groups: dict[int, list[dict[str, Any]]] = {}
    counted = rows.order_by("rule_set").values("rule_set", *columns).annotate(n=Count("pk"))
    for row in counted:
        groups.setdefault(row["rule_set"], []).append(row)
    return groups


def _failures(
    rows: QuerySet[Any],
    rule_set: rules.RuleSet,
    groups: list[dict[str, Any]],
    totals: list[dict[str, Any]],
) -> Failures:
    judged = [(_facts(row), Decimal(0), row["n"]) for row in groups if row["tier"] is not None]
    summed = [(rules.Facts(Standing.OPERATING), row["total"], row["n"]) for row in totals]
    assessed = sum(count for _, _, count in judged)
    unassessed = sum(row["n"] for row in groups if row["unassessed_group"] is not None)
    population = sum(row["n"] for row in groups)
    return Failures(
        rule_set=rule_set,
        population=population,
        assessed=assessed,
        unassessed=unassessed,
        incomplete=population - assessed - unassessed,
        conditions=[
            _condition(row, summed if row.code == ConditionCode.TOTAL else judged, assessed)
            for row in rule_set.criteria
        ],
        indicators=list(_indicators(rows, rule_set, assessed)),
    )


def _facts(row: Mapping[str, Any]) -> rules.Facts:
    """What the conditions other than the total look at."""
    return rules.Facts(
        standing=Standing.OPERATING,
        defect_status=DefectStatus(row["defect_status"]) if row["defect_status"] else None,
        loss=rules.TwoYears(row["loss_latest"], row["loss_previous"]),
        allocated_and_paid=rules.TwoYears(row["allocated_latest"], row["allocated_previous"]),
        statement_days=row["statement_days"],
    )


def _condition(
    criterion: Criterion, groups: Iterable[tuple[rules.Facts, Decimal, int]], assessed: int
) -> ConditionFailures:
    failed = {Tier.ONE: 0, Tier.TWO: 0}
    for facts, total, count in groups:
        for tier in failed:
            failed[tier] += 0 if criterion.met(tier, facts, total) else count
    return ConditionFailures(
        code=criterion.code,
        tier_1=Portion.of(failed[Tier.ONE], assessed),
        tier_2=Portion.of(failed[Tier.TWO], assessed),
    )


def _indicators(
    rows: QuerySet[Any], rule_set: rules.RuleSet, assessed: int
) -> Iterator[IndicatorLoss]:
    """One query for all indicators; none where nobody is assessed."""
    if not assessed:
        return
    figures: dict[str, Any] = {}
    for number, row in enumerate(rule_set.indicators.values()):
        points = points_of(row.code)
        figures[f"mean_{number}"] = Avg(points)
        figures[f"less_{number}"] = Count("pk", filter=LessThan(points, row.maximum))
    found = rows.filter(tier__isnull=False).aggregate(**figures)
    for number, row in enumerate(rule_set.indicators.values()):
        mean = round_half_up(found[f"mean_{number}"] or Decimal(0), 2)
        yield IndicatorLoss(row, mean, Portion.of(found[f"less_{number}"], assessed))


def points_of(code: str) -> Cast:
    """The points of one indicator as a number."""
    return Cast(KeyTextTransform(code, "points"), DecimalField(max_digits=5, decimal_places=2))
