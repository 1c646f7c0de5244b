"""By when general meetings are due, read from their reference file."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, model_validator

from coops.choices import Duty, Kind
from coops.reference_sets import REFERENCE
from coops.rules.duties import DutyRule
from cpd_portal.core.reference import ReferenceModel, read_reference

DUTIES_FILE = "duties.yaml"


class MeetingRecord(ReferenceModel):
    kind: Kind
    days: Annotated[int, Field(ge=1, le=366)]
    source: str
    text: str
    document: str
    lines: str
    verified: bool


class DutiesFile(ReferenceModel):
    meetings: list[MeetingRecord]

    @model_validator(mode="after")
    def check_kinds(self) -> Self:
        if sorted(row.kind for row in self.meetings) != sorted(Kind):
            raise ValueError("one meeting for every kind is needed")
        return self


def read_meetings(folder: Path = REFERENCE) -> dict[Kind, DutyRule]:
    """Raises ReferenceFileError naming file, key and reason."""
    file = read_reference(folder / DUTIES_FILE, DutiesFile)
    return {
        row.kind: DutyRule(Duty.MEETING, row.days, row.source, row.text, row.verified)
        for row in file.meetings
    }


@cache
def meeting_rules() -> Mapping[Kind, DutyRule]:
    """Of the shipped file, read once."""
    return read_meetings()
