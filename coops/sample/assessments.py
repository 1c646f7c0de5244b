"""Points and conditions of an institution that the real classifier puts into a given tier."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random

from coops.choices import Standing, Tier
from coops.rules import Classification, Facts, RuleSet, classify
from coops.rules.criteria import TotalCriterion
from coops.sample.branches import Branch
from coops.sample.conditions import Conditions, draw_conditions, facts_without_points
from coops.sample.ladders import Levels, levels_for

FULL_MARKS = 200
LOWEST_TOTAL = 48
# The most of those who miss a better tier for another reason than points.
BLOCKED_CEILING = {Tier.TWO: 186, Tier.THREE: 158}
# How totals lie inside a tier's range: above 1 most are near its lower end.
SHAPE = {Tier.ONE: 1.8, Tier.TWO: 1.2, Tier.THREE: 0.7}
# How far an indicator lies from the institution's mean, and how far it moves in a year.
SPREAD_OF_POINTS = 0.16
YEARLY_SPREAD = 0.05
NEAR_ENOUGH = 2
TRIES = 20
HALVES = tuple(Decimal(n) / 2 for n in range(FULL_MARKS + 1))


class CannotReach(Exception):
    """No points under these conditions give the tier that is wanted."""


@dataclass(frozen=True, slots=True)
class Rules:
    """A rule set as the sample uses it; points are counted in halves."""

    branch: Branch
    rule_set: RuleSet
    maxima: Mapping[str, int]
    lowest: Mapping[Tier, int]

    @classmethod
    def of(cls, branch: Branch, rule_set: RuleSet) -> "Rules":
        total = next(c for c in rule_set.criteria if isinstance(c, TotalCriterion))
        lowest = {
            tier: int(bound.minimum * 2) + bound.strict for tier, bound in total.bounds.items()
        }
        maxima = {code: int(row.maximum * 2) for code, row in rule_set.indicators.items()}
        return cls(branch, rule_set, maxima, {**lowest, Tier.THREE: LOWEST_TOTAL})


@dataclass(frozen=True, slots=True)
class Assessed:
    """An operating institution's facts and the classifier's result. `conditions` also hold
    the results of the two years, which the statements follow."""

    facts: Facts
    conditions: Conditions
    result: Classification


def assess(
    tier: Tier, quality: float, rules: Rules, before: Assessed | None, rng: Random
) -> Assessed:
    """`quality`: 0 for the weakest of the tier to 1 for its strongest; `before`: the year
    before, where there was one. Raises CannotReach."""
    last = before.conditions if before else None
    leaning = _leaning(before, rules)
    for _ in range(TRIES):
        conditions = draw_conditions(rules.branch.kind, tier, last, rng)
        points = _points(tier, quality, rules, conditions, leaning, rng)
        if points is None:
            continue
        bare = facts_without_points(rules.branch, conditions)
        facts = replace(bare, points={code: HALVES[n] for code, n in points.items()})
        result = classify(facts, rules.rule_set)
        if result.tier == tier:
            return Assessed(facts, conditions, result)
    raise CannotReach(f"{rules.rule_set.identifier}: {tier.label}")


def unassessed(standing: Standing, rules: Rules) -> tuple[Facts, Classification]:
    facts = Facts(standing=standing)
    return facts, classify(facts, rules.rule_set)


def _points(
    tier: Tier,
    quality: float,
    rules: Rules,
    conditions: Conditions,
    leaning: Mapping[str, float] | None,
    rng: Random,
) -> dict[str, int] | None:
    """Half points by code, adding up to a total of the tier; None where none do."""
    bare = facts_without_points(rules.branch, conditions)
    if tier != Tier.THREE and _barred(tier, rules, bare):
        return None
    levels = levels_for(rules.branch, rules.maxima, conditions)
    lowest, highest = _total_range(tier, rules, bare)
    lowest = max(lowest, sum(row[0] for row in levels.values()))
    highest = min(highest, sum(row[-1] for row in levels.values()))
    if lowest > highest:
        return None
    place = min(max(rng.gauss(quality, 0.1), 0.0), 1.0) ** SHAPE[tier]
    goal = round(lowest + (highest - lowest) * place)
    chosen = _first_draw(levels, goal, leaning, rng)
    return _adjusted(chosen, levels, (lowest, goal, highest), rng)


def _total_range(tier: Tier, rules: Rules, bare: Facts) -> tuple[int, int]:
    """Totals that give the tier: below the better tier, unless another fact bars that."""
    if tier == Tier.ONE:
        return rules.lowest[tier], FULL_MARKS
    better = Tier(tier - 1)
    if _barred(better, rules, bare):
        return rules.lowest[tier], BLOCKED_CEILING[tier]
    return rules.lowest[tier], rules.lowest[better] - 1


def _barred(tier: Tier, rules: Rules, bare: Facts) -> bool:
    """Whether the facts keep the institution out of the tier, whatever its points."""
    return not all(
        criterion.met(tier, bare, HALVES[FULL_MARKS]) for criterion in rules.rule_set.criteria
    )


def _leaning(before: Assessed | None, rules: Rules) -> dict[str, float] | None:
    """How far each indicator lay from the mean share of points in the year before."""
    if before is None:
        return None
    shares = {code: float(n) * 2 / rules.maxima[code] for code, n in before.facts.points.items()}
    mean = sum(shares.values()) / len(shares)
    return {code: share - mean for code, share in shares.items()}


def _first_draw(
    levels: Mapping[str, Levels], goal: int, leaning: Mapping[str, float] | None, rng: Random
) -> dict[str, int]:
    """Every open indicator near the same share of its maximum, or as it lay the year before;
    positions in the levels."""
    decided = sum(row[0] for row in levels.values() if len(row) == 1)
    most = sum(row[-1] for row in levels.values() if len(row) > 1)
    mean = (goal - decided) / most if most else 0.0
    spread = YEARLY_SPREAD if leaning else SPREAD_OF_POINTS
    chosen = {}
    for code, row in levels.items():
        share = rng.gauss(mean + leaning[code] if leaning else mean, spread)
        chosen[code] = min(max(round(share * (len(row) - 1)), 0), len(row) - 1)
    return chosen


def _adjusted(
    chosen: dict[str, int],
    levels: Mapping[str, Levels],
    bounds: tuple[int, int, int],
    rng: Random,
) -> dict[str, int] | None:
    """Single steps up or down until the total is near the goal and inside the bounds."""
    lowest, goal, highest = bounds
    total = sum(levels[code][place] for code, place in chosen.items())
    codes = [code for code, row in levels.items() if len(row) > 1]
    for _ in range(FULL_MARKS * 2):
        if lowest <= total <= highest and abs(total - goal) <= NEAR_ENOUGH:
            return {code: levels[code][place] for code, place in chosen.items()}
        code = rng.choice(codes)
        place = chosen[code] + (1 if total < goal else -1)
        if 0 <= place < len(levels[code]):
            total += levels[code][place] - levels[code][chosen[code]]
            chosen[code] = place
    return None
