"""A sheet of the entry grid: one row per institution, its columns as data."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from itertools import groupby
from typing import Any

from django.db.models import Model

from coops.models import YearFacts
from cpd_portal.core.exceptions import InvalidInput

NO_SUCH_CHOICE = "ไม่มีตัวเลือกนี้"
FEW = 3
EMPTY = ("", "–")


class CellKind(StrEnum):
    NUMBER = "number"
    WHOLE = "whole"
    CHOICE = "choice"
    DATE = "date"


@dataclass(frozen=True)
class GridColumn:
    """One value of a row.

    `stored` gives the row's value as plain text ("" where nothing is entered, the code of a
    choice); `entered` turns such text into what the row's save service takes under the name
    `field`. `pointer` is what rules and services call the value.
    """

    name: str
    field: str
    pointer: str
    short: str
    title: str
    group: str
    kind: CellKind
    stored: Callable[["GridColumn", Any], str]
    entered: Callable[["GridColumn", str], Any]
    maximum: Decimal | None = None
    choices: tuple[tuple[str, str], ...] = ()

    @property
    def key(self) -> str:
        """The name as a part of HTML ids: points/1.1 -> points-1-1."""
        return self.name.replace("/", "-").replace(".", "-")

    @property
    def width(self) -> str:
        """Of the column: number, whole, date, choice, or answer for few short choices."""
        return "answer" if 0 < len(self.choices) <= FEW else self.kind.value

    @property
    def keyboard(self) -> str:
        """`inputmode` of its inputs: a date needs its strokes."""
        return "text" if self.kind == CellKind.DATE else "decimal"

    def read(self, row: Any) -> str:
        return self.stored(self, row)

    def changes(self, text: str) -> dict[str, Any]:
        """What the save service takes. Raises InvalidInput for a choice that does not exist."""
        return {self.field: self.entered(self, text)}

    def words(self, value: str) -> str:
        """The value as people read it."""
        return dict(self.choices).get(value, value)

    def code_of(self, text: str) -> str:
        """Of a choice that was typed or pasted as code or as label. Raises InvalidInput."""
        for code, label in self.choices:
            if text in (code, label):
                return code
        raise InvalidInput([(self.pointer, NO_SUCH_CHOICE)])


@dataclass(frozen=True)
class GridSheet:
    """`model` is what the columns read, one row per institution and year; `source` says in Thai
    words where the locked value of a row comes from, "" for one that is typed."""

    code: str
    title: str
    columns: tuple[GridColumn, ...]
    model: type[Model]
    source: Callable[[GridColumn, Any], str]

    @cached_property
    def by_name(self) -> dict[str, GridColumn]:
        return {column.name: column for column in self.columns}

    @property
    def of_facts(self) -> bool:
        """Facts behind the assessment, not the assessment itself."""
        return self.model is YearFacts

    @property
    def groups(self) -> list[tuple[str, list[GridColumn]]]:
        """The upper row of the head: title and the columns that stand under it."""
        return [
            (title, list(columns))
            for title, columns in groupby(self.columns, key=lambda column: column.group)
        ]
