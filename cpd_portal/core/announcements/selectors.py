"""Reads of announcements for pages and for the frame around them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count

from cpd_portal.core.announcements.models import Announcement
from cpd_portal.core.announcements.querysets import AnnouncementQuerySet
from cpd_portal.core.guards import is_national_administrator
from cpd_portal.core.models.people import User
from cpd_portal.core.models.places import OrgUnit

SHOWN_AT_ONCE = 3
LISTED = 100


@dataclass(frozen=True)
class Notice:
    """An unread announcement as the frame of a page shows it."""

    pk: int
    title: str
    body: str
    ends: date


def notices(told: Iterable[Mapping[str, Any]]) -> list[Notice]:
    """As the frame of a page reads them (`core/frame.py`)."""
    return [Notice(**{**row, "ends": date.fromisoformat(row["ends"])}) for row in told]


def unread_notices(user: User, today: date) -> list[Notice]:
    rows = _unread(user, today)[:SHOWN_AT_ONCE]
    return [Notice(row.pk, row.title, row.body, row.ends) for row in rows]


@dataclass(frozen=True)
class CurrentLine:
    announcement: Announcement
    unread: bool


@dataclass(frozen=True)
class ManagedLine:
    """`readers`: how many people have read it."""

    announcement: Announcement
    units: list[str]
    readers: int


def current(user: User, today: date) -> list[CurrentLine]:
    """What is meant for the person today, read or not."""
    unread = set(_unread(user, today).values_list("pk", flat=True))
    rows = Announcement.objects.meant_for(user).shown_on(today).select_related("author")
    return [CurrentLine(row, row.pk in unread) for row in rows]


def managed(user: User) -> list[ManagedLine]:
    """The newest of those that the person published; the administrator of the department
    sees everybody's."""
    rows = Announcement.objects.visible_to(user)
    if not is_national_administrator(user):
        rows = rows.filter(author=user)
    found = list(rows.select_related("author").annotate(readers=Count("reads"))[:LISTED])
    codes = {code for row in found for code in row.units}
    names = dict(OrgUnit.objects.filter(code__in=codes).values_list("code", "short_name"))
    return [
        ManagedLine(row, [names.get(code, code) for code in row.units], row.readers)
        for row in found
    ]


def _unread(user: User, today: date) -> AnnouncementQuerySet:
    rows: AnnouncementQuerySet = Announcement.objects.meant_for(user).shown_on(today)
    return rows.unread_by(user)
