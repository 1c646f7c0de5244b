"""What a round is scored by: tiers with thresholds, and the policies of the scorecard."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from kpis.choices import Band, Direction, Level, Method

Number = Decimal | Fraction | int
Value = Number | Mapping[str, Number] | None
SINGLE = "value"


@dataclass(frozen=True)
class Threshold:
    """One condition of a tier. Without `bound` every reported result meets it."""

    part: str
    bound: Decimal | None


@dataclass(frozen=True)
class Tier:
    points: int
    thresholds: tuple[Threshold, ...]

    @property
    def band(self) -> Band:
        return Band(str(self.points))

    @property
    def name(self) -> str:
        """In a sentence: "ขั้นมาตรฐาน"."""
        label = str(self.band.label)
        return label if label.startswith("ขั้น") else f"ขั้น{label}"

    @property
    def bound(self) -> Decimal:
        """The single bound of a linear round."""
        bound = self.thresholds[0].bound
        if bound is None:
            raise ValueError("a linear round needs a bound for every tier")
        return bound


@dataclass(frozen=True)
class Criterion:
    """The printed criteria of one KPI in one round, tiers in the order 50, 75, 100."""

    method: Method
    direction: Direction
    unit: str
    is_percent: bool
    tiers: tuple[Tier, ...]
    parts: Mapping[str, str]
    no_result_score: Decimal | None = None

    @property
    def is_composite(self) -> bool:
        return set(self.parts) != {SINGLE}


@dataclass(frozen=True)
class Policy:
    """Choices that the source does not print, stored with the scorecard.

    `levels`: least rounded total of each level, the best first; below all of them the result
    needs improvement.
    """

    version: str
    below_floor: Decimal
    cap: Decimal
    percent_places: int
    score_places: int
    levels: tuple[tuple[Decimal, Level], ...]
