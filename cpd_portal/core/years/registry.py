"""Which parts an opening of a fiscal year has: a room registers its parts when it starts.

The home runs them in this order, each in a transaction of its own, and keeps what each made.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import models

from cpd_portal.core.figures.differences import RowDifference
from cpd_portal.core.models.people import User
from cpd_portal.core.years.facts import YearFacts

Dates = Mapping[str, date]
"""The dates that were set, by the code of the date."""


@dataclass(frozen=True)
class YearDate:
    """A day that is set when the year is opened; `proposed` from last year's. A deadline is not
    before the year, a reference date may be."""

    code: str
    label: str
    proposed: Callable[[YearFacts], date | None]
    required: bool = True
    help_text: str = ""
    is_deadline: bool = True


@dataclass(frozen=True)
class Preview:
    """What opening makes, in words, and what then differs from the year before."""

    words: str
    differences: Sequence[RowDifference] = ()


@dataclass(frozen=True)
class Made:
    """What a step did, in words; `rows` are those that it made and that undoing removes."""

    words: str
    rows: Sequence[models.Model] = field(default_factory=tuple)


def _nothing(facts: YearFacts) -> str:
    return ""


def _no_entries(facts: YearFacts, rows: Sequence[models.Model]) -> str:
    return ""


def _no_page(fiscal_year: int) -> str:
    return ""


def rows_delete(actor: User, rows: Sequence[models.Model]) -> None:
    """Raises ProtectedError where something refers to a row by now."""
    for row in reversed(rows):
        row.delete()


@dataclass(frozen=True)
class YearPart:
    """One part of an opening.

    `open` may find that the year has everything already; it raises RuleViolation where it
    cannot. `obstacle` says what has to happen before, "" where nothing. `entries` says what was
    entered in the year since, which `undo` would lose. `url`: the page of the year where the work
    goes on, "" without.
    """

    code: str
    title: str
    preview: Callable[[YearFacts], Preview]
    open: Callable[[User, YearFacts, Dates], Made]
    obstacle: Callable[[YearFacts], str] = _nothing
    entries: Callable[[YearFacts, Sequence[models.Model]], str] = _no_entries
    undo: Callable[[User, Sequence[models.Model]], None] = rows_delete
    dates: tuple[YearDate, ...] = ()
    url: Callable[[int], str] = _no_page


_parts: dict[str, YearPart] = {}


def register(part: YearPart) -> None:
    _parts[part.code] = part


def year_parts() -> list[YearPart]:
    """In the order in which the rooms registered them."""
    return list(_parts.values())
