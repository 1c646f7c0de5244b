"""Who is on a watch level, why, since when; the counts for the overview."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Count, Q, QuerySet

from cpd_portal.core.models import User
from cpd_portal.thai.searching import search_key
from early_warning.choices import SignalCode, SignalState
from early_warning.models import WatchReading
from early_warning.querysets import WatchReadingQuerySet
from early_warning.selectors.past import readings_on
from early_warning.thresholds import book_in_force

SHOWN = (SignalState.ALARM, SignalState.WATCH)


class WatchOrder(models.TextChoices):
    RANK = "rank", "ระดับและคะแนนสูงก่อน"
    SINCE = "since", "ใหม่ก่อน"
    NAME = "name", "ชื่อ ก–ฮ"


@dataclass(frozen=True, kw_only=True)
class WatchChoice:
    """ "" is everything on a watch level that the person may see."""

    office: str = ""
    rank: str = ""
    type_code: str = ""
    signal: str = ""
    q: str = ""
    sort: str = WatchOrder.RANK.value


@dataclass(frozen=True)
class SignalLine:
    """One signal of a stored reading."""

    code: SignalCode
    state: SignalState
    value: str | None
    words: str
    runs_from: str | None

    @property
    def text(self) -> str:
        return f"{self.code.label}: {self.words}"


@dataclass(frozen=True)
class WatchLine:
    reading: WatchReading
    signals: list[SignalLine]

    @property
    def reasons(self) -> list[str]:
        """The alarms first."""
        return [line.text for state in SHOWN for line in self.signals if line.state == state]


@dataclass(frozen=True)
class Tile:
    """For the overview: how many stand at each level, the most serious first; of how many."""

    levels: list[tuple[int, str, int]]
    read: int
    on_watch: int = field(default=0)


def watched(user: User, choice: WatchChoice) -> WatchReadingQuerySet:
    rows: WatchReadingQuerySet = WatchReading.objects.visible_to(user).on_watch()
    given = {
        "institution__office__code": choice.office,
        "rank": choice.rank,
        "institution__type__code": choice.type_code,
    }
    rows = rows.filter(**{name: value for name, value in given.items() if value})
    if choice.signal:
        rows = rows.filter(_speaks(choice.signal))
    found: WatchReadingQuerySet = _searched(rows, choice.q).order_by(*_order(choice.sort))
    return found


def watch_lines(rows: Any) -> list[WatchLine]:
    """`rows`: one page of `watched`."""
    shown = rows.select_related("institution__office", "institution__type", "alert")
    return [WatchLine(row, signals_of(row)) for row in shown]


def signals_of(reading: WatchReading) -> list[SignalLine]:
    return [
        SignalLine(
            SignalCode(row["code"]),
            SignalState(row["state"]),
            row["value"],
            row["words"],
            row["runs_from"],
        )
        for row in reading.signals
    ]


def tile(user: User, as_of: date | None = None) -> Tile:
    """Two queries. With a day, as it stood at its end."""
    book = book_in_force()
    rows: QuerySet[Any] = WatchReading.objects.visible_to(user).standing()
    if as_of is not None:
        rows = readings_on(user, as_of)
    counts = dict(rows.order_by().values("rank").annotate(n=Count("*")).values_list("rank", "n"))
    levels = [
        (level.rank, level.name, counts.get(level.rank, 0)) for level in reversed(book.levels)
    ]
    return Tile(levels, sum(counts.values()), sum(n for _, _, n in levels))


def _speaks(code: str) -> Q:
    said = Q()
    for state in SHOWN:
        said |= Q(signals__contains=[{"code": code, "state": state.value}])
    return said


def _searched(rows: Any, q: str) -> Any:
    key = search_key(q)
    if not key:
        return rows
    return rows.filter(
        Q(institution__name_search__contains=key)
        | Q(institution__registration_search__contains=key)
    )


def _order(sort: str) -> tuple[str, ...]:
    orders = {
        WatchOrder.RANK: ("-rank", "-points", "institution__name_sort", "pk"),
        WatchOrder.SINCE: ("-since", "-rank", "institution__name_sort", "pk"),
        WatchOrder.NAME: ("institution__name_sort", "pk"),
    }
    return orders[WatchOrder(sort)]
