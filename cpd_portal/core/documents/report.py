"""What a report is. An app declares its own in `<app>/reports.py` with `@register`."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from django import forms

from cpd_portal.core.choices import Role
from cpd_portal.core.documents.choices import Format
from cpd_portal.core.exceptions import PortalError

if TYPE_CHECKING:
    from cpd_portal.core.models import User

Cell = str | int | Decimal | date | None
"""None is "no value": an empty cell in files, a dash on paper, never 0."""
Row = Sequence[Cell]
PUBLISHED_ROOM = "ตารางที่เผยแพร่"
"""The catalogue's heading of what the department publishes, whichever app makes it."""


class ReportError(PortalError):
    """The report cannot be made; the message is meant for the requester."""


@dataclass(frozen=True, kw_only=True)
class ReportContext:
    """Everything that a report prints, read once; subclasses add their own frozen fields."""

    title: str
    as_of: datetime
    rule_version: str
    """Which rules the figures follow, as printed in the footer; "" where none apply."""
    is_sample: bool


@dataclass(frozen=True)
class Column:
    title: str
    width: int = 16
    """Relative width; in a spreadsheet it is the number of characters."""
    places: int | None = None
    """Decimals of a numeric column, which is right-aligned; None for text."""
    on_paper: bool = True
    """False leaves a column that others imply to the spreadsheet: paper is narrow."""


R = TypeVar("R")


class ReportForm(forms.Form):
    """Parameters of a report: one form checks the page, the API and what was stored.

    Cleaned values must be JSON values (text, numbers, true/false, null).
    """

    def __init__(
        self, *args: Any, user: "User", shared: dict[str, Any] | None = None, **kwargs: Any
    ) -> None:
        """`shared` is what the forms of one catalogue read once for all of them."""
        super().__init__(*args, **kwargs)
        self.user = user
        self._shared = {} if shared is None else shared

    def once(self, name: str, read: Callable[[], R]) -> R:
        """What `read` found, or what another form of the catalogue found under the name."""
        if name not in self._shared:
            self._shared[name] = read()
        found: R = self._shared[name]
        return found

    def params(self) -> dict[str, Any]:
        """The given values of a valid form, those left empty omitted."""
        return {
            name: value for name, value in self.cleaned_data.items() if value not in (None, "")
        }

    def words(self) -> str:
        """What was chosen, as its requester reads it later: "ปีงบประมาณ 2567 · ภาค ภาคการเกษตร"."""
        given = self.params()
        return " · ".join(
            f"{field.label} {_choice_label(field, given[name])}"
            for name, field in self.fields.items()
            if name in given and not field.widget.is_hidden
        )


def _choice_label(field: forms.Field, value: Any) -> str:
    if isinstance(value, bool):
        return "ใช่" if value else "ไม่ใช่"
    choices: Any = field.choices if isinstance(field, forms.ChoiceField) else ()
    found = (label for offered, label in choices if str(offered) == str(value))
    return str(next(found, value))


C = TypeVar("C", bound=ReportContext)


@dataclass(frozen=True)
class Member:
    """One file of an archive: a report of its own with what it prints."""

    name: str
    format: Format
    report: "Report[Any]"
    context: ReportContext


class Report(ABC, Generic[C]):
    """A report: who may have it, what it asks for, what it holds.

    `template` (under templates/reports/, extending reports/base.html) prints a PDF of its
    own shape; without it the PDF is the table of `columns` and `rows`. `page_numbers` says
    whether the pages of all `pieces` are numbered as one: those of letters are not.
    """

    identifier: ClassVar[str]
    title: ClassVar[str]
    description: ClassVar[str] = ""
    room: ClassVar[str] = ""
    """Under which heading the catalogue lists it; without one under its app's name."""
    formats: ClassVar[tuple[Format, ...]]
    roles: ClassVar[frozenset[Role]] = frozenset()
    """Roles that may have it; empty means everybody who is signed in."""
    params_form: ClassVar[type[ReportForm]] = ReportForm
    template: ClassVar[str] = ""
    columns: ClassVar[tuple[Column, ...]] = ()
    landscape: ClassVar[bool] = False
    page_numbers: ClassVar[bool] = True

    @abstractmethod
    def context(self, user: "User", params: Mapping[str, Any], as_of: datetime) -> C:
        """Read what is printed, with the rights of `user`; raises ReportError."""

    def rows(self, context: C) -> Iterator[Row]:
        """The table behind the report, one value per column; feeds CSV, XLSX and table PDF."""
        raise NotImplementedError(f"{type(self).__name__} has no table")

    def columns_of(self, context: C) -> tuple[Column, ...]:
        """Those of a report whose columns depend on figures in force."""
        return self.columns

    def row_count(self, context: C) -> int | None:
        """How many rows to expect, for the progress shown; None when that is not known."""
        return None

    def pieces(self, context: C) -> Sequence[C]:
        """What `template` prints, cut so that each part fits into memory; one part conforms to
        PDF/UA-1, several are laid out one by one, without tags."""
        return (context,)

    def members(self, context: C) -> Iterator[Member]:
        """The files of an archive; each is read when the one before it is written, so that one
        is in memory at a time. `row_count` says how many there will be."""
        raise NotImplementedError(f"{type(self).__name__} has no archive")

    def write_docx(self, context: C, target: Path) -> None:
        """The editable draft of a letter or an order."""
        raise NotImplementedError(f"{type(self).__name__} has no draft")
