"""The register, the page of one institution, its contact form, and the strength tables."""

import re

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from coops.choices import DefectStatus, Standing
from coops.models import Institution, UpgradeCooperative
from coops.rules import Facts
from coops.services import assessment_save
from cpd_portal.core.models import User
from tests.coops.facts import cooperative, group
from tests.coops.pages import SignIn, text_of
from tests.coops.rows import make_assessment, make_group, make_institution

pytestmark = pytest.mark.django_db
YEAR = "fiscal_year=2566"


def named(name: str, facts: Facts | None = None, office: str = "50") -> Institution:
    institution = make_institution(office, name=name)
    make_assessment(institution, facts)
    return institution


@pytest.fixture
def population() -> None:
    """Office 50: tiers 1 and 3, a new one, an incomplete one, one outside the year's
    population; a farmer group in tier 1. Office 51: one in tier 2."""
    named("สหกรณ์ไก่งาม จำกัด", cooperative("90"))
    named("สหกรณ์ขุนยวม จำกัด", cooperative("40"))
    named("สหกรณ์คลองใหม่ จำกัด", Facts(Standing.NEW))
    named("สหกรณ์งามดี จำกัด")
    make_institution(name="สหกรณ์จันทร์ จำกัด")
    make_assessment(make_group(name="กลุ่มเกษตรกรทำนา"), group("90"))
    named("สหกรณ์ต่างจังหวัด จำกัด", cooperative("60"), office="51")


def listed(html: bytes) -> list[str]:
    names = ["ไก่งาม", "ขุนยวม", "คลองใหม่", "งามดี", "จันทร์", "ทำนา", "ต่างจังหวัด"]
    text = text_of(html[html.rfind(b"<tbody>") :])
    return sorted((name for name in names if name in text), key=text.index)


@pytest.mark.usefixtures("population")
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["ทำนา", "ไก่งาม", "ขุนยวม", "คลองใหม่", "งามดี", "จันทร์"]),
        ("kind=cooperative&tier=1", ["ไก่งาม"]),
        ("tier=unassessed", ["คลองใหม่"]),
        ("tier=incomplete", ["งามดี"]),
        ("type=rice_farming", ["ทำนา"]),
        ("kind=farmer_group&sector=agricultural", ["ทำนา"]),
        ("sort=total&kind=cooperative", ["ไก่งาม", "ขุนยวม", "คลองใหม่", "งามดี", "จันทร์"]),
        ("sort=tier&tier=3", ["ขุนยวม"]),
        ("q=ไก่ งาม จำกัด", ["ไก่งาม"]),
        ("q=๕๐-", ["ทำนา", "ไก่งาม", "ขุนยวม", "คลองใหม่", "งามดี", "จันทร์"]),
    ],
)
def test_list_holds_what_is_chosen_in_thai_order(
    client_of: SignIn, officer: User, query: str, expected: list[str]
) -> None:
    response = client_of(officer).get(f"/coops/?{YEAR}&{query}")

    assert listed(response.content) == expected
    assert f"พบ {len(expected)} แห่ง" in text_of(response.content)


@pytest.mark.usefixtures("population")
def test_list_of_headquarters_holds_every_office(client_of: SignIn, executive: User) -> None:
    client = client_of(executive)

    assert "ต่างจังหวัด" in listed(client.get(f"/coops/?{YEAR}").content)
    assert listed(client.get(f"/coops/?{YEAR}&office=51").content) == ["ต่างจังหวัด"]


def test_list_links_to_the_page_of_any_registration_number(
    client_of: SignIn, officer: User
) -> None:
    named_oddly = make_institution(registration_no="กพธ. 50 (1)&+#?%41")
    client = client_of(officer)

    html = client.get(f"/coops/?{YEAR}").content.decode()

    links = re.findall(r'<th scope="row"><a href="([^"]+)"', html)
    assert len(links) == 1
    assert named_oddly.name in client.get(links[0]).content.decode()


@pytest.mark.usefixtures("population")
def test_list_shows_shares_of_the_whole_population(client_of: SignIn, officer: User) -> None:
    text = text_of(client_of(officer).get(f"/coops/?{YEAR}&tier=1").content)

    assert "สหกรณ์ภาคการเกษตร ผลเบื้องต้น" in text
    assert "สหกรณ์ภาคการเกษตร 4 1 ร้อยละ 25.00 0 ร้อยละ 0.00 1 ร้อยละ 25.00" in text


