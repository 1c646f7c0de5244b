"""Every address × person: outside scope 404, without role 403, signed out 302 or 401; no page
asks more queries than it may."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from cpd_portal.core.models import NotificationTally
from tests.conftest import user_made
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


Arrive = Callable[[str], Client]


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


@pytest.fixture(scope="module")
def arrive(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Arrive]:
    """A browser-like client of somebody who signed in before; signing in anew for every door took
    two fifths of the time."""
    with django_db_blocker.unblock(), transaction.atomic():
        cookies = {person: _signed_in(person) for person in ROLES}

        def client_of(person: str) -> Client:
            client = Client()
            client.cookies.load(cookies.get(person, {}))
            return client

        yield client_of
        transaction.set_rollback(True)


def _signed_in(person: str) -> dict[str, str]:
    """Its cookies. The bell stays counted, however long the doors take."""
    role, unit = ROLES[person]
    user = user_made(role, unit, username=f"door-{person}")
    later = timezone.now() + timedelta(hours=2)
    NotificationTally.objects.filter(user=user).update(counted_at=later)
    client = Client()
    client.force_login(user)
    return {name: morsel.value for name, morsel in client.cookies.items()}


@pytest.mark.django_db
@pytest.mark.parametrize("door", DOORS, ids=lambda door: f"{door.method}-{door.name}{door.query}")
def test_door(door: Door, arrive: Arrive) -> None:
    """Everybody meets the listed answer, and no page asks more queries than it may."""
    url = address_of(door)

    visits = {person: _visit(door, url, arrive(person)) for person in PEOPLE}

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


def _visit(door: Door, url: str, client: Client) -> Visit:
    """Whatever it changed is taken back: the next person meets the address as it was made."""
    with transaction.atomic():
        with CaptureQueriesContext(connection) as asked:
            response = getattr(client, door.method)(url, **body_of(door))
        transaction.set_rollback(True)
    return Visit(response.status_code, len(asked))


def address_of(door: Door) -> str:
    return reverse(door.name, kwargs=door.make()) + door.query


def body_of(door: Door) -> dict[str, object]:
    if door.data is None:
        return {}
    if door.json:
        return {"data": door.data, "content_type": "application/json"}
    return {"data": door.data}
