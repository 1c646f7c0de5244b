"""The facts of one institution and year that the classification looks at."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache

from coops.choices import DefectStatus, Standing, Year


@lru_cache(maxsize=16_384)
def plain(value: Decimal) -> str:
    """A decimal as text without exponent or trailing zeros: 30, 82.5.

    Remembered: a nation's points are few different numbers, printed some 400,000 times.
    """
    return format(value.normalize(), "f")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one value: JSON pointer of the value and a Thai message."""

    pointer: str
    message: str


@dataclass(frozen=True, slots=True)
class TwoYears:
    """A yes/no fact of the two accounting years; None where it is not entered yet."""

    latest: bool | None = None
    previous: bool | None = None

    def of(self, year: Year) -> bool | None:
        return self.latest if year == Year.LATEST else self.previous


@dataclass(frozen=True, slots=True)
class Facts:
    """None = not entered yet; a fact that the kind does not need stays None."""

    standing: Standing
    points: Mapping[str, Decimal] = field(default_factory=dict)
    defect_status: DefectStatus | None = None
    loss: TwoYears = TwoYears()
    allocated_and_paid: TwoYears = TwoYears()
    statement_days: int | None = None


def stored_points(points: Mapping[str, str]) -> dict[str, Decimal]:
    """Points as they are kept, {"1.1": "15"}, as numbers; they were checked when stored."""
    return {code: Decimal(value) for code, value in points.items()}
