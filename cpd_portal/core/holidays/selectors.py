"""Reads of the holiday calendar."""

from dataclasses import dataclass
from datetime import date

from cpd_portal.core.figures.choices import FigureState
from cpd_portal.core.figures.models import FigureVersion
from cpd_portal.core.holidays.choices import HolidayKind
from cpd_portal.core.holidays.content import HOLIDAYS_CODE, Holiday
from cpd_portal.core.holidays.figures import content_of
from cpd_portal.core.holidays.rules import SATURDAY, working_days
from cpd_portal.core.request_memo import once_a_request
from cpd_portal.thai.fiscal import fiscal_year_bounds


@once_a_request
def holidays() -> frozenset[date]:
    """Every holiday in force, of all years: deadlines reach over the end of a year."""
    held = FigureVersion.objects.filter(set_code=HOLIDAYS_CODE).in_force()
    contents = held.values_list("content", flat=True)
    return frozenset(row.day for content in contents for row in content_of(content).holidays)


@dataclass(frozen=True)
class HolidayLine:
    holiday: Holiday

    @property
    def is_on_weekend(self) -> bool:
        return self.holiday.day.weekday() >= SATURDAY


@dataclass(frozen=True)
class HolidayYear:
    """`decided` counts the days that are decided for the year alone: none means that only the
    dates of every year are known."""

    fiscal_year: int
    current: FigureVersion | None
    waiting: FigureVersion | None
    lines: list[HolidayLine]

    @property
    def decided(self) -> int:
        return sum(line.holiday.kind != HolidayKind.FIXED for line in self.lines)

    @property
    def worked(self) -> int:
        days = {line.holiday.day for line in self.lines}
        return len(working_days(*fiscal_year_bounds(self.fiscal_year), days))


def holiday_year(fiscal_year: int) -> HolidayYear:
    rows = FigureVersion.objects.of(HOLIDAYS_CODE, fiscal_year).filter(
        state__in=(FigureState.IN_FORCE, FigureState.PROPOSED)
    )
    found = {row.state: row for row in rows.select_related("proposed_by", "signed_by")}
    current = found.get(FigureState.IN_FORCE)
    days = content_of(current.content).holidays if current else []
    return HolidayYear(
        fiscal_year, current, found.get(FigureState.PROPOSED), [HolidayLine(row) for row in days]
    )
