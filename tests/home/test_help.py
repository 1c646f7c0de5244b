"""The help says first what belongs to the page that somebody comes from."""

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from cpd_portal.core.models import User
from cpd_portal.home.help import TOPICS, topic_of
from tests.test_doors import DOORS

OTHER = ("api", "account", "mfa", "healthz", "admin", "openid", "filters", "verify", "metrics")
ROOMS = sorted(
    {door.name for door in DOORS if door.method == "get" and not door.name.startswith(OTHER)}
)


@pytest.mark.parametrize("page", ROOMS)
def test_every_page_has_its_help(page: str) -> None:
    assert topic_of(page) is not None


def test_page_itself_goes_before_its_room() -> None:
    found = [topic_of(page) for page in ("coops:entry", "coops:list", "unknown:page", "")]

    assert [topic.code if topic else "" for topic in found] == [
        "entry",
        "register",
        "",
        "",
    ]


def test_topics_name_pages_that_exist() -> None:
    named = [page for topic in TOPICS for page in topic.pages if ":" in page]
    known = get_resolver().namespace_dict

    for page in named:
        room, _, name = page.partition(":")
        assert name in known[room][1].reverse_dict, page


def test_own_topic_stands_first_and_each_once(client: Client, officer: User) -> None:
    client.force_login(officer)

    html = client.get("/help/?page=inspection:defects").content.decode()

    assert html.index("<h2>ข้อบกพร่อง</h2>") < html.index("<h2>ภาพรวม</h2>")
    for topic in TOPICS:
        assert html.count(f'id="{topic.code}"') == 1


def test_link_of_a_page_brings_its_name(client: Client, officer: User) -> None:
    client.force_login(officer)

    html = client.get(reverse("inspection:defects")).content.decode()

    assert 'href="/help/?page=inspection%3Adefects"' in html
