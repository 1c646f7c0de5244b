"""What a result still lacks for more points: pure, exact."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from kpis.choices import Direction
from kpis.rules.criteria import SINGLE, Criterion, Policy, Tier, Value
from kpis.rules.scoring import score
from kpis.rules.total import weighted


@dataclass(frozen=True)
class Gap:
    """How far one figure is from its bound, in its own unit; always more than 0."""

    label: str
    distance: Fraction
    bound: Decimal


@dataclass(frozen=True)
class Lever:
    """The next tier: `gained` are the points more than now, `weighted` those in the total."""

    tier: Tier
    now: Fraction
    gained: Fraction
    weighted: Fraction
    gaps: tuple[Gap, ...]


def next_lever(
    criterion: Criterion, value: Value, weight: Decimal, policy: Policy
) -> Lever | None:
    """None where every tier is reached. Without a result the first tier is the next one."""
    scored = score(criterion, value, policy)
    now = Fraction(0) if scored.exact is None else scored.exact
    for tier in criterion.tiers:
        gained = Fraction(tier.points) - now
        if gained > 0:
            gaps = _gaps(criterion, tier, value)
            return Lever(tier, now, gained, weighted(gained, weight), gaps)
    return None


def _gaps(criterion: Criterion, tier: Tier, value: Value) -> tuple[Gap, ...]:
    """Without a result no distance is known."""
    if value is None:
        return ()
    given = value if isinstance(value, Mapping) else {SINGLE: value}
    found = []
    for each in tier.thresholds:
        if each.bound is None:
            continue
        distance = Fraction(each.bound) - Fraction(given[each.part])
        if criterion.direction == Direction.LOWER:
            distance = -distance
        if distance > 0:
            found.append(Gap(criterion.parts[each.part], distance, each.bound))
    return tuple(found)
