from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.test import Client

from cpd_portal.core.models import User
from cpd_portal.home.picture.headlines import headlines
from cpd_portal.home.picture.message import message
from cpd_portal.home.picture.provinces import provinces
from cpd_portal.home.picture.scope import Scope
from cpd_portal.home.picture.tiers import tiers
from cpd_portal.thai.dates import BANGKOK
from tests.coops.facts import cooperative, group
from tests.coops.rows import make_assessment, make_group

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


def country(user: User, fiscal_year: int = 2567) -> Scope:
    return Scope(viewer=user, fiscal_year=fiscal_year, today=date(2024, 10, 28), is_shared=True)


@pytest.fixture
def few_assessments() -> None:
    make_assessment(facts=cooperative(), fiscal_year=2567)
    make_assessment(facts=cooperative(), fiscal_year=2567, office="51")
    make_assessment(fiscal_year=2567, office="51")
    make_assessment(make_group(), facts=group(), fiscal_year=2567)


def test_overview_counts_incomplete_ones_in_the_population(
    executive: User, few_assessments: None
) -> None:
    rows = {line.strength.title: line.strength for line in tiers(country(executive))}

    agricultural = rows["สหกรณ์ภาคการเกษตร"]
    assert agricultural.population == 3
    assert agricultural.without_tier == 1
    assert str(agricultural.strong.share) == "66.67"
    assert agricultural.is_provisional


def test_overview_measures_kpi_5_and_6(executive: User, few_assessments: None) -> None:
    figures = headlines(country(executive)).key_figures

    assert [figure.line.number for figure in figures] == [5, 6]
    assert [figure.strength.population for figure in figures] == [3, 1]


def test_message_says_the_figures_of_the_page_their_day_and_that_they_are_sample(
    executive: User, few_assessments: None
) -> None:
    scope, now = country(executive), datetime(2024, 10, 28, 9, 15, tzinfo=BANGKOK)
    lines = message(headlines(scope), scope, now, is_sample=True).splitlines()

    assert lines[:2] == ["ภาพรวมปีงบประมาณ 2567 ทั้งประเทศ", "(มีข้อมูลตัวอย่าง ใช้อ้างอิงไม่ได้)"]
    assert "ชั้น 1 และ 2: ร้อยละ 66.67 (2 จาก 3 แห่ง) ผลเบื้องต้น" in lines[3]
    assert lines[-2:] == [
        "• ส่งข้อมูลแล้ว 0 จาก 78 สำนักงาน อนุมัติแล้ว 0",
        "ข้อมูล ณ 28\u00a0ต.ค.\u00a02567 09.15\u00a0น.",
    ]
    assert "ตัวอย่าง" not in message(headlines(scope), scope, now, is_sample=False)


def test_map_leaves_provinces_without_result_open(executive: User, few_assessments: None) -> None:
    rows = {row.name: row for row in provinces(country(executive)).map.rows}

    assert len(rows) == 77
    assert str(rows["เชียงใหม่"].value) == "100.00"
    assert rows["เชียงใหม่"].detail == "1 จาก 1 แห่ง"
    assert (rows["ลำพูน"].value, rows["ลำพูน"].detail) == (None, "กรอกครบ 1 จาก 2 แห่ง")
    assert rows["กระบี่"].value is None


def test_lists_leave_out_provinces_with_few(executive: User, few_assessments: None) -> None:
    shown = provinces(country(executive))

    assert (shown.best, shown.worst) == ([], [])


def test_year_without_scorecard_shows_no_figures(executive: User) -> None:
    shown = headlines(country(executive, 2566))

    assert shown.scorecard is None
    assert shown.key_figures == []


def test_page_counts_offices_that_have_not_sent(executive: User, client_of: SignIn) -> None:
    page = client_of(executive).get("/").content.decode()

    assert "ภาพรวมกรม ปีงบประมาณ 2566" in page
    assert "<b>0</b> จาก 78 สำนักงาน" in page


def test_page_query_count(
    executive: User,
    few_assessments: None,
    client_of: SignIn,
    django_assert_max_num_queries: Callable[[int], object],
) -> None:
    client = client_of(executive)
    client.post("/context/", {"period": "2567-12m"})

    with django_assert_max_num_queries(15):  # type: ignore[attr-defined]
        client.get("/?province=50")
    with django_assert_max_num_queries(9):  # type: ignore[attr-defined]
        client.get("/?province=50")


def test_page_shows_what_has_been_recorded_since_the_last_look(
    executive: User, client_of: SignIn
) -> None:
    client = client_of(executive)
    client.post("/context/", {"period": "2567-12m"})
    before = client.get("/").context["overview"].key_figures
    make_assessment(facts=cooperative(), fiscal_year=2567)
    after = client.get("/").context["overview"].key_figures

    assert [len(found) for found in (before, after)] == [0, 1]
