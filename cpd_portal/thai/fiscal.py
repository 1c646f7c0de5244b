"""The Thai government fiscal year: year n (B.E.) runs from 1 October n-1 to 30 September n."""

from datetime import date, timedelta

from .calendar import BUDDHIST_OFFSET
from .spacing import NBSP

FIRST_MONTH = 10
MONTHS_PER_QUARTER = 3


def fiscal_year_of(day: date) -> int:
    """The B.E. fiscal year that holds the day."""
    later = 1 if day.month >= FIRST_MONTH else 0
    return day.year + BUDDHIST_OFFSET + later


def quarter_of(day: date) -> int:
    """Quarter 1 to 4 of the fiscal year; October to December is quarter 1."""
    return (day.month - FIRST_MONTH) % 12 // MONTHS_PER_QUARTER + 1


def fiscal_year_bounds(fiscal_year: int) -> tuple[date, date]:
    """First and last day of a B.E. fiscal year, both inclusive."""
    year = fiscal_year - BUDDHIST_OFFSET
    return date(year - 1, FIRST_MONTH, 1), date(year, FIRST_MONTH, 1) - timedelta(days=1)


def quarter_bounds(fiscal_year: int, quarter: int) -> tuple[date, date]:
    """First and last day of a quarter of a B.E. fiscal year, both inclusive."""
    if quarter not in {1, 2, 3, 4}:
        raise ValueError(f"ไตรมาสต้องเป็น 1 ถึง 4 (ได้ {quarter})")
    first = _quarter_start(fiscal_year, quarter)
    following = (
        _quarter_start(fiscal_year, quarter + 1)
        if quarter < 4
        else _quarter_start(fiscal_year + 1, 1)
    )
    return first, following - timedelta(days=1)


def fiscal_year_label(fiscal_year: int) -> str:
    return f"ปีงบประมาณ{NBSP}{fiscal_year}"


def _quarter_start(fiscal_year: int, quarter: int) -> date:
    year = fiscal_year - BUDDHIST_OFFSET
    if quarter == 1:
        return date(year - 1, FIRST_MONTH, 1)
    return date(year, (quarter - 2) * MONTHS_PER_QUARTER + 1, 1)
