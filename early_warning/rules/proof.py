"""Was the warning right? Figures of those warned of and those not, a year later."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
YEAR = 365
"""Days after the day of the warning in which something counts."""


@dataclass(frozen=True, slots=True)
class Hits:
    """`hit` of `warned` and `missed` of `silent` had it; those of whom nobody knows are in none
    of the four. Shares are percent, lift is a factor, both with two decimals."""

    warned: int = 0
    hit: int = 0
    silent: int = 0
    missed: int = 0

    def __post_init__(self) -> None:
        if not (0 <= self.hit <= self.warned and 0 <= self.missed <= self.silent):
            raise ValueError("more had it than there were")

    def __add__(self, other: "Hits") -> "Hits":
        return Hits(
            self.warned + other.warned,
            self.hit + other.hit,
            self.silent + other.silent,
            self.missed + other.missed,
        )

    @property
    def precision(self) -> Decimal | None:
        """Of those warned of, how many had it; None where nobody was."""
        return _percent(self.hit, self.warned)

    @property
    def recall(self) -> Decimal | None:
        """Of those who had it, how many had been warned of; None where nobody had it."""
        return _percent(self.hit, self.hit + self.missed)

    @property
    def share_of_silent(self) -> Decimal | None:
        return _percent(self.missed, self.silent)

    @property
    def lift(self) -> Decimal | None:
        """How many times as often it happened to those warned of as to all; 1 is no better than
        chance. None where it happened to nobody or nobody was warned of."""
        everybody, had = self.warned + self.silent, self.hit + self.missed
        if not self.warned or not had:
            return None
        return _rounded(Decimal(self.hit * everybody) / (self.warned * had))


def last_day(day: date) -> date:
    return day + timedelta(days=YEAR)


def is_over(day: date, today: date) -> bool:
    """Whether the whole year after the day is known."""
    return last_day(day) < today


def _percent(part: int, whole: int) -> Decimal | None:
    return _rounded(Decimal(100 * part) / whole) if whole else None


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(CENT, ROUND_HALF_UP)
