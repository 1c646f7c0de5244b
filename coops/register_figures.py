"""Business lines, and the assumptions of the search for duplicates: read from their reference
files."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field

from coops.reference_sets import REFERENCE
from cpd_portal.core.reference import ReferenceModel, read_reference
from cpd_portal.thai.searching import search_key


class LineRecord(ReferenceModel):
    code: str
    title: str
    source: str
    verified: bool


class BusinessLinesFile(ReferenceModel):
    lines: list[LineRecord]


class DuplicatesRecord(ReferenceModel):
    similarity: Annotated[Decimal, Field(gt=0, le=1, decimal_places=2)]
    verified: bool
    note: str
    generic_words: list[str]


class RegisterFile(ReferenceModel):
    duplicates: DuplicatesRecord


@dataclass(frozen=True)
class DuplicateFigures:
    """`generic` is a regular expression (the same to Python and PostgreSQL) of the words at the
    beginning of a search key that tell nothing apart."""

    similarity: Decimal
    verified: bool
    note: str
    generic: str


def read_business_lines(folder: Path = REFERENCE) -> BusinessLinesFile:
    """Raises ReferenceFileError naming file, key and reason."""
    return read_reference(folder / "business_lines.yaml", BusinessLinesFile)


def read_duplicate_figures(folder: Path = REFERENCE) -> DuplicateFigures:
    """Raises ReferenceFileError naming file, key and reason."""
    record = read_reference(folder / "register.yaml", RegisterFile).duplicates
    keys = sorted({search_key(word) for word in record.generic_words}, key=len, reverse=True)
    return DuplicateFigures(
        similarity=record.similarity,
        verified=record.verified,
        note=record.note,
        generic=f"^({'|'.join(re.escape(key) for key in keys)})",
    )


@cache
def duplicate_figures() -> DuplicateFigures:
    """Of the shipped file, read once."""
    return read_duplicate_figures()
