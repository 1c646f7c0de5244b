"""Shares of a population."""

from decimal import Decimal
from fractions import Fraction
from math import ceil

from kpis.rules.criteria import Policy


def share(count: int, population: int) -> Fraction:
    """Percent, exact."""
    return Fraction(count * 100, population)


def least_count(bound: Decimal, population: int, policy: Policy) -> int:
    """The smallest count whose share, rounded as percentages are, reaches `bound`."""
    half_step = Fraction(1, 2 * 10**policy.percent_places)
    return ceil((Fraction(bound) - half_step) * population / 100)
