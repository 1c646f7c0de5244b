"""What a computed result is made of: every value that went into it, and where it came from."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from kpis.rules.criteria import Value
from kpis.rules.numbers import LONGEST, half_up


@dataclass(frozen=True)
class Input:
    """`value` is None where the value is not available: that is never 0."""

    name: str
    value: Decimal | None
    unit: str
    source: str


@dataclass(frozen=True)
class Computed:
    """`partial`: something that belongs to the result is not available, and left out. `parts`
    holds the figures of composite criteria, whose `value` is None."""

    value: Decimal | None
    inputs: tuple[Input, ...]
    partial: bool
    notes: tuple[str, ...]
    parts: tuple[tuple[str, Decimal], ...] = ()

    @property
    def scored(self) -> Value:
        """As the scoring takes it."""
        return dict(self.parts) if self.parts else self.value


def stored(number: Fraction) -> Decimal:
    """An exact result as it can be kept."""
    return half_up(number, LONGEST)


def counted(number: int, inputs: tuple[Input, ...], *notes: str) -> Computed:
    """A result that is a count, with nothing left out."""
    return Computed(Decimal(number), inputs, False, notes)
