"""The pages of the scorecard."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cpd_portal.core.models import User
from kpis.services import result_appeal
from tests.conftest import UserMaker
from tests.kpis.entered import Desk
from tests.statements import asked_texts

SignIn = Callable[[User], Client]


@pytest.fixture
def html_of(client_of: SignIn, executive: User) -> Callable[[str], str]:
    client = client_of(executive)

    def get(address: str) -> str:
        response = client.get(address)
        assert response.status_code == 200
        return str(response.content.decode())

    return get


def test_scorecard_leads_to_the_newest_year(client_of: SignIn, executive: User) -> None:
    response = client_of(executive).get("/kpis/")
    assert (response.status_code, response["Location"]) == (302, "/kpis/2567/")


def test_scorecard_without_results_says_so_and_shows_the_range(
    html_of: Callable[[str], str],
) -> None:
    html = html_of("/kpis/2567/")
    assert html.count("ยังไม่มีผล") > 13
    assert "ยังไม่มีผล 13 จาก 13 ตัวชี้วัด" in html
    assert "0.00 ถึง 100.00" in html
    assert "คือตั้งแต่ระดับต้องปรับปรุงถึงระดับคุณภาพ" in html


def test_scorecard_shows_groups_with_weights_and_printed_tiers(
    html_of: Callable[[str], str],
) -> None:
    html = html_of("/kpis/2567/")
    assert "1.1 ตัวชี้วัดตามภารกิจ (Functional KPIs)" in html
    assert "80,397.08" in html
    assert "คุณภาพ 100 ลงทะเบียน 90" in html


@pytest.mark.parametrize("address", ["/kpis/2599/", "/kpis/2567/14/", "/kpis/2567/0/"])
def test_page_of_an_unknown_year_or_kpi_is_not_found(
    client_of: SignIn, executive: User, address: str
) -> None:
    assert client_of(executive).get(address).status_code == 404


@pytest.mark.parametrize("number", range(1, 14))
def test_every_kpi_has_a_page_with_criteria_and_source_notes(
    html_of: Callable[[str], str], number: int
) -> None:
    html = html_of(f"/kpis/2567/{number}/")
    assert "เกณฑ์การประเมิน" in html
    assert "ต้นฉบับพิมพ์ว่า" in html
    assert "ลองคำนวณคะแนน" in html


def test_kpi_page_keeps_what_stands_in_place_of_a_number(html_of: Callable[[str], str]) -> None:
    html = html_of("/kpis/2567/3/")
    assert html.count('<span class="faint">N/A</span>') == 2
    assert "8,573.67" in html


def test_kpi_page_says_that_a_reporter_is_not_printed(html_of: Callable[[str], str]) -> None:
    assert "<dt>ผู้รายงาน</dt><dd>ไม่ได้พิมพ์ไว้</dd>" in html_of("/kpis/2567/13/")


@pytest.mark.parametrize("typed", ["45.00", "๔๕.๐๐", "45"])
def test_trial_shows_score_and_trace(html_of: Callable[[str], str], typed: str) -> None:
    html = html_of(f"/kpis/2567/5/?round=12m&value={typed}")
    assert "รอบ 12 เดือน: 62.24 คะแนน" in html
    assert "50 + 25 × (45.00 − 43.08) ÷ (47 − 43.08)" in html


def test_trial_takes_thousands_separators(html_of: Callable[[str], str]) -> None:
    assert "รอบ 12 เดือน: 66.97 คะแนน" in html_of("/kpis/2567/8/?round=12m&value=3,500")


def test_trial_of_a_composite_result_asks_for_each_figure(html_of: Callable[[str], str]) -> None:
    html = html_of("/kpis/2567/9/?quality_pct=100&registered_pct=94.44")
    assert "รอบ 12 เดือน: 75.00 คะแนน" in html


def test_trial_without_a_survey_earns_the_printed_zero(html_of: Callable[[str], str]) -> None:
    assert "รอบ 12 เดือน: 0.00 คะแนน" in html_of("/kpis/2567/11/?value=")


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("round=12m&value=มาก", "ต้องเป็นตัวเลข เช่น 45.00"),
        ("round=12m&value=", "กรอกผลเป็นตัวเลข เช่น 45.00"),
        ("round=12m&value=-1", "ต้องไม่น้อยกว่า 0"),
        ("round=12m&value=NaN", "ต้องเป็นตัวเลข เช่น 45.00"),
        ("round=12m&value=1e400", "ต้องเป็นตัวเลข เช่น 45.00"),
        ("round=9m&value=45", "ตัวชี้วัดนี้ไม่มีรอบที่เลือก"),
        ("value=45", "เลือกรอบประเมิน"),
    ],
)
def test_trial_of_bad_input_is_refused_in_thai(
    html_of: Callable[[str], str], query: str, message: str
) -> None:
    html = html_of(f"/kpis/2567/5/?{query}")
    assert message in html
    assert "มีข้อมูลที่ต้องแก้ไข 1 ค่า" in html
    assert 'role="status"><h3>' not in html


def own_queries(client: Client, address: str) -> int:
    """Queries of the page itself, without those of the frame around it, when it is looked at
    again."""
    client.get(address)
    return queries_of_look(client, address)


def queries_of_look(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    tables = ('FROM "kpis_', 'FROM "coops_', 'FROM "core_sourceanomaly"')
    return len([text for text in asked_texts(queries) if any(table in text for table in tables)])


def test_scorecard_reads_a_fixed_number_of_queries(client_of: SignIn, executive: User) -> None:
    """The first look asks whether anything changed and reads all; the next only asks."""
    client = client_of(executive)
    client.get("/kpis/2567/5/")

    looks = [queries_of_look(client, "/kpis/2567/") for _ in range(2)]

    assert looks == [7, 2]


def test_kpi_page_reads_a_fixed_number_of_queries(client_of: SignIn, executive: User) -> None:
    assert own_queries(client_of(executive), "/kpis/2567/5/") == 7


def test_kpi_page_asks_no_more_with_results_of_years(
    client_of: SignIn, executive: User, make_user: UserMaker
) -> None:
    client = client_of(executive)
    before = own_queries(client, "/kpis/2567/4/")
    Desk(make_user).frozen(4)
    assert own_queries(client, "/kpis/2567/4/") == before == 5


def test_kpi_page_shows_the_stored_result_that_counts(
    client_of: SignIn, executive: User, make_user: UserMaker
) -> None:
    Desk(make_user).frozen(4, "80000.00")
    html = client_of(executive).get("/kpis/2567/4/").content.decode()
    assert "ผลรอบ 12 เดือนที่บันทึก" in html
    assert "80,000.00<small>บาท/ครัวเรือน/ปี</small>" in html
    assert "ปิดผนึกแล้ว" in html
    assert f'href="{reverse("kpis:result", args=[2567, 4, "12m"])}"' in html
    assert "ยังไม่มีผล" not in html


def test_kpi_page_shows_an_open_appeal_beside_the_sealed_result(
    client_of: SignIn, executive: User, make_user: UserMaker
) -> None:
    desk = Desk(make_user)
    result_appeal(actor=desk.planner, result=desk.frozen(4), reason="ตรวจพบหลักฐานใหม่")
    html = client_of(executive).get("/kpis/2567/4/").content.decode()
    assert "ผลที่ปิดผนึกยังใช้อยู่จนกว่าจะปิดผนึกครั้งใหม่" in html


def test_trial_asks_for_the_figures_in_the_printed_order(html_of: Callable[[str], str]) -> None:
    html = html_of("/kpis/2567/10/")
    places = [html.index(f'name="{part}"') for part in ("raised_1_to_7", "raised", "shared")]
    assert places == sorted(places)
