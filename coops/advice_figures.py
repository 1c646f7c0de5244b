"""The figures of advice: assumptions that no source prints, read from their reference file."""

from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, model_validator

from coops.choices import ConditionCode
from coops.reference_sets import REFERENCE
from coops.rules.advice import AdviceFigures, Cure
from cpd_portal.core.reference import ReferenceModel, read_reference

ADVICE_FILE = "advice.yaml"


class NearMissRecord(ReferenceModel):
    points: Annotated[Decimal, Field(gt=0, le=100, decimal_places=2)]
    verified: bool
    note: str


class CureRecord(ReferenceModel):
    code: ConditionCode
    who: str
    after_year_end: str | None
    after_closing: str | None
    after_meeting: str | None
    verified: bool


class AdviceFile(ReferenceModel):
    near_miss: NearMissRecord
    cures: list[CureRecord]

    @model_validator(mode="after")
    def check_cures(self) -> Self:
        wanted = [code for code in ConditionCode if code != ConditionCode.TOTAL]
        if sorted(row.code for row in self.cures) != sorted(wanted):
            raise ValueError("one cure for every condition other than the total is needed")
        return self


def read_advice(folder: Path = REFERENCE) -> AdviceFigures:
    """Raises ReferenceFileError naming file, key and reason."""
    file = read_reference(folder / ADVICE_FILE, AdviceFile)
    return AdviceFigures(
        near_points=file.near_miss.points,
        verified=file.near_miss.verified and all(row.verified for row in file.cures),
        note=file.near_miss.note,
        cures={
            row.code: Cure(
                row.who,
                row.after_year_end or "",
                row.after_closing or "",
                row.after_meeting or "",
            )
            for row in file.cures
        },
    )


@cache
def advice_figures() -> AdviceFigures:
    """Of the shipped file, read once."""
    return read_advice()
