"""Ways to the next tier and other facts tried, on the page of one institution."""

import pytest
from pytest_django import DjangoAssertNumQueries

from coops.choices import DefectStatus, Standing
from coops.models import Assessment
from coops.rules import Facts
from cpd_portal.core.models import User
from tests.coops.facts import cooperative, group
from tests.coops.pages import SignIn, text_of
from tests.coops.rows import make_assessment, make_group

pytestmark = pytest.mark.django_db


def address(row: Assessment) -> str:
    return f"/coops/{row.institution.registration_no}/?year={row.fiscal_year}"


def test_page_shows_the_cheapest_way_and_who_cures(client_of: SignIn, officer: User) -> None:
    row = make_assessment(facts=cooperative("79", defects=DefectStatus.RESOLVED_MONITORING))
    text = text_of(client_of(officer).get(address(row)).content)

    assert "ทางที่ใกล้ที่สุดสู่ชั้น 1" in text
    assert "ขาดอย่างน้อย 1 คะแนน ตัวชี้วัดน้อยข้อที่สุดที่เพิ่มแล้วพอ: 4.1 (เหลือ 6)" in text
    assert "ผู้แก้ได้: สหกรณ์หรือกลุ่มเกษตรกรแก้ไขข้อบกพร่อง" in text
    assert "ข้อสมมติรอการยืนยัน" in text


def test_loss_of_a_closed_year_is_said_to_be_fixed(client_of: SignIn, officer: User) -> None:
    row = make_assessment(facts=cooperative("90", loss=(False, True)))
    html = client_of(officer).get(address(row)).content

    assert "ใกล้เลื่อนชั้น" in text_of(html)
    assert "ปิดปีบัญชีแล้ว ผลขาดทุนของปีนี้เปลี่ยนไม่ได้" in text_of(html)
    assert 'href="/coops/near-miss/?fiscal_year=2566&amp;kind=cooperative&amp;office=50"' in (
        html.decode()
    )


@pytest.mark.parametrize("facts", [None, Facts(Standing.NEW)])
def test_page_without_a_tier_offers_no_trial(
    client_of: SignIn, officer: User, facts: Facts | None
) -> None:
    text = text_of(client_of(officer).get(address(make_assessment(facts=facts))).content)

    assert "ลองเปลี่ยนค่า" not in text


def test_page_of_tier_one_offers_only_the_trial(client_of: SignIn, officer: User) -> None:
    row = make_assessment(facts=cooperative("100"))
    text = text_of(client_of(officer).get(address(row)).content)

    assert "อยู่ชั้นสูงสุดแล้ว" in text
    assert "ลองเปลี่ยนค่า ไม่บันทึก" in text


def test_tried_facts_show_their_tier_and_are_not_stored(
    client_of: SignIn, officer: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    row = make_assessment(facts=cooperative("79", loss=(False, True)))
    client = client_of(officer)
    with django_assert_num_queries(8):
        response = client.get(
            address(row), {"year": "2566", "try-points_4_1": "๑๕", "try-previous": "no"}
        )
    text = text_of(response.content)
    stored = Assessment.objects.get(pk=row.pk)

    assert "ผลจัดชั้น 2 ชั้น 2 1 ชั้น 1" in text
    assert "คะแนนรวม 85 คะแนน: ถึงเกณฑ์ชั้น 1 และชั้น 2" in text
    assert "ผลที่ลอง ไม่บันทึก" in text
    assert (stored.points, stored.version, stored.tier) == (row.points, row.version, 2)


def test_facts_that_the_address_does_not_name_stay_as_stored(
    client_of: SignIn, officer: User
) -> None:
    row = make_assessment(facts=cooperative("79", defects=DefectStatus.IN_PROGRESS))
    page = client_of(officer).get(address(row), {"year": "2566", "try-latest": "no"})

    assert '<option value="in_progress" selected>' in page.content.decode()
    assert "ผลจัดชั้น 3 ชั้น 3 3 ชั้น 3 เท่าเดิม" in text_of(page.content)


def test_tried_facts_of_a_group_take_days(client_of: SignIn, officer: User) -> None:
    row = make_assessment(make_group(), group("90", days=45))
    page = client_of(officer).get(address(row), {"year": "2566", "try-statement_days": "30"})

    assert "ผลจัดชั้น 2 ชั้น 2 1 ชั้น 1" in text_of(page.content)


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("try-points_4_2", "99", "คะแนนตัวชี้วัด 4.2 ต้องไม่เกิน"),
        ("try-points_4_2", "มาก", "คะแนนตัวชี้วัด 4.2 ต้องเป็นตัวเลข เช่น 12.5"),
        ("try-defect_status", "x", "ไม่มีตัวเลือกนี้"),
    ],
)
def test_tried_facts_that_are_wrong_are_named(
    client_of: SignIn, officer: User, name: str, value: str, message: str
) -> None:
    row = make_assessment(facts=cooperative("79"))
    page = client_of(officer).get(address(row), {"year": "2566", name: value})

    assert page.status_code == 200
    assert message in text_of(page.content)
    assert "ผลที่ลอง" not in text_of(page.content)


def test_days_that_are_wrong_are_named(client_of: SignIn, officer: User) -> None:
    row = make_assessment(make_group(), group("90", days=45))
    page = client_of(officer).get(address(row), {"year": "2566", "try-statement_days": "-1"})

    assert "จำนวนวันต้องเป็นจำนวนเต็ม 0 ถึง 9999" in text_of(page.content)


def test_another_office_cannot_try(client_of: SignIn, outsider: User) -> None:
    row = make_assessment(facts=cooperative("79"))

    assert client_of(outsider).get(address(row)).status_code == 404
