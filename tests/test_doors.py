"""Every address × person: outside scope 404, without role 403, signed out 302 or 401; no page
asks more queries than it may."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from cpd_portal.core.models import User
from tests.conftest import UserMaker
from tests.doors import PEOPLE, ROLES, Door

MOST = 10
# Written before the bound; these may only fall.
MORE: dict[str, int] = {
    # One for each kind of choice that any report offers: the watch levels were the last.
    "api:report-catalogue": 19,
    "home:index": 13,
    # The first look after a change: to keep what it counted takes ten more than to find it.
    # tests/home/test_picture.py pins the second look.
    "home:part": 24,
    "kpis:detail": 12,
    # The first look after a change also asks whether anything changed; the second asks five
    # fewer, which tests/kpis/test_pages.py pins.
    "kpis:scorecard_of_year": 12,
    # One for each kind of rows that may be removed: read notifications and digests were the last.
    "retention:preview": 12,
    "strategy:list": 12,
    "strategy:project": 12,
}
DOORS: list[Door] = [
    door
    for path in sorted(Path(__file__).parent.glob("*/doors.py"))
    for door in import_module(f"tests.{path.parent.name}.doors").DOORS
]


def _names(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            if pattern.namespace != "admin":
                yield from _names(pattern.url_patterns, inner)
        else:
            yield f"{space}{pattern.name}"


def test_every_address_has_a_row() -> None:
    known = {door.name for door in DOORS}

    assert set(_names(get_resolver().url_patterns)) - known == set()


@pytest.mark.parametrize("door", DOORS, ids=lambda door: f"{door.method}-{door.name}{door.query}")
def test_door(door: Door, make_user: UserMaker) -> None:
    """Everybody meets the listed answer, and no page asks more queries than it may."""
    url = address_of(door)

    visits = {person: _visit(door, url, person, make_user) for person in PEOPLE}

    assert {person: visit.status for person, visit in visits.items()} == door.expected
    if door.method == "get":
        most = MORE.get(door.name, MOST)
        shown = {person: visit.queries for person, visit in visits.items() if visit.status == 200}
        assert {person: asked for person, asked in shown.items() if asked > most} == {}


def test_every_exception_names_an_address() -> None:
    assert set(MORE) <= {door.name for door in DOORS}


@dataclass(frozen=True)
class Visit:
    status: int
    queries: int


def _visit(door: Door, url: str, person: str, make_user: UserMaker) -> Visit:
    """Whatever it changed is taken back: the next person meets the address as it was made."""
    with transaction.atomic():
        client = Client()
        if person != "anonymous":
            client.force_login(_person(person, make_user))
        with CaptureQueriesContext(connection) as asked:
            response = getattr(client, door.method)(url, **body_of(door))
        transaction.set_rollback(True)
    return Visit(response.status_code, len(asked))


def _person(person: str, make_user: UserMaker) -> User:
    role, unit = ROLES[person]
    return make_user(role, unit, username=f"door-{person}")


def address_of(door: Door) -> str:
    return reverse(door.name, kwargs=door.make()) + door.query


def body_of(door: Door) -> dict[str, object]:
    if door.data is None:
        return {}
    if door.json:
        return {"data": door.data, "content_type": "application/json"}
    return {"data": door.data}
