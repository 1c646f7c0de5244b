"""Exact numbers: rounding half up and Thai display."""

from decimal import Decimal
from fractions import Fraction

from cpd_portal.thai.formatting import MINUS

LONGEST = 10
"""Decimals of a stored result: far beyond the two that percentages are rounded to."""


def half_up(number: Fraction | Decimal | int, places: int) -> Decimal:
    """The number to `places` decimals; a half goes away from zero."""
    exact = Fraction(number) * 10**places
    units, rest = divmod(abs(exact), 1)
    whole = units + (1 if rest >= Fraction(1, 2) else 0)
    sign = 1 if exact < 0 and whole else 0
    return Decimal((sign, Decimal(whole).as_tuple().digits, -places))


def shown(number: Fraction | Decimal | int, places: int | None = None) -> str:
    """For people: thousands separated, a true minus sign.

    Without `places` a decimal keeps the digits it was given, also as a fraction (up to ten); a
    value without a finite decimal form is shown to four places.
    """
    if places is not None:
        number = half_up(number, places)
    elif isinstance(number, Fraction):
        number = _decimal(number)
    return f"{number:,f}".replace("-", MINUS)


def _decimal(number: Fraction) -> Decimal:
    for places in range(LONGEST + 1):
        rounded = half_up(number, places)
        if Fraction(rounded) == number:
            return rounded
    return half_up(number, 4)
