"""Pages of statements and facts of an accounting year."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from coops.choices import FactSource
from coops.entry import FORM_CODE
from coops.models import FinancialStatement, Institution, YearEndDecision, YearFacts
from coops.services import facts_save, refresh_derived, statement_save
from coops.services.statements import Provenance
from cpd_portal.core.choices import SubmissionState
from cpd_portal.core.models import EntryPeriod, Submission, User
from tests.coops.doors_facts import _two_year_ends
from tests.coops.facts import cooperative
from tests.coops.pages import SignIn, text_of
from tests.coops.rows import make_assessment, make_group, make_institution
from tests.coops.stated import amounts, make_facts, make_statement, statement_values

pytestmark = pytest.mark.django_db
YEAR = 2567
TYPED = Provenance(FactSource.TYPED, date(2024, 9, 1), "เจ้าหน้าที่")
SENT = {
    "version": "0",
    "accounting_year_end": "๓๑/๓/๒๕๖๗",
    **{name: f"{value:,}" for name, value in amounts().items()},
}


@pytest.fixture
def institution() -> Institution:
    return make_institution("50")


@pytest.fixture
def client(client_of: SignIn, officer: User) -> Client:
    return client_of(officer)


def address(name: str, institution: Institution) -> str:
    return reverse(f"coops:{name}", args=[institution.registration_no, YEAR])


def page(response: Any) -> str:
    return text_of(response.content).replace("\u00a0", " ")


def post_statement(client: Client, institution: Institution, **changes: str) -> Any:
    return client.post(address("statement", institution), {**SENT, **changes})


def test_typed_statement_is_stored_and_leads_to_the_finance_page(
    client: Client, institution: Institution
) -> None:
    response = post_statement(client, institution, income="(๑๐๐.๕๐)", expenses="0")
    assert response.status_code == 422
    assert "รายได้ ต้องไม่ติดลบ" in page(response)
    response = post_statement(
        client, institution, income="๑๐๐.๕๐", expenses="1,100.50", net_profit="(1,000)"
    )
    found = FinancialStatement.objects.get()
    assert (found.net_profit, found.total_assets) == (-1000, 1000)
    assert response["Location"].endswith(f"?tab=finance&year={YEAR}")
    shown = page(client.get(response["Location"]))
    assert f"บันทึกงบการเงินปี {YEAR} ของ{institution.name}แล้ว" in shown
    assert "กำไรสุทธิ −1,000.00" in shown


def test_next_button_leads_to_the_facts(client: Client, institution: Institution) -> None:
    response = post_statement(client, institution, next="1")
    assert response["Location"] == address("year-facts", institution)


def test_everything_wrong_is_listed_and_typed_values_stay(
    client: Client, institution: Institution
) -> None:
    response = post_statement(
        client,
        institution,
        accounting_year_end="30/4/2567",
        current_assets="700",
        net_profit="51",
    )
    shown = page(response)
    assert response.status_code == 422
    assert "มีข้อมูลที่ต้องแก้ไข 3 ค่า ยังไม่ได้บันทึก" in shown
    assert "วันสิ้นปีบัญชี ปีบัญชีสิ้นสุด 30 เมษายน 2567 เป็นของปีงบประมาณ 2568 ไม่ใช่ 2567" in shown
    assert "งบไม่ดุล รวมสินทรัพย์ 1,100.00 บาท" in shown
    assert "กำไรสุทธิ 51.00 บาท ไม่เท่ากับรายได้หักค่าใช้จ่าย ซึ่งได้ 50.00 บาท" in shown
    assert 'value="30/4/2567"' in response.content.decode()


def test_unreadable_amounts_and_dates_name_their_field(
    client: Client, institution: Institution
) -> None:
    shown = page(
        post_statement(client, institution, reserves="1,00", accounting_year_end="วันนี้", income="")
    )
    assert "ทุนสำรอง อ่านจำนวน “1,00” ไม่ได้ กรอกเป็นตัวเลข เช่น 1,234.50" in shown
    assert "วันสิ้นปีบัญชี อ่านวันที่ “วันนี้” ไม่ได้" in shown
    assert "รายได้ ยังไม่ได้กรอก" in shown
    assert "วันสิ้นปีบัญชี ยังไม่ได้กรอก" not in shown


def test_conflict_keeps_typed_values_and_shows_stored_ones(
    client: Client, institution: Institution, officer: User
) -> None:
    values = statement_values(operating_expenses=None)
    statement_save(
        actor=officer, institution=institution, fiscal_year=YEAR, version=0, values=values
    )
    response = post_statement(client, institution)
    shown = page(response)
    assert response.status_code == 409
    assert "บันทึกอยู่ตอนนี้ ว่าง" in shown
    assert 'name="operating_expenses" value="60"' in response.content.decode()
    assert 'name="version" value="1"' in response.content.decode()
    again = post_statement(client, institution, version="1")
    assert again.status_code == 302
    assert FinancialStatement.objects.get().operating_expenses == 60


def test_audited_statement_is_shown_locked(client: Client, institution: Institution) -> None:
    make_statement(institution)
    shown = client.get(address("statement", institution)).content.decode()
    assert "ล็อกทั้งฉบับ สำนักงานแก้ไม่ได้" in shown
    assert "<fieldset disabled>" in shown
    response = post_statement(client, institution, version="1")
    assert response.status_code == 409
    assert "แก้ไขไม่ได้ เพราะงบการเงินปี 2567 มาจากกรมตรวจบัญชีสหกรณ์" in page(response)


def test_sent_form_closes_the_pages(client: Client, institution: Institution) -> None:
    period = EntryPeriod.objects.get(form=FORM_CODE, fiscal_year=YEAR)
    Submission.objects.create(
        period=period, office=institution.office, state=SubmissionState.SUBMITTED
    )
    for name in ("statement", "year-facts"):
        assert "<fieldset disabled>" in client.get(address(name, institution)).content.decode()
    assert post_statement(client, institution).status_code == 409


def test_removal_needs_a_reason_and_leaves_nothing(
    client: Client, institution: Institution
) -> None:
    make_statement(institution, provenance=TYPED)
    remove = address("statement-remove", institution)
    response = client.post(remove, {"version": "1", "reason": ""}, follow=True)
    assert "บอกเหตุผลที่ลบงบการเงินด้วย" in page(response)
    response = client.post(remove, {"version": "1", "reason": "ผิดแห่ง"}, follow=True)
    assert f"ลบงบการเงินปี {YEAR} ของ{institution.name}แล้ว" in page(response)
    assert not FinancialStatement.objects.exists()


def test_facts_of_a_cooperative_and_of_a_group_differ(client: Client) -> None:
    shown = {
        make: page(client.get(address("year-facts", make("50"))))
        for make in (make_institution, make_group)
    }
    assert "จ่ายทุนสวัสดิการสมาชิก" in shown[make_institution]
    assert "จ่ายเงินปันผลหรือเงินเฉลี่ยคืน" not in shown[make_institution]
    assert "จ่ายเงินปันผลหรือเงินเฉลี่ยคืน" in shown[make_group]
    assert "ประสบภัยธรรมชาติ" not in shown[make_group]


def test_typed_facts_are_stored_with_both_calendars(client: Client) -> None:
    institution = make_group("50")
    sent = {
        "version": "0",
        "closed_on": "๒๕ เม.ย. ๒๕๖๗",
        "general_meeting_on": "30/6/2024",
        "members": "๑,๒๐๐",
        "profit_allocated": "yes",
        "dividend_paid": "no",
        "control_risk": "fair",
    }
    response = client.post(address("year-facts", institution), sent)
    assert response.status_code == 302
    found = YearFacts.objects.get()
    assert (found.closed_on, found.general_meeting_on) == (date(2024, 4, 25), date(2024, 6, 30))
    assert (found.members, found.profit_allocated, found.dividend_paid) == (1200, True, False)
    shown = page(client.get(response["Location"]))
    assert "25 เม.ย. 2567" in shown
    assert "ที่มาของข้อเท็จจริงปี 2567" in shown


def test_wrong_facts_are_listed_with_their_field(client: Client, institution: Institution) -> None:
    sent = {"version": "0", "closed_on": "1/3/2567", "participating_members": "5", "members": "x"}
    shown = page(client.post(address("year-facts", institution), sent))
    assert "จำนวนสมาชิก (คน) ต้องเป็นจำนวนเต็มไม่ติดลบ" in shown
    assert "วันที่จัดทำงบการเงินแล้วเสร็จ ต้องไม่ก่อนวันสิ้นปีบัญชี (31 มีนาคม 2567)" in shown
    shown = page(client.post(address("year-facts", institution), {**sent, "members": "4"}))
    assert "วันที่จัดทำงบการเงินแล้วเสร็จ ต้องไม่ก่อนวันสิ้นปีบัญชี (31 มีนาคม 2567)" in shown
    assert "สมาชิกที่ร่วมทำธุรกิจ (คน) ต้องไม่เกินจำนวนสมาชิก 4 คน" in shown


def test_locked_facts_have_no_control_and_conflicts_show_the_others(
    client: Client, institution: Institution, officer: User
) -> None:
    told = {"source": "audited", "on": "2024-09-01", "who": "กรมตรวจบัญชีสหกรณ์"}
    make_facts(institution, opinion="qualified", members=10)
    YearFacts.objects.update(sources={"opinion": told})
    response = client.get(address("year-facts", institution))
    assert "มีเงื่อนไข จากกรมตรวจบัญชีสหกรณ์" in page(response)
    assert 'name="opinion"' not in response.content.decode()
    facts_save(
        actor=officer,
        institution=institution,
        fiscal_year=YEAR,
        version=1,
        changes={"members": 11},
    )
    sent = {"version": "1", "members": "12", "opinion": "unqualified"}
    response = client.post(address("year-facts", institution), sent)
    assert response.status_code == 409
    assert "บันทึกอยู่ตอนนี้ 11" in page(response)
    response = client.post(address("year-facts", institution), {**sent, "version": "2"})
    assert response.status_code == 302
    found = YearFacts.objects.get()
    assert (found.members, found.opinion) == (12, "qualified")


def test_assessment_form_shows_derived_conditions_locked(
    client: Client, institution: Institution
) -> None:
    row = make_assessment(institution, cooperative(), fiscal_year=YEAR)
    make_statement(institution)
    refresh_derived([row])
    response = client.get(address("assess", institution))
    shown = page(response)
    assert "ไม่ใช่ จากงบการเงินปี 2567 (กรมตรวจบัญชีสหกรณ์)" in shown
    assert "50.00 บาท ไม่น้อยกว่าศูนย์ จึงไม่ขาดทุน" in shown
    assert 'name="loss_latest"' not in response.content.decode()
    assert 'name="loss_previous"' in response.content.decode()


def test_finance_page_shows_ratios_with_their_way(
    client: Client, institution: Institution
) -> None:
    make_statement(institution)
    url = reverse("coops:detail", args=[institution.registration_no])
    shown = page(client.get(f"{url}?tab=finance&year={YEAR}"))
    assert "อัตราส่วนทุนสำรองต่อสินทรัพย์ 0.1 เท่า" in shown
    assert "ทุนสำรอง 100.00 บาท ÷ รวมสินทรัพย์ 1,000.00 บาท = 0.1 เท่า" in shown
    assert "อัตราผลตอบแทนต่อสินทรัพย์ คำนวณไม่ได้" in shown


def test_pages_take_few_queries(
    client: Client, institution: Institution, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for year in (2566, 2567):
        make_statement(institution, year)
        make_facts(institution, year, members=10)
    finance = reverse("coops:detail", args=[institution.registration_no])
    for url in (
        address("statement", institution),
        address("year-facts", institution),
        reverse("coops:year-ends"),
        f"{finance}?tab=finance",
    ):
        client.get(url)
        # Eight of them are the frame of every page.
        with django_assert_max_num_queries(13):
            assert client.get(url).status_code == 200


def test_chief_decides_which_accounting_year_counts(client_of: SignIn, chief: User) -> None:
    client = client_of(chief)
    number = _two_year_ends()["registration_no"]
    listed = page(client.get(f"{reverse('coops:year-ends')}?year={YEAR}"))
    assert "30 มิ.ย. 2566 และ 31 มี.ค. 2567" in listed
    assert "รอพิจารณา" in listed
    url = reverse("coops:year-end", args=[number, YEAR])
    refused = client.post(url, {"version": "0", "accounting_year_end": "2023-06-30"})
    assert "บอกเหตุผลที่ใช้งบการเงินนี้" in page(refused)
    client.post(url, {"version": "0", "accounting_year_end": "2023-06-30", "reason": "มติคณะทำงาน"})
    assert YearEndDecision.objects.get().accounting_year_end == date(2023, 6, 30)
    assert "ใช้ 30 มิ.ย. 2566 มติคณะทำงาน" in page(
        client.get(f"{reverse('coops:year-ends')}?year={YEAR}")
    )


def test_year_end_page_of_a_clear_year_does_not_exist(
    client: Client, institution: Institution
) -> None:
    assert client.get(address("year-end", institution)).status_code == 404
