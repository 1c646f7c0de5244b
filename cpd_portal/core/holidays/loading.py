"""Holidays of the same date every year as version 1 of each fiscal year, unverified."""

from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import Field

from cpd_portal.core.audit import recorded
from cpd_portal.core.figures.choices import FigureState
from cpd_portal.core.figures.loading import load_shipped
from cpd_portal.core.figures.models import FigureVersion
from cpd_portal.core.figures.services import new_version
from cpd_portal.core.holidays.choices import HolidayKind
from cpd_portal.core.holidays.content import Holiday, HolidayContent
from cpd_portal.core.holidays.figures import HOLIDAYS
from cpd_portal.core.reference import ReferenceModel, SyncCount, read_reference
from cpd_portal.thai.fiscal import fiscal_year_bounds

REFERENCE = Path(__file__).parent.parent / "reference"


class FixedDay(ReferenceModel):
    month: Annotated[int, Field(ge=1, le=12)]
    day: Annotated[int, Field(ge=1, le=31)]
    title: Annotated[str, Field(max_length=120)]

    def within(self, fiscal_year: int) -> date:
        first, last = fiscal_year_bounds(fiscal_year)
        year = first.year if self.month >= first.month else last.year
        return date(year, self.month, self.day)


class HolidaysFile(ReferenceModel):
    source: str
    first_year: int
    last_year: int
    fixed: list[FixedDay]

    def content(self, fiscal_year: int) -> HolidayContent:
        rows = [
            Holiday(day=row.within(fiscal_year), title=row.title, kind=HolidayKind.FIXED)
            for row in self.fixed
        ]
        return HolidayContent(holidays=sorted(rows, key=lambda row: row.day))


@recorded("core.holidays.shipped")
def holidays_ship(fiscal_year: int, folder: Path = REFERENCE) -> FigureVersion:
    """The fixed days of a year that has no calendar yet. Raises ReferenceFileError."""
    file = read_reference(folder / "holidays.yaml", HolidaysFile)
    content = file.content(fiscal_year).model_dump(mode="json")
    shipped = new_version(HOLIDAYS, fiscal_year, content, FigureState.IN_FORCE)
    shipped.source = file.source
    shipped.save(force_insert=True)
    return shipped


def load_holidays(folder: Path = REFERENCE) -> SyncCount:
    """Raises ReferenceFileError."""
    file = read_reference(folder / "holidays.yaml", HolidaysFile)
    count = SyncCount()
    for year in range(file.first_year, file.last_year + 1):
        content = file.content(year).model_dump(mode="json")
        count += load_shipped(HOLIDAYS, content, file.source, year)
    return count
