"""The wording of letters about defects, read from its reference file."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Self

from pydantic import model_validator

from coops.choices import Kind
from cpd_portal.core.reference import ReferenceModel, read_reference

REFERENCE = Path(__file__).parent / "reference"
ACT = "พระราชบัญญัติสหกรณ์ พ.ศ. 2542"


class SectionRecord(ReferenceModel):
    """A section of the Act that a letter rests on."""

    section: str
    about: str
    document: str
    lines: str
    verified: bool


class LetterWording(ReferenceModel):
    """`verified` is about our own words; a section has its own flag."""

    kind: Kind
    verified: bool
    subject: str
    opening: str
    request: str
    warning: str
    closing: str
    sections: list[SectionRecord]

    @property
    def reference(self) -> str:
        return f"{ACT} {' '.join(row.section for row in self.sections)}"

    @property
    def is_verified(self) -> bool:
        return self.verified and all(row.verified for row in self.sections)


class LettersFile(ReferenceModel):
    letters: list[LetterWording]

    @model_validator(mode="after")
    def check_kinds(self) -> Self:
        if sorted(row.kind for row in self.letters) != sorted(Kind):
            raise ValueError("one wording for every kind is needed")
        return self


def read_wordings(folder: Path = REFERENCE) -> dict[Kind, LetterWording]:
    """Raises ReferenceFileError naming file, key and reason."""
    file = read_reference(folder / "letters.yaml", LettersFile)
    return {row.kind: row for row in file.letters}


@cache
def letter_wordings() -> Mapping[Kind, LetterWording]:
    """Of the shipped file, read once."""
    return read_wordings()
