"""What a cooperative's answers say about its risk.

Each side of the risk is the share of the highest risk that its answers reach; the cooperative
is where its worst side is. A better side never hides a worse one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from early_warning.choices import OwnLevel, RiskAnswer, RiskSide

WEIGHTS = {RiskAnswer.LOW: 0, RiskAnswer.MEDIUM: 1, RiskAnswer.HIGH: 2}
HIGHEST = max(WEIGHTS.values())
CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Bounds:
    """Percent of the highest risk from which a side is medium or high."""

    medium_from: Decimal
    high_from: Decimal

    def level(self, percent: Decimal) -> OwnLevel:
        if percent >= self.high_from:
            return OwnLevel.HIGH
        return OwnLevel.MEDIUM if percent >= self.medium_from else OwnLevel.LOW


@dataclass(frozen=True, slots=True)
class SideView:
    """One side: `percent` of the highest risk, `answered` questions that concern it."""

    side: RiskSide
    percent: Decimal
    level: OwnLevel
    answered: int


@dataclass(frozen=True, slots=True)
class OwnView:
    """`percent` is over all answers and for sorting; the level is that of the worst side."""

    level: OwnLevel
    percent: Decimal
    sides: tuple[SideView, ...]


def own_view(
    answers: Mapping[str, RiskAnswer], sides: Mapping[str, RiskSide], bounds: Bounds
) -> OwnView | None:
    """`answers` and `sides` by question number. None where nothing concerns the cooperative."""
    views = tuple(
        view
        for side in RiskSide
        if (view := _side(side, [answers[n] for n in sides if sides[n] == side], bounds))
    )
    if not views:
        return None
    worst = max(views, key=lambda view: view.level.rank)
    return OwnView(worst.level, _percent([*answers.values()]), views)


def _side(side: RiskSide, answers: list[RiskAnswer], bounds: Bounds) -> SideView | None:
    counted = [answer for answer in answers if answer in WEIGHTS]
    if not counted:
        return None
    percent = _percent(counted)
    return SideView(side, percent, bounds.level(percent), len(counted))


def _percent(answers: list[RiskAnswer]) -> Decimal:
    """Rounded half up to two decimals before it is compared, as it is shown."""
    weights = [WEIGHTS[answer] for answer in answers if answer in WEIGHTS]
    share = Decimal(100 * sum(weights)) / (HIGHEST * len(weights))
    return share.quantize(CENT, ROUND_HALF_UP)
