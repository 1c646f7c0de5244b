"""Writes about one's notifications: read, unread, chosen, counted."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime

from django.core.exceptions import EmptyResultSet
from django.db import connection

from cpd_portal.core.audit import recorded
from cpd_portal.core.models.people import User
from cpd_portal.core.notifications.choices import Channel
from cpd_portal.core.notifications.models import (
    NotificationChoice,
    NotificationRead,
    NotificationTally,
)
from cpd_portal.core.notifications.registry import kinds_of
from cpd_portal.core.notifications.selectors import (
    Notification,
    chosen_kinds,
    found,
    notifications,
    span_of,
    unread_of_each_source,
)

COUNT_AND_KEEP = """
INSERT INTO core_notificationtally (user_id, unread, counted_at)
SELECT %s, coalesce(sum(n), 0), %s FROM ({counts}) AS sources (source, n)
ON CONFLICT (user_id) DO UPDATE SET unread = excluded.unread, counted_at = excluded.counted_at
RETURNING unread
"""
NOTHING = "SELECT '', 0"


@recorded("core.notification.read")
def notification_read(*, actor: User, notification: Notification) -> None:
    """Again changes nothing."""
    _note_read(actor, [notification])


@recorded("core.notification.all_read")
def notifications_read_all(*, actor: User, kind: str, now: datetime) -> int:
    """Everything that is unread at that moment, of one kind or ("") of all; how many."""
    rows = notifications(actor, found(actor, span_of(now), kind=kind, unread=True))
    _note_read(actor, rows)
    return len(rows)


@recorded("core.notification.unread")
def notification_unread(*, actor: User, notification: Notification) -> None:
    """To come back to it later."""
    rows = NotificationRead.objects.filter(user=actor, source=notification.source.code)
    rows.filter(key=notification.key).delete()
    _forget_tally(actor)


@recorded("core.notification.chosen")
def notifications_choose(
    *, actor: User, on_page: Collection[str], by_mail: Collection[str]
) -> None:
    """Of the kinds that are offered to the person, by code; what does not change leaves no
    event."""
    User.objects.select_for_update().only("pk").get(pk=actor.pk)
    before = {
        (line.kind.code, channel): wanted
        for line in chosen_kinds(actor)
        for channel, wanted in ((Channel.PAGE, line.on_page), (Channel.MAIL, line.by_mail))
    }
    after = {
        (kind.code, channel): kind.code in wanted
        for kind in kinds_of(actor)
        for channel, wanted in ((Channel.PAGE, on_page), (Channel.MAIL, by_mail))
    }
    NotificationChoice.objects.bulk_create(
        [
            NotificationChoice(user=actor, kind=kind, channel=channel, wanted=wanted)
            for (kind, channel), wanted in after.items()
            if before[kind, channel] != wanted
        ],
        update_conflicts=True,
        unique_fields=["user", "kind", "channel"],
        update_fields=["wanted"],
    )
    _forget_tally(actor)


def unread_count(user: User, now: datetime) -> int:
    """Counted and kept in one statement: the pages of the next minutes read what is kept."""
    try:
        counts, params = unread_of_each_source(user, span_of(now)).query.sql_with_params()
    except EmptyResultSet:
        counts, params = NOTHING, ()
    with connection.cursor() as cursor:
        cursor.execute(COUNT_AND_KEEP.format(counts=counts), [user.pk, now, *params])
        (unread,) = cursor.fetchone()
    return int(unread)


def _note_read(actor: User, rows: Iterable[Notification]) -> None:
    """In bulk; a room that notes its own readers does so."""
    own = []
    elsewhere = defaultdict(list)
    for row in rows:
        if row.source.acknowledged is None:
            own.append(row)
        else:
            elsewhere[row.source.acknowledged].append(row.key)
    NotificationRead.objects.bulk_create(
        [
            NotificationRead(user=actor, source=row.source.code, key=row.key, at=row.at)
            for row in own
        ],
        update_conflicts=True,
        unique_fields=["user", "source", "key"],
        update_fields=["at"],
    )
    for acknowledged, keys in elsewhere.items():
        acknowledged.note(actor, keys)
    _forget_tally(actor)


def _forget_tally(user: User) -> None:
    NotificationTally.objects.filter(user=user).delete()