def test_list_without_rows_says_what_to_do(client_of: SignIn, officer: User) -> None:
    client = client_of(officer)

    assert "ยังไม่มีสหกรณ์หรือกลุ่มเกษตรกรในขอบเขตนี้" in text_of(client.get("/coops/").content)
    assert "ไม่พบรายการที่ตรงกับตัวกรอง" in text_of(client.get("/coops/?q=ไม่มี").content)


def test_list_names_an_unknown_filter_and_ignores_it(client_of: SignIn, officer: User) -> None:
    make_institution()
    text = text_of(client_of(officer).get("/coops/?tier=9&sort=x").content)

    assert "ผลจัดชั้น: ไม่มีตัวเลือกนี้" in text
    assert "พบ 1 แห่ง" in text


@pytest.mark.usefixtures("population")
def test_list_links_its_view_to_the_report(client_of: SignIn, officer: User) -> None:
    html = client_of(officer).get(f"/coops/?{YEAR}&kind=cooperative&tier=3").content.decode()

    address = "fiscal_year=2566&amp;kind=cooperative&amp;office=50&amp;tier=3"
    assert f"{reverse('reports:request', args=['institution-register'])}?{address}" in html


@pytest.mark.parametrize("rows", [1, 12])
def test_list_asks_the_same_queries_for_any_length(
    client_of: SignIn, officer: User, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(rows):
        make_assessment(facts=cooperative("90"))
    client = client_of(officer)
    with django_assert_num_queries(8):
        client.get(f"/coops/?{YEAR}")


def test_institution_explains_its_tier_and_what_is_missing(
    client_of: SignIn, officer: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    facts = cooperative("78.5", defects=DefectStatus.RESOLVED_MONITORING)
    row = make_assessment(facts=facts)
    make_assessment(row.institution, cooperative("60"), fiscal_year=2567)
    client = client_of(officer)
    with django_assert_num_queries(8):
        response = client.get(f"/coops/{row.institution.registration_no}/?year=2566")
    text = text_of(response.content)

    assert "จะเข้าชั้น 1 ต้องมีอะไรอีก" in text
    assert "คะแนนรวม: ขาดอีก 1.5 คะแนน" in text
    assert "สถานะข้อบกพร่อง แก้ไขแล้วเสร็จต้องติดตาม: ถึงเกณฑ์ชั้น 2" in text
    assert "kpi_details_fy2567 บรรทัด 400-405" in text
    assert "คะแนนรวม: 30 + 20 + 20 + 8.5 = 78.5 คะแนน" in text


def test_institution_without_all_facts_lists_what_is_missing(
    client_of: SignIn, officer: User
) -> None:
    row = make_assessment(fiscal_year=2567)
    text = text_of(client_of(officer).get(f"/coops/{row.institution.registration_no}/").content)

    assert "ข้อมูลยังไม่ครบ จึงยังจัดชั้นไม่ได้" in text
    assert "กรอกแล้ว 0 จาก 18 ตัวชี้วัด ยังขาด 21 ค่า" in text
    assert "ใช้ชั่วคราว" in text


def test_institution_outside_every_population_says_so(client_of: SignIn, officer: User) -> None:
    page = client_of(officer).get(f"/coops/{make_institution().registration_no}/")

    assert "ยังไม่มีแบบประเมิน" in text_of(page.content)


def test_institution_of_the_programme_says_so(client_of: SignIn, officer: User) -> None:
    row = make_assessment(facts=cooperative())
    listing = UpgradeCooperative.objects.earliest("number")
    UpgradeCooperative.objects.filter(pk=listing.pk).update(institution=row.institution)
    text = text_of(client_of(officer).get(f"/coops/{row.institution.registration_no}/").content)

    assert f"อยู่ในรายชื่อ 70 สหกรณ์ที่ยกระดับสู่ผู้ประกอบการเกษตร ปีงบประมาณ {listing.fiscal_year}" in text


def test_history_says_who_did_what(client_of: SignIn, officer: User) -> None:
    row = make_assessment()
    assessment_save(actor=officer, assessment=row, version=1, changes={"points": {"1.1": "9"}})
    address = f"/coops/{row.institution.registration_no}/?tab=history"
    text = text_of(client_of(officer).get(address).content)

    assert "คน เจ้าหน้าที่ 50 บันทึกแบบประเมิน ปี 2566 กรอกแล้ว 1 ตัวชี้วัด ข้อมูลยังไม่ครบ" in text


def test_unknown_facet_is_not_found(client_of: SignIn, officer: User) -> None:
    address = f"/coops/{make_institution().registration_no}/?tab=secret"

    assert client_of(officer).get(address).status_code == 404


@pytest.mark.parametrize("tab", ["finance", "contact"])
def test_facets_without_data_say_so(client_of: SignIn, officer: User, tab: str) -> None:
    page = client_of(officer).get(f"/coops/{make_institution().registration_no}/?tab={tab}")

    assert {"finance": "ยังไม่มีงบการเงินในระบบ", "contact": "ไม่มีข้อมูล"}[tab] in text_of(page.content)


CONTACT = {
    "version": "1",
    "district": "แม่ริม",
    "address": "",
    "phone": "๐๕๓-๑๑๑๑๑๑",
    "email": "a@b.co.th",
    "accounting_year_end_day": "๓๐",
    "accounting_year_end_month": "6",
}


def test_contact_is_saved_with_thai_digits(client_of: SignIn, officer: User) -> None:
    row = make_institution()
    response = client_of(officer).post(f"/coops/{row.registration_no}/edit/", CONTACT)
    row.refresh_from_db()

    assert response.status_code == 302
    assert (row.phone, row.accounting_year_end_day, row.district) == ("053-111111", 30, "แม่ริม")


@pytest.mark.parametrize(
    ("entered", "message"),
    [
        ({"accounting_year_end_day": "31"}, "ไม่มีวันที่ 31 เดือน 6"),
        ({"accounting_year_end_day": "สามสิบ"}, "วันที่ต้องเป็นตัวเลข 1 ถึง 31"),
        ({"email": "ไม่ใช่อีเมล"}, "อีเมล"),
        ({"accounting_year_end_month": "13"}, "ไม่มีเดือนนี้"),
    ],
)
def test_contact_that_is_wrong_is_named_and_kept(
    client_of: SignIn, officer: User, entered: dict[str, str], message: str
) -> None:
    row = make_institution()
    response = client_of(officer).post(
        f"/coops/{row.registration_no}/edit/", {**CONTACT, **entered}
    )
    row.refresh_from_db()

    assert response.status_code == 422
    assert message in text_of(response.content)
    assert 'value="แม่ริม"' in response.content.decode()
    assert row.version == 1


def test_contact_changed_by_another_shows_both_values(client_of: SignIn, officer: User) -> None:
    row = make_institution(district="สันทราย", version=2)
    response = client_of(officer).post(f"/coops/{row.registration_no}/edit/", CONTACT)
    html = response.content.decode()

    assert response.status_code == 409
    assert "ข้อมูลนี้ถูกแก้ไขโดยผู้อื่นหลังจากที่เปิดดู" in html
    assert 'value="แม่ริม"' in html
    assert "<dd>สันทราย</dd>" in html
    assert 'name="version" value="2"' in html


@pytest.mark.usefixtures("population")
def test_strength_counts_the_whole_population_beside_the_published_table(
    client_of: SignIn, executive: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = client_of(executive)
    # One of them the offices' names: counting by names sorts the whole nation.
    with django_assert_num_queries(7):
        response = client.get(f"/coops/strength/?{YEAR}")
    text = text_of(response.content)

    assert "รวม 5 100.00" in text
    assert "ข้อมูลยังไม่ครบ 1 20.00" in text
    assert "ความเข้มแข็ง ชั้น 1 และชั้น 2 1,450 43.08 413" in text
    assert "เชียงใหม่ 4 1 0 1 1 1 1 25.00" in text
    assert "ลำพูน 1 0 1 0 0 0 1 100.00" in text


@pytest.mark.usefixtures("population")
@pytest.mark.parametrize(
    ("sort", "first"), [("", "เชียงใหม่"), ("share", "ลำพูน"), ("population", "เชียงใหม่")]
)
def test_strength_sorts_the_provinces(
    client_of: SignIn, executive: User, sort: str, first: str
) -> None:
    text = text_of(client_of(executive).get(f"/coops/strength/?{YEAR}&sort={sort}").content)
    rows = text[text.index("รายจังหวัด") :]

    assert (rows.index("เชียงใหม่ 4") < rows.index("ลำพูน 1")) == (first == "เชียงใหม่")


@pytest.mark.usefixtures("population")
def test_strength_holds_only_what_is_in_reach(client_of: SignIn, officer: User) -> None:
    text = text_of(client_of(officer).get(f"/coops/strength/?{YEAR}").content)

    assert "รวม 4 100.00" in text
    assert "ลำพูน" not in text
