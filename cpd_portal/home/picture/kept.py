"""A picture is computed once after a change, however many people look at it.

What the rooms record leaves an event (`core.audit`): while no table of events that a part reads
from has a new row, and the day is the same, so is the part. A past day is kept by itself. Two
writes that overlap may commit in the other order than their events are numbered; what such a
pair hides shows after five minutes.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hashlib import sha256
from typing import Any, Generic, TypeVar

import pghistory.models
from django.apps import apps
from django.core.cache import cache as store
from django.db import connection, transaction
from django.utils import timezone

from cpd_portal.core.locks import lock_key
from cpd_portal.home.picture.parts import Part
from cpd_portal.home.picture.scope import Scope

T = TypeVar("T")
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


@dataclass(frozen=True)
class Kept(Generic[T]):
    """`counted_at`: when the figures were computed."""

    value: T
    counted_at: datetime


def kept(part: Part, scope: Scope) -> Kept[Any]:
    """Of one of the parts. What only some people see is computed for each."""
    if not scope.is_shared:
        return Kept(part.read(scope), timezone.now())
    key = _key(part, scope)
    found: Kept[Any] | None = store.get(key)
    return found if found is not None else _computed_once(key, lambda: part.read(scope))


def _computed_once(key: str, read: Callable[[], T]) -> Kept[T]:
    """The first who comes computes; the others wait for him and find what he kept."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [lock_key(key)])
        found: Kept[T] | None = store.get(key)
        if found is None:
            found = Kept(read(), timezone.now())
            store.set(key, found, SECONDS)
        return found


def _key(part: Part, scope: Scope) -> str:
    chosen = () if part.is_national else (scope.code, scope.population.value, scope.province)
    day = None if part.is_of_now else scope.day
    asked = (part.code, chosen, scope.fiscal_year, scope.today, day, _last_events(part.rooms))
    return f"picture:{sha256(repr(asked).encode()).hexdigest()}"


def _last_events(rooms: tuple[str, ...]) -> tuple[int | None, ...]:
    """The newest event of every table: one query that looks at the end of their keys."""
    with connection.cursor() as cursor:
        cursor.execute(_newest_of(rooms))
        return tuple(cursor.fetchone())


@cache
def _newest_of(rooms: tuple[str, ...]) -> str:
    """Written once: building it as a queryset took longer than running it."""
    tables = (connection.ops.quote_name(table._meta.db_table) for table in _event_tables(rooms))
    newest = (f"(SELECT pgh_id FROM {name} ORDER BY pgh_id DESC LIMIT 1)" for name in tables)
    return f"SELECT {', '.join(newest)}"  # noqa: S608  names of our own tables


def _event_tables(rooms: Sequence[str]) -> list[Any]:
    tables = [
        model
        for model in apps.get_models()
        if issubclass(model, pghistory.models.Event) and model._meta.app_label in rooms
    ]
    names = {table: _tracked(table)._meta.model_name for table in tables}
    watched = [table for table, name in names.items() if not _is_only_read(name)]
    return sorted(watched, key=lambda table: table._meta.label)


def _tracked(table: Any) -> Any:
    return table.pgh_tracked_model


def _is_only_read(name: str) -> bool:
    return name in WITHOUT or name.endswith("download")
