"""Accounting years: each institution ends its own on another day of the year."""

from calendar import monthrange
from datetime import date

from cpd_portal.thai.calendar import BUDDHIST_OFFSET

FIRST_MONTH = 4
"""The assessment of fiscal year n looks at accounting years ending April n-1 to March n
(kpi_details_fy2567: April 2566 to March 2567 for 2567)."""


def accounting_year_end_in(fiscal_year: int, month: int, day: int) -> date:
    """The end of the accounting year that the B.E. fiscal year assesses.

    29 February means the last day of February, so it moves in common years.
    """
    year = fiscal_year - BUDDHIST_OFFSET - (1 if month >= FIRST_MONTH else 0)
    return date(year, month, min(day, monthrange(year, month)[1]))


def is_day_of_year(month: int, day: int) -> bool:
    """Whether the day exists, 29 February included."""
    leap_year = 2024
    return 1 <= month <= 12 and 1 <= day <= monthrange(leap_year, month)[1]
