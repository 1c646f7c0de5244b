"""The list and the page of a project, as a person meets them."""

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cpd_portal.core.choices import Role
from cpd_portal.core.models import User
from strategy.models import Project
from tests.conftest import UserMaker

ClientOf = Callable[[User], Client]
HtmlOf = Callable[[str], str]

pytestmark = pytest.mark.django_db


@pytest.fixture
def html_of(client_of: ClientOf, officer: User) -> HtmlOf:
    client = client_of(officer)
    return lambda address: client.get(address).content.decode()


def listed(html: str) -> list[str]:
    """Codes of the projects that the list links to."""
    return re.findall(r'href="/strategy/projects/([^/"]+)/"', html)


def test_list_shows_every_project_and_the_sums(html_of: HtmlOf) -> None:
    html = html_of("/strategy/")

    assert len(listed(html)) == 14
    assert "แสดง 14 โครงการ" in html
    assert "10 โครงการ · 125 ล้านบาท" in html
    assert "195 ล้านบาท" in html


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("?q=เตือนภัยล่วงหน้า", ["5.8"]),
        ("?q=5.10", ["5.10"]),
        ("?q=ธนาคาร  สหกรณ์", ["6.2"]),
        ("?q=๒,๐๐๐ คน", ["5.9"]),
        ("?strategy=6", ["6.1", "6.2"]),
        ("?unit=rlo", ["5.10"]),
        ("?unit=fin&strategy=4", ["4.1", "4.2"]),
        ("?q=จรวด", []),
    ],
)
def test_list_filters(html_of: HtmlOf, query: str, codes: list[str]) -> None:
    assert listed(html_of(f"/strategy/{query}")) == codes


def test_list_without_a_match_says_so(html_of: HtmlOf) -> None:
    html = html_of("/strategy/?q=จรวด")

    assert "ไม่มีโครงการที่ตรงกับคำค้นและตัวกรองที่เลือก" in html


def test_list_with_an_unknown_strategy_says_so_and_shows_all(html_of: HtmlOf) -> None:
    html = html_of("/strategy/?strategy=9")

    assert "ยุทธศาสตร์: เลือกตัวเลือกที่ถูกต้อง" in html
    assert len(listed(html)) == 14


@pytest.mark.parametrize(
    ("address", "queries"),
    [("/strategy/", 6), ("/strategy/?q=ธนาคาร", 6), ("/strategy/projects/5.8/", 6)],
)
def test_pages_take_a_fixed_number_of_queries(
    client_of: ClientOf, officer: User, address: str, queries: int
) -> None:
    client = client_of(officer)
    with CaptureQueriesContext(connection) as captured:
        client.get(address)

    own = [row["sql"] for row in captured if re.search("strategy_|core_sourceanomaly", row["sql"])]
    assert len(own) == queries


def test_project_shows_matrix_budget_and_notes(html_of: HtmlOf) -> None:
    html = html_of("/strategy/projects/5.8/")

    assert "มีระบบเตือนภัยล่วงหน้า 1 ระบบ" in html
    assert "7 กิจกรรม · 10 ล้านบาท" in html
    assert "สูงสุดปี 2561" in html
    assert '<span class="printed">โครงการที่ ๕.๔</span>' in html
    assert 'href="#note-1"' in html
    assert 'id="note-1"' in html
    assert "บรรทัด 335-357" in html


def test_project_lets_every_note_be_reached_from_its_place(html_of: HtmlOf) -> None:
    for code, notes in (("4.1", 7), ("5.3", 9), ("6.1", 8), ("6.2", 6)):
        html = html_of(f"/strategy/projects/{code}/")
        for number in range(1, notes + 1):
            assert html.count(f'id="note-{number}"') == 1, (code, number)
            assert f'href="#note-{number}"' in html, (code, number)


def test_project_shows_the_printed_number_where_ours_differs(html_of: HtmlOf) -> None:
    html = html_of("/strategy/projects/6.1/")

    assert "(พิมพ์ ๓.๓)" in html
    assert html.count("(พิมพ์ ") == 3


def test_project_without_its_beginning_says_what_is_missing(html_of: HtmlOf) -> None:
    html = html_of("/strategy/projects/4.1/")

    assert "โครงการที่ไม่มีชื่อในเอกสาร" in html
    assert '<span class="printed">ไม่มีในเอกสาร</span>' in html


def test_project_with_equal_budgets_names_no_peak(html_of: HtmlOf) -> None:
    assert "สูงสุดปี" not in html_of("/strategy/projects/4.2/")


def test_project_offers_its_nearest_neighbours(html_of: HtmlOf) -> None:
    assert listed(html_of("/strategy/projects/5.1/")) == ["5.2", "5.3"]
    assert listed(html_of("/strategy/projects/5.8/")) == ["5.6", "5.7", "5.9", "5.10"]


def test_support_looks_at_the_tables_without_changing_them(
    client: Client, make_user: UserMaker
) -> None:
    support = make_user(Role.ADMINISTRATOR)
    User.objects.filter(pk=support.pk).update(is_staff=True)
    client.force_login(support)
    project = Project.objects.get(code="5.8")

    assert client.get("/admin/strategy/project/?q=5.8").status_code == 200
    assert client.get("/admin/strategy/project/add/").status_code == 403
    assert client.post(f"/admin/strategy/project/{project.pk}/delete/").status_code == 403
    assert client.post(f"/admin/strategy/project/{project.pk}/change/").status_code == 403
