"""What many people look at is computed once after a change, however many they are.

What the rooms record leaves an event (`core.audit`): while the newest events of every table that
something is read from are the same, so is what is read. Of each table the newest twenty count,
because writes that overlap may commit in another order than their events are numbered.
"""

import pickle
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from hashlib import sha256
from typing import Any, Generic, TypeVar

import pghistory.models
from django.apps import apps
from django.core.cache import caches
from django.db import connection, transaction
from django.utils import timezone

from cpd_portal.core.prepared import Prepared

T = TypeVar("T")
Asked = tuple[object, ...]
Rooms = tuple[str, ...]
"""Labels of apps, or of single models ("coops.institution")."""
# Looking, fetching and keeping filters is recorded too; no figure follows from it.
WITHOUT = (
    "user",
    "membership",
    "savedfilter",
    "document",
    "downloadlog",
    "caseread",
    "notificationread",
    "notificationchoice",
    "sentdigest",
)
KEPT_FOR = timedelta(minutes=5)
_CLAIM = """
INSERT INTO core_kept AS known (key, state, counted_at) VALUES (%s, %s, %s)
ON CONFLICT (key) DO UPDATE SET state = excluded.state, counted_at = excluded.counted_at
WHERE known.state <> excluded.state OR known.counted_at < %s
RETURNING key
"""
_KEEP = """
WITH old AS (
    DELETE FROM core_kept WHERE key IN (
        SELECT key FROM core_kept WHERE counted_at < %s FOR UPDATE SKIP LOCKED
    )
)
UPDATE core_kept SET value = %s, counted_at = %s WHERE key = %s
"""


@dataclass(frozen=True)
class Kept(Generic[T]):
    """`counted_at`: when it was computed."""

    value: T
    counted_at: datetime


def kept_here(name: str, asked: Asked, rooms: Rooms, read: Callable[[], T]) -> Kept[T]:
    """In the memory of this process: for what is read as fast as it would be fetched."""
    return _near(name, asked, rooms, lambda key, state: Kept(read(), timezone.now()))


def kept_for_all(name: str, asked: Asked, rooms: Rooms, read: Callable[[], T]) -> Kept[T]:
    """The first who comes after a change computes; the others, of whatever process, wait for him
    and find what he kept."""
    return _near(name, asked, rooms, lambda key, state: _of_all(key, state, read))


def _near(
    name: str, asked: Asked, rooms: Rooms, otherwise: Callable[[str, str], Kept[T]]
) -> Kept[T]:
    """One question to the database whether anything changed."""
    near = caches["near"]
    key, state = f"{name}:{_digest(asked, timezone.localdate())}", _digest(*_newest_events(rooms))
    found: Kept[T] | None = near.get(key + state)
    if found is None:
        found = otherwise(key, state)
        ends = found.counted_at + KEPT_FOR
        near.set(key + state, found, (ends - timezone.now()).total_seconds())
    return found


def _of_all(key: str, state: str, read: Callable[[], T]) -> Kept[T]:
    with transaction.atomic(savepoint=False):
        if _is_first(key, state):
            return _keep(key, Kept(read(), timezone.now()))
    return _found(key, state) or Kept(read(), timezone.now())


def _is_first(key: str, state: str) -> bool:
    """Whoever is second waits here until the first has committed."""
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, [key, state, now, now - KEPT_FOR])
        return cursor.fetchone() is not None


def _keep(key: str, found: Kept[T]) -> Kept[T]:
    last_use = found.counted_at - KEPT_FOR
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, [last_use, pickle.dumps(found), found.counted_at, key])
    return found


def _found(key: str, state: str) -> Kept[Any] | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT value FROM core_kept WHERE key = %s AND state = %s", [key, state])
        row = cursor.fetchone()
    found: Kept[Any] | None = row and pickle.loads(row[0])  # noqa: S301  only `_keep` writes it
    return found


def _digest(*parts: object) -> str:
    return sha256(repr(parts).encode()).hexdigest()


def _newest_events(rooms: Rooms) -> tuple[Any, ...]:
    """Of every table of events one number that grows with each event that can be seen: one query
    that looks at the end of their keys."""
    return _question(rooms).rows()[0]


@cache
def _question(rooms: Rooms) -> Prepared:
    """Written once: building it as a queryset took longer than running it."""
    names = (connection.ops.quote_name(table._meta.db_table) for table in event_tables(rooms))
    newest = (f"SELECT pgh_id FROM {name} ORDER BY pgh_id DESC LIMIT 20" for name in names)
    sums = (f"(SELECT sum(pgh_id) FROM ({rows}) AS newest)" for rows in newest)
    return Prepared(f"SELECT {', '.join(sums)}")  # noqa: S608  names of our own tables


def event_tables(rooms: Rooms) -> list[Any]:
    tables = [
        model
        for model in apps.get_models()
        if issubclass(model, pghistory.models.Event) and _is_watched(model, rooms)
    ]
    return sorted(tables, key=lambda table: str(table._meta.label))


def _is_watched(table: Any, rooms: Rooms) -> bool:
    told = table.pgh_tracked_model._meta
    return not {told.app_label, told.label_lower}.isdisjoint(rooms) and not _is_only_read(
        str(told.model_name)
    )


def _is_only_read(name: str) -> bool:
    return name in WITHOUT or name.endswith("download")
