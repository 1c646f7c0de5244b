"""Every address × person: outside scope 404, without role 403, signed out 302 or 401."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from cpd_portal.core.models import User
from tests.conftest import UserMaker
from tests.doors import PEOPLE, ROLES, Door

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


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("door", DOORS, ids=lambda door: f"{door.method}-{door.name}{door.query}")
def test_door(door: Door, person: str, make_user: UserMaker) -> None:
    client = Client()
    if person != "anonymous":
        client.force_login(_person(person, make_user))
    response = getattr(client, door.method)(address_of(door), **body_of(door))

    assert response.status_code == door.expected[person]


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
