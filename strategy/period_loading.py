"""The entry periods of quarterly progress: four for every fiscal year of a plan."""

from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field

from cpd_portal.core.choices import Quarter
from cpd_portal.core.models import EntryPeriod
from cpd_portal.core.reference import ReferenceModel, SyncCount, read_reference, sync
from cpd_portal.thai.fiscal import quarter_bounds
from strategy.models import Plan

QUARTERS_FILE = "quarters.yaml"


class QuartersFile(ReferenceModel):
    """When a quarter's report is due. Years up to `never_late_until_year` were over before the
    portal: their reports are filled in afterwards and never late."""

    version: int
    verified: bool
    source_note: str
    due_days_after_quarter: Annotated[int, Field(ge=1, le=90)]
    never_late_until_year: int


def form_code(quarter: Quarter) -> str:
    """The periodic form of the core for that quarter's reports."""
    return f"strategy.progress.{quarter.value}"


def load_periods(folder: Path, plan: Plan) -> dict[str, SyncCount]:
    """Raises ReferenceFileError. Dates that headquarters changed for one division are exceptions
    of the period and stay."""
    file = read_reference(folder / QUARTERS_FILE, QuartersFile)
    rows = [_period(file, year, quarter) for year in plan.years for quarter in Quarter]
    stored = EntryPeriod.objects.filter(
        form__in=[form_code(quarter) for quarter in Quarter], fiscal_year__in=plan.years
    )
    return {
        "strategy.EntryPeriod": sync(
            EntryPeriod, rows, key=("form", "fiscal_year", "round"), within=stored
        )
    }


def _period(file: QuartersFile, fiscal_year: int, quarter: Quarter) -> dict[str, Any]:
    _, last_day = quarter_bounds(fiscal_year, quarter.number)
    due_on = last_day + timedelta(days=file.due_days_after_quarter)
    return {
        "form": form_code(quarter),
        "fiscal_year": fiscal_year,
        "round": quarter,
        "due_on": due_on,
        "late_after": None if fiscal_year <= file.never_late_until_year else due_on,
        "locked_after": None,
        "source_note": file.source_note,
    }
