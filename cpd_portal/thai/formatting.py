"""Numbers as the portal shows them: thousands separated, minus U+2212, halves rounded up."""

from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from .spacing import NBSP

MINUS = "\u2212"
MILLION = Decimal(1_000_000)


def round_half_up(value: Decimal | int, places: int) -> Decimal:
    """Half away from zero, as Thai statistics are printed: 43.0778 -> 43.08."""
    return Decimal(value).quantize(_unit(places), rounding=ROUND_HALF_UP)


@cache
def _unit(places: int) -> Decimal:
    return Decimal(1).scaleb(-places)


def format_number(value: Decimal | int, places: int = 0) -> str:
    """1450000 -> "1,450,000"; a value that rounds to zero carries no minus."""
    rounded = round_half_up(value, places)
    sign = MINUS if rounded < 0 else ""
    return f"{sign}{abs(rounded):,.{places}f}"


def format_plain(value: Decimal | int) -> str:
    """With the decimals that the value has and no more: 7.50 -> "7.5", 79359.54 -> "79,359.54"."""
    exact = Decimal(value).normalize()
    sign = MINUS if exact < 0 else ""
    return f"{sign}{abs(exact):,f}"


def format_money(baht: Decimal | int) -> str:
    """Baht with satang: "1,450.00"."""
    return format_number(baht, 2)


def format_million_baht(baht: Decimal | int) -> str:
    """Baht shown in millions, without the unit: 25500000 -> "25.50"."""
    return format_number(Decimal(baht) / MILLION, 2)


def format_percent(value: Decimal | int) -> str:
    """In text: "ร้อยละ 45.00"; takes the percentage, not the fraction."""
    return f"ร้อยละ{NBSP}{format_number(value, 2)}"
