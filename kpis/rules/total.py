"""The weighted total of a scorecard, its level, and what is still possible."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from kpis.choices import Level
from kpis.rules.criteria import Number, Policy
from kpis.rules.numbers import half_up


@dataclass(frozen=True)
class Total:
    """`exact` and `level` are None while a score is missing; `low` and `high` always hold.

    `earned` is the weighted sum of the scores that exist; all in points out of 100.
    """

    exact: Fraction | None
    earned: Fraction
    level: Level | None
    missing: tuple[int, ...]
    low: Fraction
    high: Fraction


def total(
    weights: Mapping[int, Decimal], scores: Mapping[int, Number | None], policy: Policy
) -> Total:
    """Sum of score × weight ÷ 100 over the KPIs of the scorecard (by number)."""
    missing = tuple(number for number in sorted(weights) if scores.get(number) is None)
    earned = sum(
        (
            weighted(points, weights[number])
            for number, points in scores.items()
            if points is not None
        ),
        Fraction(0),
    )
    open_points = sum((weighted(policy.cap, weights[number]) for number in missing), Fraction(0))
    exact = None if missing else earned
    level = None if exact is None else level_of(exact, policy)
    return Total(exact, earned, level, missing, earned, earned + open_points)


def weighted(points: Number, weight: Decimal) -> Fraction:
    return Fraction(points) * Fraction(weight) / 100


def level_of(points: Fraction, policy: Policy) -> Level:
    """By the total rounded as it is shown, so that 89.995 is a 90."""
    rounded = half_up(points, policy.score_places)
    for least, level in policy.levels:
        if rounded >= least:
            return level
    return Level.NEEDS_IMPROVEMENT
