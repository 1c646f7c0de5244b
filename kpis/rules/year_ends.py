"""The accounting year-ends that a round looks at: months from April to March, those up to
December of the calendar year before the fiscal year's."""

import calendar
from datetime import date

from cpd_portal.thai.calendar import to_gregorian_year

FIRST_MONTH = 4
"""The accounting years of a fiscal year end from April on (kpi_details_fy2567, 325)."""


def is_year_end_span(first: int, last: int) -> bool:
    """Whether `last` does not come before `first`, counted from April."""
    return _place(first) <= _place(last)


def year_end_span(fiscal_year: int, first: int, last: int) -> list[date]:
    """The last day of every month of the span; `fiscal_year` is a B.E. year."""
    places = range(_place(first), _place(last) + 1)
    return [_last_day(fiscal_year, (place + FIRST_MONTH - 1) % 12 + 1) for place in places]


def _place(month: int) -> int:
    """0 for April, 11 for March."""
    return (month - FIRST_MONTH) % 12


def _last_day(fiscal_year: int, month: int) -> date:
    year = to_gregorian_year(fiscal_year) - (month >= FIRST_MONTH)
    return date(year, month, calendar.monthrange(year, month)[1])
