"""The kinds of notifications and where they are read from: a room registers its own when it
starts.

Nothing is written when something happens: a source reads the rows that the room stores anyway,
with the rights of this moment, so that what a person may no longer see is gone.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, Q, Value

from cpd_portal.core.models.people import User


@dataclass(frozen=True)
class NotificationKind:
    """What a person chooses, for the page and for e-mail alike. `offered`: whether the person is
    among those to whom it happens at all. `mail` says how often an e-mail comes; `is_mailed`:
    also to who has not chosen."""

    code: str
    title: str
    words: str
    offered: Callable[[User], bool] = lambda user: True
    mail: str = "รวมเป็นฉบับเดียว ส่งเช้าวันถัดไป"
    is_mailed: bool = False


@dataclass(frozen=True)
class Span:
    """From when on things are shown, and the moment of looking."""

    since: datetime
    now: datetime
    today: date


@dataclass(frozen=True)
class Acknowledgement:
    """Where a room notes itself who has read its rows. `seen`: a condition on them; `note` takes
    the keys."""

    seen: Callable[[User], Q]
    note: Callable[[User, Sequence[str]], None]


@dataclass(frozen=True)
class NotificationSource:
    """One thing that can happen. `rows`: those of the room that concern the person and that he
    may see (`visible_to`). The others are expressions on them: when it happened, what about, what
    more, and `target`, of which `address` makes the page. `shown`: the subject as text."""

    code: str
    kind: NotificationKind
    title: str
    rows: Callable[[User, Span], Any]
    at: Any
    subject: Any
    address: Callable[[str], str]
    target: Any = F("pk")
    detail: Any = Value("")
    shown: Callable[[str], str] = str
    acknowledged: Acknowledgement | None = None


_kinds: dict[str, NotificationKind] = {}
_sources: dict[str, NotificationSource] = {}


def register(kind: NotificationKind, *sources: NotificationSource) -> None:
    _kinds[kind.code] = kind
    for source in sources:
        _sources[source.code] = source


def kinds_of(user: User) -> list[NotificationKind]:
    return [kind for kind in _kinds.values() if kind.offered(user)]


def mailed_together() -> list[NotificationKind]:
    """The kinds without an e-mail of their own."""
    return [kind for kind in _kinds.values() if kind.mail == NotificationKind.mail]


def sources_of(user: User, kind: str = "") -> list[NotificationSource]:
    """Of every kind that is offered to the person, or of one of them."""
    offered = {one.code for one in kinds_of(user) if kind in ("", one.code)}
    return [source for source in _sources.values() if source.kind.code in offered]


def source_of(user: User, code: str) -> NotificationSource | None:
    return next((source for source in sources_of(user) if source.code == code), None)
