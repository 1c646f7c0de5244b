"""The figures of advice: assumptions that no source prints, read from their reference file."""

from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, model_validator

from coops.choices import ConditionCode, Kind
from coops.reference_sets import REFERENCE
from coops.rules.advice import AdviceFigures, Cure, Settled
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


class SettledRecord(ReferenceModel):
    kind: Kind
    codes: list[str]
    after_year_end: str | None
    after_closing: str | None
    after_meeting: str | None
    verified: bool


class AdviceFile(ReferenceModel):
    near_miss: NearMissRecord
    cures: list[CureRecord]
    settled: list[SettledRecord]

    @model_validator(mode="after")
    def check_cures(self) -> Self:
        wanted = [code for code in ConditionCode if code != ConditionCode.TOTAL]
        if sorted(row.code for row in self.cures) != sorted(wanted):
            raise ValueError("one cure for every condition other than the total is needed")
        return self

    @property
    def is_verified(self) -> bool:
        records = [row.verified for row in self.cures] + [row.verified for row in self.settled]
        return self.near_miss.verified and all(records)

    def settled_of(self, kind: Kind) -> dict[str, Settled]:
        """By code of the indicator."""
        return {
            code: Settled(
                row.after_year_end or "", row.after_closing or "", row.after_meeting or ""
            )
            for row in self.settled
            if row.kind == kind
            for code in row.codes
        }


def read_advice(folder: Path = REFERENCE) -> AdviceFigures:
    """Raises ReferenceFileError naming file, key and reason."""
    file = read_reference(folder / ADVICE_FILE, AdviceFile)
    return AdviceFigures(
        near_points=file.near_miss.points,
        verified=file.is_verified,
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
        settled={kind: file.settled_of(kind) for kind in Kind},
    )


@cache
def advice_figures() -> AdviceFigures:
    """Of the shipped file, read once."""
    return read_advice()
