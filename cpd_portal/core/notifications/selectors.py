"""What has happened for a person, in one query over all sources; and who wants what."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Count,
    Exists,
    OuterRef,
    Q,
    Value,
    When,
)
from django.db.models.functions import Cast
from django.utils import timezone

from cpd_portal.core.models.people import User
from cpd_portal.core.notifications.choices import Channel
from cpd_portal.core.notifications.models import (
    NotificationChoice,
    NotificationRead,
)
from cpd_portal.core.notifications.registry import (
    NotificationKind,
    NotificationSource,
    Span,
    kinds_of,
    sources_of,
)

SHOWN_DAYS = 90
KEPT = timedelta(minutes=5)
COLUMNS = ("n_source", "n_key", "n_at", "n_subject", "n_detail", "n_target", "n_unread")


@dataclass(frozen=True)
class Notification:
    source: NotificationSource
    key: str
    at: datetime
    subject: str
    detail: str
    target: str
    unread: bool

    @property
    def url(self) -> str:
        return self.source.address(self.target)

    @property
    def is_of_a_day(self) -> bool:
        """Whether only the day is known."""
        local = timezone.localtime(self.at)
        return (local.hour, local.minute, local.second) == (0, 0, 0)

    @property
    def may_be_unread(self) -> bool:
        """An acknowledgement of a room is not taken back."""
        return self.source.acknowledged is None


@dataclass(frozen=True)
class KindCount:
    kind: NotificationKind
    found: int
    unread: int


@dataclass(frozen=True)
class ChosenKind:
    kind: NotificationKind
    on_page: bool
    by_mail: bool


def span_of(now: datetime) -> Span:
    return Span(now - timedelta(days=SHOWN_DAYS), now, timezone.localdate(now))


def found(user: User, span: Span, *, kind: str = "", unread: bool = False) -> Any:
    """The newest first, as rows of `COLUMNS` in one union; `notification` makes one of them."""
    parts = [_columns(source, user, span) for source in sources_of(user, kind)]
    if unread:
        parts = [rows.filter(n_unread=True) for rows in parts]
    return _union([rows.values_list(*COLUMNS) for rows in parts]).order_by("-n_at", "n_key")


def notification(row: Sequence[Any], sources: Mapping[str, NotificationSource]) -> Notification:
    code, key, at, subject, detail, target, unread = row
    source = sources[code]
    return Notification(source, key, at, source.shown(subject), detail, target, unread)


def notifications(user: User, rows: Iterable[Sequence[Any]]) -> list[Notification]:
    sources = {source.code: source for source in sources_of(user)}
    return [notification(row, sources) for row in rows]


def one_found(user: User, source: NotificationSource, key: str, span: Span) -> Notification | None:
    """None where it did not happen, is no longer shown, or the person may not see it."""
    rows = _columns(source, user, span).filter(n_key=key).values_list(*COLUMNS)
    return next((notification(row, {source.code: source}) for row in rows[:1]), None)


def counts_by_kind(user: User, span: Span) -> list[KindCount]:
    """One query."""
    asked = [_columns(source, user, span) for source in sources_of(user)]
    unread = Count("pk", filter=Q(n_unread=True))
    totals = {kind.code: [0, 0] for kind in kinds_of(user)}
    kind_of = {source.code: source.kind.code for source in sources_of(user)}
    for code, every, new in _union(
        [rows.values_list("n_source").annotate(every=Count("pk"), new=unread) for rows in asked]
    ):
        totals[kind_of[code]][0] += every
        totals[kind_of[code]][1] += new
    return [KindCount(kind, *totals[kind.code]) for kind in kinds_of(user)]


def unread_of_each_source(user: User, span: Span) -> Any:
    """One row of one number for each source, in one union."""
    asked = [_happened(source, user, span, unread=True) for source in sources_of(user)]
    return _union([rows.values_list("n_source").annotate(n=Count("pk")) for rows in asked])


def wants(kind: NotificationKind, channel: Channel) -> Q:
    """A condition on persons."""
    default = kind.is_mailed if channel == Channel.MAIL else True
    rows = NotificationChoice.objects.filter(
        kind=kind.code, channel=channel, wanted=not default, user=OuterRef("pk")
    )
    return ~Q(Exists(rows)) if default else Q(Exists(rows))


def chosen_kinds(user: User) -> list[ChosenKind]:
    rows = NotificationChoice.objects.filter(user=user).values_list("kind", "channel", "wanted")
    said = {(kind, channel): wanted for kind, channel, wanted in rows}
    return [
        ChosenKind(
            kind,
            said.get((kind.code, Channel.PAGE), True),
            said.get((kind.code, Channel.MAIL), kind.is_mailed),
        )
        for kind in kinds_of(user)
    ]


def _columns(source: NotificationSource, user: User, span: Span) -> Any:
    """The rows of one source with what the page shows."""
    return _happened(source, user, span).annotate(
        n_subject=Cast(source.subject, CharField()),
        n_detail=Cast(source.detail, CharField()),
        n_target=Cast(source.target, CharField()),
        n_unread=_true_where(_unread(source, user)),
    )


def _happened(source: NotificationSource, user: User, span: Span, *, unread: bool = False) -> Any:
    """The rows of one source in that time; none of a kind that is not wanted."""
    declined = NotificationChoice.objects.filter(
        user=user, kind=source.kind.code, channel=Channel.PAGE, wanted=False
    )
    asked = Q(n_at__gte=span.since, n_at__lte=span.now) & ~Q(Exists(declined))
    rows = source.rows(user, span).order_by()
    rows = rows.annotate(
        n_source=Value(source.code, CharField()), n_key=Cast("pk", CharField()), n_at=source.at
    )
    return rows.filter(asked & _unread(source, user) if unread else asked)


def _unread(source: NotificationSource, user: User) -> Q:
    if source.acknowledged is not None:
        return ~source.acknowledged.seen(user)
    read = NotificationRead.objects.filter(
        user=user, source=source.code, key=OuterRef("n_key"), at__gte=OuterRef("n_at")
    )
    return ~Q(Exists(read))


def _true_where(condition: Q) -> Case:
    return Case(When(condition, then=True), default=False, output_field=BooleanField())


def _union(parts: Sequence[Any]) -> Any:
    if not parts:
        return NotificationRead.objects.none().values_list("pk")
    first, *others = parts
    return first.union(*others, all=True)
