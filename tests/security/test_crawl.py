"""Pages as somebody who may see them, with hostile texts in the database and in their forms.

The suite takes a share of the addresses, always the same one, and sends each form one kind of
hostile values, within a minute; `make fuzz` takes all of them, every kind, as everybody able.
"""

import os
from collections.abc import Iterator
from zlib import crc32

import pytest
from django.test import Client
from django.urls import reverse

from coops.models import Institution
from cpd_portal.core.models import User
from tests.conftest import UserMaker
from tests.coops.rows import make_institution
from tests.documents.conftest import media, private_queue
from tests.doors import Door
from tests.inspection.rows import make_defect
from tests.registrar.cases import make_case
from tests.security.api_fuzz import undone
from tests.security.crawler import Crawler
from tests.security.not_reached import NOT_REACHED
from tests.security.people import people
from tests.security.stored import SECRET, poison
from tests.test_doors import DOORS

__all__ = ["media", "private_queue"]
LONG = bool(os.environ.get("FUZZ_EXAMPLES"))
OF_OFFICE_50 = ("officer", "chief", "inspector")
PEOPLE = (*OF_OFFICE_50, "executive", "planner", "registrar", "legal", "administrator")
REACHED = (200, 204, 302, 422)
ONE_IN = 3
"""The suite's share of the addresses."""


class World:
    """Objects of office 50, and of office 51 what nobody of 50 may read or change."""

    def __init__(self) -> None:
        self.foreign = make_institution("51", name=f"สหกรณ์{SECRET} จำกัด", address=SECRET)
        make_defect(self.foreign, title=f"ข้อบกพร่อง{SECRET}", facts=SECRET)
        make_case(self.foreign, title=f"เรื่อง{SECRET}", facts=SECRET)
        self._before = self._foreign_now()

    def changed(self) -> Iterator[str]:
        """What no form may do."""
        if self._foreign_now() != self._before:
            yield "changed an institution of office 51"
        if User.objects.filter(is_superuser=True).exists():
            yield "made somebody all-powerful"

    def _foreign_now(self) -> object:
        return Institution.objects.filter(pk=self.foreign.pk).values().get()


@pytest.fixture
def world(db: None) -> World:
    return World()


@pytest.fixture
def crawlers(world: World, make_user: UserMaker) -> dict[str, Crawler]:
    made: dict[str, Crawler] = {}
    attacked: set[tuple[str, ...]] = set()
    for name, user in people(make_user, *PEOPLE).items():
        client = Client()
        client.force_login(user)
        forbidden = (SECRET,) if name in OF_OFFICE_50 else ()
        own = set[tuple[str, ...]]() if LONG else attacked
        made[name] = Crawler(client, name, forbidden, world.changed, own, thorough=LONG)
    return made


def test_crawl_from_home(crawlers: dict[str, Crawler]) -> None:
    make_case(make_institution("50"))
    poison()
    for name in crawlers if LONG else ("officer",):
        crawlers[name].walk("/", most_of_a_name=3 if LONG else 1)

    fail_for(crawlers)


def test_crawl_and_fuzz_of_every_address(
    crawlers: dict[str, Crawler], media: object, private_queue: object
) -> None:
    poison()
    doors = PAGES if LONG else _share()
    for number, door in enumerate(doors):
        for name in persons(door, number):
            with undone():
                try_door(crawlers[name], door)
    reached = {name for crawler in crawlers.values() for name in crawler.answered}

    fail_for(crawlers)
    assert {door.name for door in doors} - reached <= set(NOT_REACHED)


def test_names_not_reached_are_those_of_pages() -> None:
    assert set(NOT_REACHED) <= {door.name for door in PAGES}


PAGES = [door for door in DOORS if not door.name.startswith("api:") and not door.json]


def _share() -> list[Door]:
    """Of an address and method the row that most people may enter; which addresses depends on
    their names alone, so that a new page changes nothing for the others."""
    by_welcome = sorted(PAGES, key=lambda door: len(persons(door, 0, every=True)))
    one_of_each = {(door.name, door.method): door for door in by_welcome}.values()
    return [door for door in one_of_each if crc32(door.name.encode()) % ONE_IN == 0]


def persons(door: Door, number: int, *, every: bool = LONG) -> list[str]:
    """Who gets in: all of them, or one by turns."""
    able = [name for name in PEOPLE if door.expected[name] in REACHED]
    if every or not able:
        return able
    return [able[number % len(able)]]


def try_door(crawler: Crawler, door: Door) -> None:
    address = reverse(door.name, kwargs=door.make()) + door.query
    poison()
    if door.method == "get":
        page = crawler.get(address)
        for form in page.forms if page else ():
            crawler.attack(form)
    else:
        for sent in crawler.hostile_posts(address, door.data or {}):
            crawler.post(address, sent)


def fail_for(crawlers: dict[str, Crawler]) -> None:
    broken = [told for crawler in crawlers.values() for told in crawler.broken]
    if broken:
        pytest.fail("\n".join(broken[:60]), pytrace=False)
