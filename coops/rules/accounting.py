"""Accounting years: each institution ends its own on another day of the year."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from coops.rules.register import Change, value_then
from cpd_portal.thai.calendar import BUDDHIST_OFFSET, MONTHS
from cpd_portal.thai.dates import format_date_long

MonthDay = tuple[int, int]

FIRST_MONTH = 4
"""The assessment of fiscal year n looks at accounting years ending April n-1 to March n
(kpi_details_fy2567: April 2566 to March 2567 for 2567)."""


def accounting_year_end_in(fiscal_year: int, month: int, day: int) -> date:
    """The end of the accounting year that the B.E. fiscal year assesses.

    29 February means the last day of February, so it moves in common years.
    """
    year = fiscal_year - BUDDHIST_OFFSET - (1 if month >= FIRST_MONTH else 0)
    return date(year, month, min(day, monthrange(year, month)[1]))


def last_year_end(today: date, month: int, day: int) -> date:
    """The last end of an accounting year on or before the day."""
    year = fiscal_year_of(today) + 1
    ends = (accounting_year_end_in(one, month, day) for one in (year, year - 1, year - 2))
    return next(end for end in ends if end <= today)


def is_day_of_year(month: int, day: int) -> bool:
    """Whether the day exists, 29 February included."""
    leap_year = 2024
    return 1 <= month <= 12 and 1 <= day <= monthrange(leap_year, month)[1]


def window_of(fiscal_year: int) -> tuple[date, date]:
    """First and last day on which an accounting year that the B.E. fiscal year assesses may
    end."""
    year = fiscal_year - BUDDHIST_OFFSET
    return date(year - 1, FIRST_MONTH, 1), date(year, FIRST_MONTH - 1, 31)


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


@dataclass(frozen=True, slots=True)
class YearEnds:
    """What is known of the accounting year that a fiscal year assesses: the year-ends in its
    window by the register, and the one that was decided on, if any."""

    fiscal_year: int
    found: Sequence[date]
    decided: date | None = None

    @property
    def counts(self) -> date | None:
        """None: two year-ends or none, and nobody has decided."""
        if self.decided is not None:
            return self.decided
        return self.found[0] if len(self.found) == 1 else None

    @property
    def undecided_because(self) -> str:
        """Why somebody has to decide; "" where the year-end is clear."""
        if self.counts is not None:
            return ""
        year = self.fiscal_year
        if not self.found:
            return (
                f"ไม่มีปีบัญชีที่สิ้นสุดในช่วงของปีงบประมาณ {year} ({window_words(year)}) เพราะเปลี่ยนวันสิ้นปีบัญชี"
            )
        ends = " และ ".join(format_date_long(end) for end in self.found)
        return f"มีปีบัญชีที่สิ้นสุดในช่วงของปีงบประมาณ {year} สองปี คือ {ends} เพราะเปลี่ยนวันสิ้นปีบัญชี"

    def problem_with(self, given: date) -> str | None:
        """Why a statement that ends on the given day is refused for this fiscal year."""
        if self.counts is None:
            return f"{self.undecided_because} ต้องบันทึกก่อนว่าใช้งบการเงินใด"
        if given == self.counts:
            return None
        if self.decided is None and (wrong := wrong_fiscal_year(self.fiscal_year, given)):
            return wrong
        source = "ทะเบียน" if self.decided is None else "ที่พิจารณาไว้"
        return (
            f"ปีงบประมาณ {self.fiscal_year} ใช้ปีบัญชีที่สิ้นสุด {format_date_long(self.counts)} "
            f"ตาม{source} ไม่ใช่ {format_date_long(given)}"
        )


def accounting_year_ends_in(
    fiscal_year: int, current: MonthDay, changes: Sequence[Change[MonthDay]]
) -> list[date]:
    """Every end of an accounting year in the window, by the year-end valid on that day.

    One, as a rule; where the year-end changed within the window there may be two or none.
    """
    days = {current, *(change.before for change in changes), *(change.after for change in changes)}
    ends = [(accounting_year_end_in(fiscal_year, *day), day) for day in days]
    return sorted({end for end, day in ends if value_then(end, current, changes) == day})


def year_end_words(month: int, day: int) -> str:
    """ "31 มีนาคม"; the end of February moves with the leap years."""
    if (month, day) == (2, 29):
        return "วันสิ้นเดือนกุมภาพันธ์"
    return f"{day} {MONTHS[month - 1]}"
