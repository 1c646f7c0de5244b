"""The activities of an action plan: what is ticked, what is late."""

import calendar
from dataclasses import dataclass
from datetime import date

from cpd_portal.thai.calendar import to_gregorian_year

FISCAL_MONTHS = (10, 11, 12, 1, 2, 3, 4, 5, 6, 7, 8, 9)
FIRST_MONTH = FISCAL_MONTHS[0]


@dataclass(frozen=True)
class Activity:
    """Printed calendar months of a fiscal year (B.E.); without `end_month` the document shows
    only where it starts, and nobody can say when it is late."""

    fiscal_year: int
    start_month: int
    end_month: int | None
    done_on: date | None

    @property
    def starts_on(self) -> date:
        return date(_year_of(self.fiscal_year, self.start_month), self.start_month, 1)

    @property
    def due_on(self) -> date | None:
        if self.end_month is None:
            return None
        year = _year_of(self.fiscal_year, self.end_month)
        return date(year, self.end_month, calendar.monthrange(year, self.end_month)[1])

    def days_late(self, today: date) -> int:
        """Days past the last day of its last month; 0 while it is in time or nobody can say."""
        if self.due_on is None:
            return 0
        return max(((self.done_on or today) - self.due_on).days, 0)


def half_year_ends(fiscal_year: int) -> date:
    """The last day of the first half: 31 March."""
    return date(to_gregorian_year(fiscal_year), 3, 31)


def _year_of(fiscal_year: int, month: int) -> int:
    year = to_gregorian_year(fiscal_year)
    return year - 1 if month >= FIRST_MONTH else year
