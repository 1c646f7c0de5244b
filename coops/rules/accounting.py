"""Accounting years: each institution ends its own on another day of the year."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest

from cpd_portal.thai.calendar import BUDDHIST_OFFSET
from cpd_portal.thai.dates import format_date_long

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


@dataclass(frozen=True, slots=True)
class YearEndPeriod:
    """From `since` on (None: from the beginning) the accounting years end on this day."""

    since: date | None
    month: int
    day: int


def fiscal_year_of(accounting_year_end: date) -> int:
    """The B.E. fiscal year that assesses the accounting year ending on this day."""
    return accounting_year_end.year + BUDDHIST_OFFSET + (accounting_year_end.month >= FIRST_MONTH)


def window_words(fiscal_year: int) -> str:
    return f"เมษายน {fiscal_year - 1} ถึงมีนาคม {fiscal_year}"


def wrong_fiscal_year(fiscal_year: int, accounting_year_end: date) -> str | None:
    """Why a statement that ends on this day does not belong to the fiscal year."""
    belongs_to = fiscal_year_of(accounting_year_end)
    if belongs_to == fiscal_year:
        return None
    return (
        f"ปีบัญชีสิ้นสุด {format_date_long(accounting_year_end)} เป็นของปีงบประมาณ {belongs_to} "
        f"ไม่ใช่ {fiscal_year} เพราะปีงบประมาณ {fiscal_year} "
        f"ใช้ปีบัญชีที่สิ้นสุดตั้งแต่{window_words(fiscal_year)}"
    )


def year_ends_in(fiscal_year: int, periods: Sequence[YearEndPeriod]) -> tuple[date, ...]:
    """Every accounting year-end in the window of the fiscal year: one, unless the day changed.

    `periods` follow each other in time; each holds until the next begins.
    """
    found = []
    for period, following in zip_longest(periods, periods[1:]):
        day = accounting_year_end_in(fiscal_year, period.month, period.day)
        begun = period.since is None or day >= period.since
        ended = following is not None and following.since is not None and day >= following.since
        if begun and not ended:
            found.append(day)
    return tuple(found)
