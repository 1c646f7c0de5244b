"""Which days belong to a month, and how far away a day is."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from cpd_portal.thai.dates import format_date_long

MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
FIRST_YEAR, LAST_YEAR = 2000, 2198
LOOK_BACK = 365
"""Days that a list of what is late looks back."""
SOON = 7
"""Days before its day in which a clock is marked."""


@dataclass(frozen=True, slots=True)
class Span:
    """From the first to the last day, both inside."""

    first: date
    last: date

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


def month_span(month: str, today: date) -> Span:
    """`month` as "2026-11"; what is no month is the month of today."""
    found = MONTH.fullmatch(month)
    year, number = (int(part) for part in found.groups()) if found else (today.year, today.month)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        year, number = today.year, today.month
    return Span(date(year, number, 1), date(year, number, monthrange(year, number)[1]))


def late_span(today: date) -> Span:
    return Span(today - timedelta(days=LOOK_BACK), today - timedelta(days=1))


def months_around(today: date, before: int, after: int) -> list[tuple[str, str]]:
    """Each month as "2026-11" and in words, from `before` months ago on."""
    counted = today.year * 12 + today.month - 1
    days = [date(n // 12, n % 12 + 1, 1) for n in range(counted - before, counted + after + 1)]
    return [(f"{day:%Y-%m}", format_date_long(day).split(maxsplit=1)[1]) for day in days]


def days_words(day: date, today: date) -> str:
    left = (day - today).days
    if left < 0:
        return f"เกิน {-left:,} วัน"
    return f"เหลือ {left:,} วัน" if left else "ครบกำหนดวันนี้"
