"""No page asks more than ten queries, whoever looks."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cpd_portal.core.models import NotificationTally
from tests.conftest import UserMaker
from tests.doors import ROLES, Door
from tests.test_doors import DOORS

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
    "kpis:scorecard_of_year": 11,
    "strategy:list": 12,
    "strategy:project": 12,
}
VISITS = [
    pytest.param(door, person, id=f"{door.name}{door.query}-{person}")
    for door in DOORS
    if door.method == "get"
    for person in ROLES
    if door.expected[person] == 200
]


@pytest.mark.parametrize(("door", "person"), VISITS)
def test_page_asks_at_most_ten_queries(door: Door, person: str, make_user: UserMaker) -> None:
    client = Client()
    role, unit = ROLES[person]
    visitor = make_user(role, unit, username=f"visitor-{person}")
    # The bell's count is one statement on one page in five minutes: tests/notifications pins it.
    NotificationTally.objects.create(user=visitor, unread=0, counted_at=timezone.now())
    client.force_login(visitor)
    url = reverse(door.name, kwargs=door.make()) + door.query

    with CaptureQueriesContext(connection) as asked:
        client.get(url)

    assert len(asked) <= MORE.get(door.name, MOST)


def test_every_exception_names_an_address() -> None:
    assert set(MORE) <= {door.name for door in DOORS}
