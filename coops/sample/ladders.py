"""The points that an indicator can earn in the sample, in half points.

The ladder inside an indicator is not printed in the sources; these steps are the sample's own
and no rule. What the facts decide (defects, losses, allocation, statements) follows the facts,
so that points and conditions never contradict each other.
"""

from collections.abc import Mapping
from functools import cache

from coops.choices import DefectStatus, Kind
from coops.sample.branches import Branch
from coops.sample.conditions import Conditions

Levels = tuple[int, ...]

DEFECT_SHARES = {
    DefectStatus.NONE: 1.0,
    DefectStatus.RESOLVED: 1.0,
    DefectStatus.RESOLVED_MONITORING: 0.6,
    DefectStatus.IN_PROGRESS: 0.2,
    DefectStatus.NOT_STARTED: 0.0,
}
# Share of the points by number of failed years, and by days until the statements are ready.
FAILED_SHARES = (1.0, 0.5, 0.0)
DAYS_SHARES = ((30, 1.0), (60, 0.7), (150, 0.4))
# Steps of an indicator; those of dimension 2 go by half points, control grades by whole ones.
STEPS: Mapping[Kind, Mapping[str, int]] = {
    Kind.COOPERATIVE: {"1.1": 10, "1.2": 2, "1.3": 5, "4.3": 1, "4.4": 2},
    Kind.FARMER_GROUP: {"1.1": 10, "1.3": 3, "4.3": 1, "4.4": 2},
}
BUSINESS_COUNT = "1.3"
RETURN_ON_ASSETS = "2.3"
EXPENSE_RATIO = "2.4"


def levels_for(
    branch: Branch, maxima: Mapping[str, int], conditions: Conditions
) -> dict[str, Levels]:
    """By indicator code the levels that these facts leave open, rising; one where the facts
    decide. `maxima` in half points."""
    decided = _decided(branch.kind, conditions)
    lost = bool(conditions.lost.latest)
    years_lost = _failed_years(conditions)
    return {
        code: (round(maximum * decided[code]),)
        if code in decided
        else _open_levels(branch.kind, code, maximum, lost, years_lost)
        for code, maximum in maxima.items()
    }


def _decided(kind: Kind, conditions: Conditions) -> dict[str, float]:
    """Share of the points of the indicators that follow from the facts."""
    defects = DEFECT_SHARES[conditions.defect_status]
    failed = FAILED_SHARES[_failed_years(conditions)]
    if kind == Kind.COOPERATIVE:
        return {"4.1": defects, "4.2": failed}
    return {"1.2": failed, "4.1": defects, "4.2": _days_share(conditions.days)}


def _failed_years(conditions: Conditions) -> int:
    return bool(conditions.failed.latest) + bool(conditions.failed.previous)


def _days_share(days: int) -> float:
    return next((share for within, share in DAYS_SHARES if days <= within), 0.0)


@cache
def _open_levels(kind: Kind, code: str, maximum: int, lost: bool, failed_years: int) -> Levels:
    """A loss leaves nothing for the return on assets and little for the expense ratio;
    a cooperative cannot have allocated the profit of a year that had none."""
    default = maximum if code.startswith("2.") else maximum // 2
    steps = STEPS[kind].get(code, default)
    levels = tuple(maximum * step // steps for step in range(steps + 1))
    if code == BUSINESS_COUNT:
        return levels[1:]
    if code == RETURN_ON_ASSETS:
        return levels[:1] if lost else levels[1:]
    if code == EXPENSE_RATIO and lost:
        return levels[:3]
    if code == "1.2":
        return levels[: 3 - failed_years]
    return levels
