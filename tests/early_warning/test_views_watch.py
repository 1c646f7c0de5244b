"""The watchlist and the health page."""

from typing import Any

import pytest
from django.test import Client

from coops.models import Institution
from cpd_portal.core.choices import Role
from cpd_portal.core.models import User
from early_warning.selectors.health import FEWEST_PEERS
from early_warning.selectors.watchlist import WatchChoice, tile, watched
from tests.conftest import UserMaker
from tests.coops.rows import make_institution
from tests.early_warning.facts import make_facts, make_statement
from tests.early_warning.test_readings import follow, good, losing

pytestmark = pytest.mark.django_db


def names(user: User, **filters: str) -> set[str]:
    return {row.institution.name for row in watched(user, WatchChoice(**filters))}


def page(client: Client, user: User, url: str) -> Any:
    client.force_login(user)
    return client.get(url)


def health_url(institution: Institution) -> str:
    return f"/early-warning/institutions/{institution.registration_no}/"


def test_watchlist_shows_only_what_is_on_a_level(officer: User, client: Client) -> None:
    good()
    institution = losing()
    follow()

    shown = page(client, officer, "/early-warning/").content.decode()

    assert names(officer) == {institution.name}
    assert "ขาดทุนติดต่อกัน (ปี): ขาดทุนปี 2569, 2568" in shown
    assert "1 แห่ง" in shown


def test_watchlist_filters(officer: User) -> None:
    institution = losing()
    follow()

    assert names(officer, signal="loss_years", rank="2") == {institution.name}
    assert names(officer, signal="stopped") == set()
    assert names(officer, rank="3") == names(officer, type_code="savings") == set()
    assert names(officer, q=institution.registration_no) == {institution.name}
    assert names(officer, q="ไม่มีชื่อนี้") == set()


def test_outsider_sees_nothing_of_it(make_user: UserMaker, client: Client) -> None:
    institution = losing()
    follow()
    outsider = make_user(Role.OFFICER, "51", username="elsewhere")

    assert names(outsider) == set()
    assert tile(outsider).on_watch == 0
    assert page(client, outsider, health_url(institution)).status_code == 404


def test_tile_counts_the_rows_of_the_list(executive: User) -> None:
    losing()
    good()
    follow()
    found = tile(executive)

    assert found.levels == [(3, "วิกฤต", 0), (2, "เสี่ยง", 1), (1, "เฝ้าระวัง", 0)]
    assert (found.read, found.on_watch) == (2, 1)
    assert all(
        watched(executive, WatchChoice(rank=str(rank))).count() == count
        for rank, _, count in found.levels
    )


def test_health_page_names_value_band_and_past(officer: User, client: Client) -> None:
    institution = losing()
    follow()

    shown = page(client, officer, health_url(institution))

    lines = {line.signal.code: line for line in shown.context["health"].lines}
    ratio = lines["debt_to_equity"]
    assert (str(ratio.value), str(ratio.row.alarm)) == ("0.5000", "4")
    assert [year.fiscal_year for year in ratio.past] == [2568, 2569]
    assert "เฝ้าระวัง 2 · เตือน 4" in shown.content.decode()
    assert "เปิดคำเตือน" not in shown.content.decode()


def test_peers_are_hidden_below_the_least_number(officer: User, client: Client) -> None:
    own = losing()
    for office in ("51", "52", "53"):
        good(office)
    follow()
    few = page(client, officer, health_url(own)).context["health"]
    good("54")
    follow()
    enough = page(client, officer, health_url(own)).context["health"]

    assert few.group_size == FEWEST_PEERS - 1
    assert all(line.peers is None for line in few.lines)
    assert enough.group_size == FEWEST_PEERS
    peers = next(line.peers for line in enough.lines if line.signal.code == "debt_to_equity")
    assert (peers.count, str(peers.median), peers.percentile) == (5, "0.5000", 0)


def test_peers_never_name_anybody_else(officer: User, client: Client) -> None:
    own = losing()
    others = [good(office, name=f"สหกรณ์ลับ{office}") for office in ("51", "52", "53", "54")]
    follow()

    shown = page(client, officer, health_url(own)).content.decode()

    assert "กลุ่มเทียบ: " in shown
    assert not [other for other in others if other.name in shown or other.registration_no in shown]


def test_institution_without_reading_says_so(officer: User, client: Client) -> None:
    shown = page(client, officer, health_url(make_institution("50"))).content.decode()

    assert "ยังไม่ได้คำนวณสัญญาณของแห่งนี้" in shown


def test_running_meeting_clock_counts_down(officer: User, client: Client) -> None:
    institution = make_institution("50")
    make_statement(institution)
    make_facts(institution, general_meeting_on=None)
    follow()

    lines = page(client, officer, health_url(institution)).context["health"].lines
    (meeting,) = [line for line in lines if line.signal.code == "meeting"]
    assert str(meeting.due_on) == "2026-08-28"
    assert meeting.days_left < 0
