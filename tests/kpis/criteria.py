"""The printed criteria as the pure rules take them, read from the reference files."""

from decimal import Decimal
from functools import cache

from cpd_portal.core.choices import Round
from kpis.choices import LEVEL_BOUNDS, PolicyCode
from kpis.loading import REFERENCE, YearFiles, read_year
from kpis.reference_schema import TIERS
from kpis.rules import Criterion, Policy, Score, Threshold, Tier, Value, score


@cache
def year() -> YearFiles:
    return read_year(REFERENCE / "2567")


@cache
def policy() -> Policy:
    scoring = year().scorecard.scoring
    values = {policy.code: policy.value for policy in scoring.policies}
    return Policy(
        version=scoring.version,
        below_floor=Decimal(values[PolicyCode.BELOW_FLOOR]),
        cap=Decimal(values[PolicyCode.CAP]),
        percent_places=int(values[PolicyCode.PERCENT_PLACES]),
        score_places=int(values[PolicyCode.SCORE_PLACES]),
        levels=tuple((Decimal(values[code]), level) for code, level in LEVEL_BOUNDS),
    )


@cache
def criterion(number: int, round: str = "12m") -> Criterion:
    kpi = year().kpis[number]
    file = kpi.criteria[Round(round)]
    tiers = tuple(
        Tier(points, tuple(Threshold(*pair) for pair in file.thresholds(points).items()))
        for points in TIERS
    )
    return Criterion(
        method=file.method,
        direction=kpi.direction_in(Round(round)),
        unit=file.unit,
        is_percent=file.percent,
        tiers=tiers,
        parts={part: names.label for part, names in file.described_parts.items()},
        no_result_score=file.no_result_score,
    )


def scored(number: int, value: Value | str, round: str = "12m") -> Score:
    result = Decimal(value) if isinstance(value, str) else value
    return score(criterion(number, round), result, policy())
