"""The assessment form: what is saved, refused, kept, and shown to whom."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from coops.entry import FORM_CODE
from coops.models import Assessment, RuleSet
from coops.services import assessment_save
from cpd_portal.core.choices import SubmissionState
from cpd_portal.core.models import EntryPeriod, Submission, User
from tests.coops.facts import agricultural, cooperative, farmer_group, group
from tests.coops.pages import SignIn, text_of
from tests.coops.rows import make_assessment, make_group, make_institution

pytestmark = pytest.mark.django_db
FULL = {
    "version": "1",
    "standing": "operating",
    "loss_latest": "no",
    "loss_previous": "no",
    "defect_status": "resolved",
    **{
        f"points_{code.replace('.', '_')}": str(row.maximum)
        for code, row in agricultural().indicators.items()
    },
}


def address(row: Assessment) -> str:
    return reverse("coops:assess", args=[row.institution.registration_no, row.fiscal_year])


def post(client: Client, row: Assessment, **entered: str) -> Any:
    return client.post(address(row), {**FULL, **entered})


@pytest.fixture
def row() -> Assessment:
    return make_assessment(fiscal_year=2567)


@pytest.fixture
def client(client_of: SignIn, officer: User) -> Client:
    return client_of(officer)


def test_complete_form_gives_a_tier(client: Client, row: Assessment) -> None:
    response = post(client, row)
    row.refresh_from_db()
    page = text_of(client.get(response["Location"]).content)

    assert response["Location"] == address(row)
    assert (row.tier, row.complete, row.defect_status) == (1, True, "resolved")
    assert "ผลจากค่าที่บันทึกไว้ 1 ชั้น 1" in page
    assert f"บันทึก{row.institution.name}แล้ว" in page


def test_partial_form_is_saved_and_the_page_says_what_is_missing(
    client: Client, row: Assessment
) -> None:
    response = client.post(
        address(row), {"version": "1", "standing": "operating", "points_1_1": "๑๒.๕"}
    )
    row.refresh_from_db()
    page = text_of(client.get(response["Location"]).content)

    assert (row.points, row.complete) == ({"1.1": "12.5"}, False)
    assert "ยังขาด 20 ค่า" in page
    assert "ยังไม่มีคะแนนตัวชี้วัด 1.2" in page


def test_emptied_point_is_taken_back(client: Client, officer: User, row: Assessment) -> None:
    assessment_save(actor=officer, assessment=row, version=1, changes={"points": {"1.1": "9"}})
    client.post(address(row), {"version": "2", "standing": "operating", "points_1_1": ""})
    row.refresh_from_db()

    assert row.points == {}


def test_standing_alone_is_enough_for_a_suspended_one(client: Client, row: Assessment) -> None:
    client.post(address(row), {"version": "1", "standing": "suspended"})
    row.refresh_from_db()

    assert (row.unassessed_group, row.complete) == (1, True)


@pytest.mark.parametrize(
    ("entered", "message"),
    [
        ({"points_1_1": "15.5"}, "คะแนนตัวชี้วัด 1.1 ต้องไม่เกิน 15 (ได้ 15.5)"),
        ({"points_2_6": "๔.๑"}, "คะแนนตัวชี้วัด 2.6 ต้องไม่เกิน 4 (ได้ 4.1)"),
        ({"points_1_2": "สิบ"}, "คะแนนตัวชี้วัด 1.2 ต้องเป็นตัวเลข เช่น 12.5"),
        ({"points_1_2": "-1"}, "คะแนนตัวชี้วัด 1.2 ต้องไม่ติดลบ"),
        ({"points_1_2": "1.234"}, "คะแนนตัวชี้วัด 1.2 มีทศนิยมได้ไม่เกิน 2 ตำแหน่ง"),
        ({"defect_status": "x"}, "สถานะข้อบกพร่อง ไม่มีตัวเลือกนี้"),
        ({"standing": "x"}, "ไม่รู้จักสถานะการดำเนินกิจการนี้"),
    ],
)
def test_wrong_value_is_named_with_a_link_and_everything_is_kept(
    client: Client, row: Assessment, entered: dict[str, str], message: str
) -> None:
    response = post(client, row, **{"points_4_4": "3", **entered})
    html = response.content.decode()
    name = next(iter(entered))
    row.refresh_from_db()

    assert response.status_code == 422
    assert message in text_of(response.content)
    assert "มีข้อมูลที่ต้องแก้ไข 1 ค่า ยังไม่ได้บันทึก" in html
    assert f'href="#id_{name}"' in html
    assert f'aria-describedby="id_{name}_error"' in html
    assert 'name="points_4_4" value="3"' in html
    assert (row.version, row.points) == (1, {})


def test_farmer_group_has_its_own_conditions(client: Client) -> None:
    row = make_assessment(make_group(), group("90"), fiscal_year=2567)
    points = {f"points_{code.replace('.', '_')}": "0" for code in farmer_group().indicators}
    entered = {
        **points,
        "version": "1",
        "standing": "operating",
        "allocated_latest": "yes",
        "allocated_previous": "no",
        "statement_days": "๔๕",
        "defect_status": "none",
    }
    wrong = client.post(address(row), {**entered, "statement_days": "1.5"})
    right = client.post(address(row), entered)
    row.refresh_from_db()

    assert "จำนวนวันต้องเป็นจำนวนเต็ม 0 ถึง 9999" in text_of(wrong.content)
    assert right.status_code == 302
    assert (row.statement_days, row.allocated_previous, row.tier) == (45, False, 3)


def test_stale_form_keeps_both_values_and_can_be_saved_then(
    client: Client, chief: User, row: Assessment
) -> None:
    assessment_save(actor=chief, assessment=row, version=1, changes={"points": {"1.1": "9"}})
    response = post(client, row, points_1_1="12")
    html = response.content.decode()
    text = text_of(response.content)
    row.refresh_from_db()

    assert response.status_code == 409
    assert "ข้อมูลนี้ถูกแก้ไขโดยผู้อื่นหลังจากที่เปิดดู" in text
    assert 'name="points_1_1" value="12"' in html
    assert "บันทึกอยู่ตอนนี้ 9" in text
    assert row.points == {"1.1": "9"}
    assert post(client, row, points_1_1="12", version="2").status_code == 302


def test_last_years_values_stand_beside(client: Client) -> None:
    institution = make_institution()
    make_assessment(institution, cooperative("78.5"), fiscal_year=2566)
    row = make_assessment(institution, fiscal_year=2567)
    text = text_of(client.get(address(row)).content)

    assert "มิติที่ 4 ประสิทธิภาพของการบริหารงาน ได้ 0 จาก 30 · ปีก่อน 8.5" in text
    assert "ไม่มีข้อบกพร่อง" in text


def test_save_and_next_goes_to_the_next_incomplete_in_thai_order(client: Client) -> None:
    first, second, third = (
        make_assessment(make_institution(name=name), fiscal_year=2567)
        for name in ("สหกรณ์ขาว", "สหกรณ์เกาะ", "สหกรณ์คำ")
    )

    assert post(client, first, next="1")["Location"] == address(third)
    assert post(client, third, next="1")["Location"] == address(second)
    last = post(client, second, next="1")
    assert last["Location"] == "/coops/entry/"
    assert "ข้อมูลครบทุกแห่งแล้ว" in text_of(client.get("/coops/entry/").content)


@pytest.mark.parametrize("state", ["submitted", "verified", "approved"])
def test_sent_form_is_closed(client: Client, row: Assessment, state: str) -> None:
    period = EntryPeriod.objects.get(form=FORM_CODE, fiscal_year=2567)
    Submission.objects.create(period=period, office=row.office, state=state)
    page = client.get(address(row))
    answer = post(client, row)
    row.refresh_from_db()

    assert f"อยู่ในสถานะ “{SubmissionState(state).label}”" in text_of(page.content)
    assert "<fieldset disabled>" in page.content.decode()
    assert "data-total" not in page.content.decode()
    assert answer.status_code == 409
    assert "แก้ไขไม่ได้ เพราะแบบประเมินปี 2567" in text_of(answer.content)
    assert row.version == 1


def test_headquarters_look_but_do_not_enter(
    client_of: SignIn, headquarters_chief: User, row: Assessment
) -> None:
    client = client_of(headquarters_chief)
    page = client.get(address(row))

    assert "ดูได้อย่างเดียว" in text_of(page.content)
    assert "<fieldset disabled>" in page.content.decode()
    assert post(client, row).status_code == 403


def test_form_marks_up_for_the_running_total(client: Client, row: Assessment) -> None:
    html = client.get(address(row)).content.decode()

    assert html.count("data-points ") == 18
    assert 'data-max="15" data-dimension="1"' in html
    assert 'data-subtotal="4"' in html


def test_form_asks_few_queries(
    client: Client, row: Assessment, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(6):
        client.get(address(row))


def test_form_says_which_day_counts_for_the_defect_status(client: Client, row: Assessment) -> None:
    RuleSet.objects.filter(pk=row.rule_set_id).update(cut_off=date(2024, 9, 30))

    assert "สถานะข้อบกพร่อง ณ 30 ก.ย. 2567" in text_of(client.get(address(row)).content)
