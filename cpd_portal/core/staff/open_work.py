"""What a person is still responsible for: rooms say it, so that nobody leaves before it is
handed over, and rooms know how it goes to another person."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from django.db.models import CharField, DateField, QuerySet, TextField, Value
from django.db.models.functions import Cast

from cpd_portal.core.models.people import User
from cpd_portal.core.models.places import OrgUnit
from cpd_portal.thai.dates import format_date
from cpd_portal.thai.sorting import sort_key

Rows = QuerySet[Any, Any]
NO_DAY = Value(None, DateField())


class HandsOver(Protocol):
    """Moves all such work of the giver in the unit to the receiver, or raises RuleViolation."""

    def __call__(
        self, *, actor: User, unit: OrgUnit, giver: User, receiver: User, on: date, reason: str
    ) -> object: ...


@dataclass(frozen=True)
class OpenWork:
    """One kind. `rows`: querysets made by `work_rows`; all kinds are read in one query."""

    code: str
    title: str
    rows: Callable[[User, OrgUnit], Sequence[Rows]]
    hand_over: HandsOver


@dataclass(frozen=True)
class WorkItem:
    words: str
    due: date | None

    @property
    def line(self) -> str:
        """For the printed list."""
        return f"{self.words} (กำหนด {format_date(self.due)})" if self.due else self.words


@dataclass(frozen=True)
class WorkLine:
    """What a person has of one kind in a unit."""

    work: OpenWork
    unit: OrgUnit
    items: Sequence[WorkItem]

    @property
    def title(self) -> str:
        return self.work.title

    @property
    def count(self) -> int:
        return len(self.items)

    @property
    def has_days(self) -> bool:
        return any(item.due for item in self.items)


_kinds: list[OpenWork] = []


def register(work: OpenWork) -> None:
    _kinds.append(work)


def work_rows(code: str, rows: Rows, words: Any, due: Any = NO_DAY) -> Rows:
    """The rows as every kind gives them: which kind, what it is in words, by when."""
    made: Rows = (
        rows.order_by()
        .annotate(
            work_kind=Value(code, CharField()),
            work_words=Cast(words, TextField()),
            work_due=Cast(due, DateField()),
        )
        .values_list("work_kind", "work_words", "work_due")
    )
    return made


def open_work(user: User, unit: OrgUnit) -> list[WorkLine]:
    """What has to be handed over before the person leaves the unit: one query."""
    querysets = [rows for work in _kinds for rows in work.rows(user, unit)]
    if not querysets:
        return []
    found = querysets[0].union(*querysets[1:], all=True) if querysets[1:] else querysets[0]
    items = _by_kind(found)
    return [WorkLine(work, unit, items[work.code]) for work in _kinds if work.code in items]


def _by_kind(found: Iterable[tuple[str, str, date | None]]) -> dict[str, list[WorkItem]]:
    items: dict[str, list[WorkItem]] = {}
    for code, words, due in found:
        items.setdefault(code, []).append(WorkItem(words, due))
    for kind in items.values():
        kind.sort(key=lambda item: (item.due or date.max, sort_key(item.words)))
    return items
