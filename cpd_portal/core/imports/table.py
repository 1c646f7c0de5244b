"""What an import works with: the columns of its sheets, rows, findings and planned changes."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cpd_portal.core.imports.choices import Level

_SPACES = re.compile(r"[\s\u00a0]+")
# Zero-width spaces and joiners, soft hyphen, byte order mark: copied along from web and Word.
_INVISIBLE = str.maketrans("", "", "\u200b\u200c\u200d\u2060\ufeff\u00ad")
# No database text holds NUL; the other controls mean nothing in a cell.
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_VERSION = re.compile(r"\s*(\d{4}(-\d)?)?\s*\(แบบ \d+\)$")
_ESCAPED_FORMULA = re.compile(r"^'(?=[=+\-@＝＋－＠])")


def clean(text: str) -> str:
    """Without invisible characters, with single spaces, without the mark of an escaped formula."""
    if text.isprintable() and "  " not in text and not text.startswith(("'", " ")):
        return text.rstrip(" ")
    visible = _CONTROLS.sub("", text.translate(_INVISIBLE))
    return _ESCAPED_FORMULA.sub("", _SPACES.sub(" ", visible).strip())


def versioned(name: str, period: str, version: int) -> str:
    """The tab of a sheet whose columns mean something else in another year or version:
    "รายการเงิน 2561 (แบบ 1)". Excel takes 31 characters."""
    return f"{name} {period} (แบบ {version})"


def unversioned(name: str) -> str:
    """What such a tab is called in every year and version."""
    return _VERSION.sub("", name)


@dataclass(frozen=True, slots=True)
class ImportColumn:
    """`title` is what the header row says; `choices` what the cells may say, if limited."""

    key: str
    title: str
    width: int = 14
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportSheet:
    """One sheet of the template; `code` stands in its address, `name` on its tab."""

    code: str
    name: str
    columns: tuple[ImportColumn, ...]


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row with content: cleaned text by column key, as Excel numbers the row."""

    sheet: ImportSheet
    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong (or worth a look) where; `row` None means the sheet or the file."""

    message: str
    sheet: str = ""
    row: int | None = None
    column: str = ""
    value: str = ""
    level: Level = Level.ERROR

    def as_json(self) -> dict[str, Any]:
        return {
            "level": self.level.value,
            "sheet": self.sheet,
            "row": self.row,
            "column": self.column,
            "value": self.value,
            "message": self.message,
        }


@dataclass(frozen=True, slots=True)
class PlannedChange:
    """What confirming does to one stored row of that version; a new row has no `pk`.

    `values` go to the form's writer as they are (JSON); `differences` (column, before, after)
    and the two results are for people.
    """

    pk: int | None
    version: int
    sheet: str
    row: int
    title: str
    values: Mapping[str, Any]
    differences: Sequence[tuple[str, str, str]] = ()
    before: str = ""
    after: str = ""

    @property
    def is_new(self) -> bool:
        return self.pk is None


@dataclass(slots=True)
class Outcome:
    """What checking found: changes, rows that say what is stored already, findings."""

    changes: list[PlannedChange] = field(default_factory=list)
    unchanged: int = 0
    findings: list[Finding] = field(default_factory=list)
