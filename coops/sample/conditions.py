"""The facts beside the points: years with a loss or without allocation, defects, statements.

For each outcome a few typical situations, with weights of our own. A "failed" year is a year
with a loss (cooperatives) or without allocation and payment of the profit (farmer groups).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import NamedTuple

from coops.choices import DefectStatus, Kind, Standing, Tier
from coops.rules import Facts, TwoYears
from coops.sample.branches import Branch

CLEAN = (DefectStatus.NONE,) * 9 + (DefectStatus.RESOLVED,)
WATCHED = (DefectStatus.RESOLVED_MONITORING,)
OPEN = (DefectStatus.IN_PROGRESS, DefectStatus.IN_PROGRESS, DefectStatus.NOT_STARTED)
ANY = CLEAN + WATCHED + OPEN


class Situation(NamedTuple):
    """`days`: fewest and most days until the statements of a farmer group are ready."""

    weight: int
    failed_latest: bool
    failed_previous: bool
    defects: tuple[DefectStatus, ...]
    days: tuple[int, int] = (8, 30)


SITUATIONS: Mapping[Kind, Mapping[Tier, tuple[Situation, ...]]] = {
    Kind.COOPERATIVE: {
        Tier.ONE: (Situation(1, False, False, CLEAN),),
        Tier.TWO: (
            Situation(80, False, False, CLEAN),
            Situation(9, False, True, CLEAN),
            Situation(11, False, False, WATCHED),
        ),
        Tier.THREE: (
            Situation(50, False, False, CLEAN),
            Situation(6, False, True, CLEAN),
            Situation(14, True, False, CLEAN),
            Situation(10, True, True, ANY),
            Situation(20, False, False, OPEN),
        ),
    },
    Kind.FARMER_GROUP: {
        Tier.ONE: (Situation(1, False, False, CLEAN),),
        Tier.TWO: (
            Situation(60, False, False, CLEAN),
            Situation(34, False, False, CLEAN, (31, 60)),
            Situation(6, False, False, WATCHED, (12, 60)),
        ),
        Tier.THREE: (
            Situation(20, False, False, CLEAN, (12, 60)),
            Situation(16, True, False, CLEAN, (15, 90)),
            Situation(6, False, True, CLEAN, (15, 90)),
            Situation(34, True, True, ANY, (20, 150)),
            Situation(18, False, False, CLEAN, (61, 190)),
            Situation(6, False, False, OPEN, (15, 90)),
        ),
    },
}


@dataclass(frozen=True, slots=True)
class Conditions:
    """`failed`: see above. `lost`: the result behind it; a farmer group that made a loss has
    nothing to allocate, one that did not allocate may still have earned something."""

    failed: TwoYears
    lost: TwoYears
    defect_status: DefectStatus
    days: int


def draw_conditions(kind: Kind, tier: Tier, before: Conditions | None, rng: Random) -> Conditions:
    """`before`: those of the year before, which fix the previous year; the first year has
    none."""
    situations = SITUATIONS[kind][tier]
    chosen = rng.choices(situations, weights=[row.weight for row in situations])[0]
    failed, lost = chosen.failed_previous, _lost(kind, chosen.failed_previous, rng)
    if before is not None:
        failed, lost = bool(before.failed.latest), bool(before.lost.latest)
    return Conditions(
        TwoYears(chosen.failed_latest, failed),
        TwoYears(_lost(kind, chosen.failed_latest, rng), lost),
        rng.choice(chosen.defects),
        rng.randint(*chosen.days),
    )


def facts_without_points(branch: Branch, conditions: Conditions) -> Facts:
    """What the classification of this kind looks at; the other kind's facts stay empty."""
    if branch.kind == Kind.COOPERATIVE:
        return Facts(
            standing=Standing.OPERATING,
            defect_status=conditions.defect_status,
            loss=conditions.failed,
        )
    failed = conditions.failed
    return Facts(
        standing=Standing.OPERATING,
        defect_status=conditions.defect_status,
        allocated_and_paid=TwoYears(not failed.latest, not failed.previous),
        statement_days=conditions.days,
    )


def _lost(kind: Kind, failed: bool, rng: Random) -> bool:
    return failed and (kind == Kind.COOPERATIVE or rng.random() < 0.6)
