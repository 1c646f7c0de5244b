"""What many people look at is computed once after a change, however many they are.

What the rooms record leaves an event (`core.audit`): while the newest events of every table that
something is read from are the same, so is what is read. Of each table the newest twenty count,
because writes that overlap may commit in another order than their events are numbered.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hashlib import sha256
from threading import RLock
from typing import Any, Generic, TypeVar

import pghistory.models
from django.apps import apps
from django.core.cache import cache as store
from django.core.cache import caches
from django.db import connection, transaction
from django.utils import timezone

from cpd_portal.core.locks import lock_key

T = TypeVar("T")
Asked = tuple[object, ...]
Rooms = tuple[str, ...]
"""Labels of apps."""
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
SECONDS = 5 * 60
_COMPUTING = RLock()


@dataclass(frozen=True)
class Kept(Generic[T]):
    """`counted_at`: when it was computed."""

    value: T
    counted_at: datetime


def kept_for_all(name: str, asked: Asked, rooms: Rooms, read: Callable[[], T]) -> Kept[T]:
    """In the database, for every process: the first who comes computes, the others wait for him
    and find what he kept. For what takes longer than keeping it."""
    key = _key(name, asked, rooms)
    found: Kept[T] | None = store.get(key)
    if found is not None:
        return found
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [lock_key(key)])
        return _found_or_read(store, key, read)


def kept_here(name: str, asked: Asked, rooms: Rooms, read: Callable[[], T]) -> Kept[T]:
    """In the memory of this process: one question to the database whether anything changed."""
    near = caches["near"]
    key = _key(name, asked, rooms)
    found: Kept[T] | None = near.get(key)
    if found is not None:
        return found
    with _COMPUTING:
        return _found_or_read(near, key, read)


def _found_or_read(place: Any, key: str, read: Callable[[], T]) -> Kept[T]:
    found: Kept[T] | None = place.get(key)
    if found is None:
        found = Kept(read(), timezone.now())
        place.set(key, found, SECONDS)
    return found


def _key(name: str, asked: Asked, rooms: Rooms) -> str:
    whole = (asked, timezone.localdate(), _newest_events(rooms))
    return f"{name}:{sha256(repr(whole).encode()).hexdigest()}"


def _newest_events(rooms: Rooms) -> tuple[Any, ...]:
    """Of every table of events one number that grows with each event that can be seen: one query
    that looks at the end of their keys."""
    with connection.cursor() as cursor:
        cursor.execute(_question(rooms))
        return tuple(cursor.fetchone())


@cache
def _question(rooms: Rooms) -> str:
    """Written once: building it as a queryset took longer than running it."""
    names = (connection.ops.quote_name(table._meta.db_table) for table in _event_tables(rooms))
    newest = (f"SELECT pgh_id FROM {name} ORDER BY pgh_id DESC LIMIT 20" for name in names)
    sums = (f"(SELECT sum(pgh_id) FROM ({rows}) AS newest)" for rows in newest)
    return f"SELECT {', '.join(sums)}"  # noqa: S608  names of our own tables


def _event_tables(rooms: Rooms) -> list[Any]:
    tables: list[Any] = [
        model
        for model in apps.get_models()
        if issubclass(model, pghistory.models.Event) and model._meta.app_label in rooms
    ]
    names = {table: table.pgh_tracked_model._meta.model_name for table in tables}
    watched = [table for table, name in names.items() if not _is_only_read(name)]
    return sorted(watched, key=lambda table: str(table._meta.label))


def _is_only_read(name: str) -> bool:
    return name in WITHOUT or name.endswith("download")
