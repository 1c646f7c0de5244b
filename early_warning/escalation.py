"""Days and steps of the escalation, read from their reference file."""

from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, model_validator

from cpd_portal.core.reference import ReferenceModel, read_reference
from early_warning.rules.actions import Policy, Step

REFERENCE = Path(__file__).parent / "reference"
ESCALATION_FILE = "escalation.yaml"
Days = Annotated[int, Field(ge=1, le=1_000)]


class StepRecord(ReferenceModel):
    days_late: Days
    title: str


class LevelRecord(ReferenceModel):
    rank: Annotated[int, Field(ge=1, le=9)]
    level: str


class EscalationFile(ReferenceModel):
    version: Annotated[int, Field(ge=1)]
    verified: bool
    source: str
    acknowledge_within: Annotated[list[Days], Field(min_length=1)]
    act_within: Annotated[list[Days], Field(min_length=1)]
    put_off_most: Days
    steps: list[StepRecord]
    own_view: LevelRecord

    @model_validator(mode="after")
    def check_order(self) -> Self:
        if any(high.days_late <= low.days_late for low, high in pairwise(self.steps)):
            raise ValueError("the steps have to rise")
        for days in (self.acknowledge_within, self.act_within):
            if any(high > low for low, high in pairwise(days)):
                raise ValueError("a more serious level must not have more days")
        return self


def read_escalation(folder: Path = REFERENCE) -> Policy:
    """Raises ReferenceFileError naming file, key and reason."""
    file = read_reference(folder / ESCALATION_FILE, EscalationFile)
    return Policy(
        version=file.version,
        verified=file.verified,
        source=file.source,
        acknowledge_within=tuple(file.acknowledge_within),
        act_within=tuple(file.act_within),
        put_off_most=file.put_off_most,
        steps=tuple(Step(row.days_late, row.title) for row in file.steps),
        own_rank=file.own_view.rank,
        own_level=file.own_view.level,
    )


@cache
def escalation_policy() -> Policy:
    """Of the shipped file, read once."""
    return read_escalation()
