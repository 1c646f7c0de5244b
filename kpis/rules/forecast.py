"""The expected result of the year from the results of earlier years: pure, exact, explained."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from kpis.choices import ForecastMethod
from kpis.rules.numbers import shown

Point = tuple[int, Decimal]
"""Fiscal year and result."""
LEAST_FOR_LINE = 3


@dataclass(frozen=True)
class Forecast:
    """`low` and `high` are as far away as the method was from the results that it knows; with
    one result only there is nothing to tell by, and they are the value itself."""

    value: Fraction
    low: Fraction
    high: Fraction
    method: ForecastMethod
    words: str


def forecast(points: Sequence[Point], fiscal_year: int, least: Decimal | None) -> Forecast | None:
    """None without any result. `least`: the smallest value that is possible."""
    known = sorted(points)
    if not known:
        return None
    if len(known) >= LEAST_FOR_LINE:
        found = _line(known, fiscal_year)
    elif len(known) == 2:
        found = _change(known, fiscal_year)
    else:
        year, last = known[0]
        words = f"ผลของปี {year} คือ {shown(last)} ใช้เป็นค่าที่คาด เพราะมีผลปีเดียว"
        value = Fraction(last)
        found = Forecast(value, value, value, ForecastMethod.LAST, words)
    return _at_least(found, least)


def _line(known: Sequence[Point], fiscal_year: int) -> Forecast:
    """The straight line of least squares through all results."""
    count = len(known)
    mean_year = Fraction(sum(year for year, _ in known), count)
    mean = sum((Fraction(value) for _, value in known), Fraction(0)) / count
    spread = sum(((year - mean_year) ** 2 for year, _ in known), Fraction(0))
    lean = sum(((y - mean_year) * (Fraction(v) - mean) for y, v in known), Fraction(0))
    slope = lean / spread
    away = max(abs(Fraction(v) - (mean + slope * (y - mean_year))) for y, v in known)
    value = mean + slope * (fiscal_year - mean_year)
    first, last = known[0][0], known[-1][0]
    words = (
        f"เส้นแนวโน้มจากผล {count} ปี ({first}–{last}) เปลี่ยนปีละ {shown(slope, 2)} "
        f"ช่วงคือระยะที่ผลเคยห่างจากเส้นมากที่สุด {shown(away, 2)}"
    )
    return Forecast(value, value - away, value + away, ForecastMethod.LINE, words)


def _change(known: Sequence[Point], fiscal_year: int) -> Forecast:
    """The last change goes on."""
    (before, first), (year, last) = known
    change = (Fraction(last) - Fraction(first)) / (year - before)
    value = Fraction(last) + change * (fiscal_year - year)
    away = abs(change)
    words = f"ผลปี {year} คือ {shown(last)} เปลี่ยนต่อปี {shown(change, 2)} เท่าเดิม ช่วงคือการเปลี่ยนหนึ่งปี"
    return Forecast(value, value - away, value + away, ForecastMethod.CHANGE, words)


def _at_least(found: Forecast, least: Decimal | None) -> Forecast:
    if least is None:
        return found
    value, low, high = (
        max(each, Fraction(least)) for each in (found.value, found.low, found.high)
    )
    return Forecast(value, low, high, found.method, found.words)
