"""What becomes of an institution from one year to the next: shares of our own."""

from collections.abc import Mapping
from random import Random

from coops.choices import Kind, Standing
from coops.sample.assessments import Assessed, CannotReach, Rules, assess
from coops.sample.outcomes import Outcome

# Per mille, in the order of Outcome: tiers 1, 2, 3, groups 1, 2.
Shares = tuple[int, int, int, int, int]
TRANSITIONS: Mapping[Kind, Mapping[Outcome, Shares]] = {
    Kind.COOPERATIVE: {
        Outcome.TIER_1: (860, 110, 30, 0, 0),
        Outcome.TIER_2: (70, 780, 150, 0, 0),
        Outcome.TIER_3: (5, 130, 850, 10, 5),
        Outcome.UNASSESSED_1: (0, 0, 300, 500, 200),
        Outcome.UNASSESSED_2: (0, 0, 0, 0, 1000),
    },
    Kind.FARMER_GROUP: {
        Outcome.TIER_1: (800, 170, 30, 0, 0),
        Outcome.TIER_2: (20, 830, 150, 0, 0),
        Outcome.TIER_3: (0, 180, 805, 10, 5),
        Outcome.UNASSESSED_1: (0, 0, 300, 500, 200),
        Outcome.UNASSESSED_2: (0, 0, 0, 0, 1000),
    },
}
NEW_ONE_IN = 3
STRUCK_OFF_ONE_IN = 3
DRIFT = 0.15


def next_outcome(kind: Kind, outcome: Outcome, rng: Random) -> Outcome:
    return rng.choices(list(Outcome), weights=TRANSITIONS[kind][outcome])[0]


def standing_for(outcome: Outcome, before: Standing | None, rng: Random) -> Standing:
    """`before`: the standing of the year before. Struck off stays struck off."""
    if outcome == Outcome.UNASSESSED_1:
        if before == Standing.SUSPENDED or before == Standing.OPERATING:
            return Standing.SUSPENDED
        return Standing.NEW if rng.randrange(NEW_ONE_IN) == 0 else Standing.SUSPENDED
    if outcome == Outcome.UNASSESSED_2:
        gone = before == Standing.STRUCK_OFF or rng.randrange(STRUCK_OFF_ONE_IN) == 0
        return Standing.STRUCK_OFF if gone else Standing.DISSOLVED
    return Standing.OPERATING


def next_quality(outcome: Outcome, before: Outcome, quality: float, rng: Random) -> float:
    """Who has just come up is near the bottom of the new tier, who fell near its top."""
    if outcome < before:
        quality = 0.15
    elif outcome > before:
        quality = 0.85
    return min(max(rng.gauss(quality, DRIFT), 0.0), 1.0)


def assess_next(
    outcome: Outcome, quality: float, rules: Rules, before: Assessed | None, rng: Random
) -> Assessed:
    """In the tier of the outcome, or the next lower one where last year's loss, or profit that
    was not allocated, bars it."""
    tier = outcome.tier
    if tier is None:
        raise ValueError(f"{outcome} is no tier")
    try:
        return assess(tier, quality, rules, before, rng)
    except CannotReach:
        lower = Outcome(f"tier_{tier + 1}")
        return assess_next(lower, quality, rules, before, rng)
