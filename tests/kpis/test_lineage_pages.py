"""Pages of what results are computed from, as the owner division and as a reader."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from coops.models import YearFacts
from cpd_portal.core.choices import Role
from cpd_portal.core.models import User
from kpis.models import ComponentValue, Dataset, ProgrammeMember, StepEvidence, StepTick
from tests.conftest import UserMaker
from tests.coops.rows import make_assessment, make_institution
from tests.kpis.lineage import (
    PDF,
    enter,
    kpi_of,
    make_dataset,
    make_step_evidence,
    member_of,
    step_of,
)
from tests.kpis.test_rules_datasets import FULL

SignIn = Callable[[User], Client]
KPI_8 = "/kpis/2567/8/components/"
DATASETS = "/kpis/2567/datasets/"


@pytest.fixture
def agri(client_of: SignIn, make_user: UserMaker) -> Client:
    return client_of(make_user(Role.OFFICER, "agri"))


@pytest.fixture
def ict(client_of: SignIn, make_user: UserMaker) -> Client:
    return client_of(make_user(Role.OFFICER, "ict"))


@pytest.fixture
def reader(client_of: SignIn, executive: User) -> Client:
    return client_of(executive)


def html(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return str(response.content.decode())


def posted(client: Client, address: str, data: dict[str, Any], status: int) -> str:
    response = client.post(address, data)
    assert response.status_code == status, response.content.decode()[:500]
    return str(response.content.decode())


def spots(value: str, version: int = 0, **changed: str) -> dict[str, Any]:
    values = {"value": value, "agency": "GISTDA", "letter_no": "", "letter_on": ""}
    row = {**values, **changed, "version": version}
    return {f"spots-{name}": given for name, given in row.items()}


def test_component_is_entered_with_thai_digits_and_shown_with_its_source(agri: Client) -> None:
    data = spots("๓,๕๐๐", letter_no="อว 1/2567", letter_on="20/9/2567")
    posted(agri, KPI_8, data, 302)
    page = html(agri, KPI_8)
    assert "อว 1/2567" in page
    assert "GISTDA" in page
    lineage = html(agri, "/kpis/2567/8/lineage/")
    assert "3,500" in lineage
    assert "เปลี่ยนแปลงจากปีก่อนร้อยละ −3.39" in lineage


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("3,500 ไร่", "หน่วยของช่องนี้คือจุด กรอกเฉพาะตัวเลข หรือ N/A ถ้าไม่มีค่า"),
        ("5%", "หน่วยของช่องนี้คือจุด กรอกเฉพาะตัวเลข หรือ N/A ถ้าไม่มีค่า"),
        ("3..5", "อ่านจำนวน “3..5” ไม่ได้ กรอกเป็นตัวเลข เช่น 1,234.50"),
        ("-5", "ต้องไม่น้อยกว่า 0 จุด"),
    ],
)
def test_bad_component_keeps_what_was_typed_and_says_why(
    agri: Client, typed: str, message: str
) -> None:
    page = posted(agri, KPI_8, spots(typed), 422)
    assert message in page
    assert f'value="{typed}"' in page
    assert not ComponentValue.objects.exists()


def test_conflict_shows_the_stored_value_beside_the_typed_one(agri: Client) -> None:
    posted(agri, KPI_8, spots("3500"), 302)
    page = posted(agri, KPI_8, spots("3400"), 409)
    assert "ค่าที่บันทึกอยู่แสดงข้างช่องกรอก" in page
    assert 'value="3400"' in page
    assert "3,500" in page
    assert ComponentValue.objects.get().value == 3500


def test_not_available_is_shown_as_such_and_the_result_is_partial(
    agri: Client, make_user: UserMaker
) -> None:
    keeper = make_user(Role.OFFICER, "agri", username="keeper")
    enter(keeper, 3, {"rice": "9000", "crops": None, "livestock": "140", "fishery": None})
    page = html(agri, "/kpis/2567/3/components/")
    assert page.count("N/A") >= 2
    assert "ค่าที่ไม่มีไม่ใช่ศูนย์" in page
    lineage = html(agri, "/kpis/2567/3/lineage/")
    assert "ไม่ครบทุกองค์ประกอบ" in lineage
    assert "เทียบเฉพาะองค์ประกอบที่มีค่าทั้งสองปีได้ร้อยละ" in lineage


def test_reader_sees_the_values_but_no_form(reader: Client) -> None:
    page = html(reader, KPI_8)
    assert "บันทึกได้เฉพาะเจ้าหน้าที่และหัวหน้าของหน่วยงานเจ้าของตัวชี้วัด" in page
    assert "<textarea" not in page
    assert 'name="spots-value"' not in page


def test_lineage_without_data_says_what_to_do(reader: Client) -> None:
    assert "ระบบยังไม่มีข้อมูล" in html(reader, "/kpis/2567/5/lineage/?round=6m")


def test_lineage_value_can_be_scored_with_its_trace(agri: Client) -> None:
    posted(agri, KPI_8, spots("3500"), 302)
    assert "?round=12m&amp;value=3500.00#trial" in html(agri, "/kpis/2567/8/lineage/")
    assert "66.97" in html(agri, "/kpis/2567/8/?round=12m&value=3500.00")


def test_plan_shows_months_lateness_and_what_cannot_be_read(agri: Client) -> None:
    page = html(agri, "/kpis/2567/1/plan/")
    assert "แล้วเสร็จ <b" in page
    assert "0 จาก 7 กิจกรรม" in page
    assert "เกินกำหนด" in page
    assert page.count("เครื่องหมายที่พิมพ์เลยสิบสองเดือน") == 2
    assert page.count("นับในรอบ 6 เดือน") == 3
    assert "เอกสารอ่านได้เฉพาะเดือนเริ่ม" in html(agri, "/kpis/2567/8/plan/")


def step_address(act: str = "") -> str:
    return f"/kpis/2567/1/plan/{step_of().pk}/{act}"


def test_activity_is_ticked_corrected_and_taken_back(agri: Client) -> None:
    tick = {"done_on": "20/11/2566", "note": "แผนรายสินค้า", "version": "0"}
    posted(agri, step_address("tick/"), tick, 302)
    page = html(agri, step_address())
    assert "20 พฤศจิกายน 2566" in page.replace("\u00a0", " ")
    assert "แผนรายสินค้า" in page
    assert "1 จาก 7 กิจกรรม" in html(agri, "/kpis/2567/1/plan/")
    assert "ระบุเหตุผลที่ยกเลิกว่าแล้วเสร็จ" in posted(
        agri, step_address("untick/"), {"reason": "", "version": "1"}, 422
    )
    posted(agri, step_address("untick/"), {"reason": "ผิดกิจกรรม", "version": "1"}, 302)
    assert not StepTick.objects.exists()


@pytest.mark.parametrize(
    ("done_on", "message"),
    [
        ("", "กรอกวันที่แล้วเสร็จ"),
        ("1/1/2600", "วันที่แล้วเสร็จต้องไม่อยู่ในอนาคต"),
        ("30/9/2566", "วันที่แล้วเสร็จต้องไม่ก่อนปีงบประมาณ 2567"),
    ],
)
def test_tick_with_a_bad_day_says_why(agri: Client, done_on: str, message: str) -> None:
    data = {"done_on": done_on, "note": "", "version": "0"}
    assert message in posted(agri, step_address("tick/"), data, 422)


def test_tick_after_somebody_else_keeps_what_was_typed(agri: Client) -> None:
    data = {"done_on": "20/11/2566", "note": "ของฉัน", "version": "0"}
    posted(agri, step_address("tick/"), {**data, "note": "ของเขา"}, 302)
    page = posted(agri, step_address("tick/"), data, 409)
    assert "ของฉัน" in page
    assert "ของเขา" in page


def test_evidence_is_sent_taken_and_removed(agri: Client, reader: Client) -> None:
    upload = SimpleUploadedFile("บันทึก.pdf", PDF, "application/pdf")
    posted(agri, step_address("evidence/"), {"title": "บันทึกประชุม", "file": upload}, 302)
    evidence = StepEvidence.objects.get()
    response: Any = reader.get(f"/kpis/step-evidence/{evidence.pk}/")
    assert b"".join(response.streaming_content) == PDF
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"].startswith("attachment")
    assert evidence.downloads.count() == 1
    posted(agri, f"/kpis/step-evidence/{evidence.pk}/", {}, 302)
    assert not StepEvidence.objects.exists()


def test_evidence_of_another_kind_is_refused_on_the_page(agri: Client) -> None:
    upload = SimpleUploadedFile("x.pdf", b"<html>", "application/pdf")
    page = posted(agri, step_address("evidence/"), {"title": "x", "file": upload}, 409)
    assert "รับเฉพาะแฟ้ม PDF, JPEG หรือ PNG" in page


def test_lost_evidence_is_not_found(reader: Client, make_user: UserMaker) -> None:
    evidence = make_step_evidence(make_user(Role.OFFICER, "agri"))
    evidence.file.delete(save=False)
    assert reader.get(f"/kpis/step-evidence/{evidence.pk}/").status_code == 404


def test_half_year_lists_one_by_one_and_filters(
    reader: Client, officer: User, client_of: SignIn
) -> None:
    for office, met in (("50", date(2024, 1, 10)), ("51", None)):
        institution = make_institution(
            office, accounting_year_end_month=9, accounting_year_end_day=30
        )
        make_assessment(institution, fiscal_year=2567)
        if met:
            YearFacts.objects.create(
                institution=institution,
                fiscal_year=2567,
                accounting_year_end=date(2023, 9, 30),
                closed_on=date(2023, 10, 20),
                general_meeting_on=met,
            )
    page = html(reader, "/kpis/2567/5/half-year/")
    assert "1 จาก 2 แห่ง" in page
    assert page.count("ไม่ทันกำหนด</span>") == 1
    assert "1 แห่ง" in html(reader, "/kpis/2567/5/half-year/?state=done")
    own = html(client_of(officer), "/kpis/2567/5/half-year/")
    assert own.count("สหกรณ์ทดสอบ") == 1


def member_data(**changed: str) -> dict[str, str]:
    values = {"institution": "", "on_plan": "yes", "on_plan_note": "", "version": "1"}
    years = {
        2566: {"amount": "1,000,000", "audited": "on", "closed_in_time": "on", "source": "งบ"},
        2567: {"amount": "๑,๑๐๐,๐๐๐", "audited": "on", "closed_in_time": "on", "source": "งบ"},
    }
    cells = {f"{name}_{year}": value for year, row in years.items() for name, value in row.items()}
    return {**values, **cells, **changed}


def member_address() -> str:
    return f"/kpis/2567/7/programme/{member_of().pk}/"


def test_cooperative_of_the_programme_is_entered_and_counts(agri: Client) -> None:
    posted(agri, member_address(), member_data(), 302)
    page = html(agri, "/kpis/2567/7/programme/")
    assert "10.00<small>ร้อยละ" in page
    assert "1 แห่งที่นับผล" in page
    assert page.count("ไม่นับ: ") == 69


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"institution": "ท 00-99999"}, "ไม่พบเลขทะเบียนนี้ในทะเบียนสหกรณ์"),
        ({"source_2567": ""}, "ระบุที่มาของมูลค่า เช่น งบการเงินที่กรมตรวจบัญชีสหกรณ์ส่ง"),
        ({"amount_2567": "มาก"}, "อ่านจำนวน “มาก” ไม่ได้ กรอกเป็นตัวเลข เช่น 1,234.50"),
    ],
)
def test_bad_entry_of_a_cooperative_says_why(
    agri: Client, changed: dict[str, str], message: str
) -> None:
    assert message in posted(agri, member_address(), member_data(**changed), 422)
    assert member_of().on_plan is None


def test_printed_name_is_found_in_the_register_by_its_number(agri: Client) -> None:
    institution = make_institution()
    number = institution.registration_no
    posted(agri, member_address(), member_data(institution=number), 302)
    assert member_of().in_register == institution
    assert number in html(agri, "/kpis/2567/7/programme/")


def test_further_cooperative_joins_once(agri: Client) -> None:
    number = make_institution().registration_no
    posted(agri, "/kpis/2567/7/programme/", {"institution": number}, 302)
    assert ProgrammeMember.objects.filter(kpi=kpi_of(7)).count() == 71
    page = posted(agri, "/kpis/2567/7/programme/", {"institution": number}, 422)
    assert "สหกรณ์นี้อยู่ในโครงการแล้ว" in page


def dataset_data(**changed: Any) -> dict[str, Any]:
    metadata = {f"metadata-{name}": value for name, value in FULL.items()}
    return {**metadata, "in_open_list": "on", "version": "0", **changed}


def test_dataset_is_added_and_the_page_says_what_is_missing(ict: Client) -> None:
    posted(ict, f"{DATASETS}new/", dataset_data(**{"metadata-tag_string": ""}), 302)
    page = html(ict, DATASETS)
    assert "ขาด คำสำคัญ" in page
    assert "ยังไม่ลงทะเบียน" in page
    dataset = Dataset.objects.get()
    form = html(ict, f"{DATASETS}{dataset.pk}/")
    assert "คำอธิบายข้อมูลยังไม่ครบ 14 รายการ ชุดข้อมูลนี้ยังไม่นับผล" in form


def test_dataset_short_of_one_item_is_named_as_the_cheapest(reader: Client) -> None:
    make_dataset(1)
    make_dataset(2, metadata={**FULL, "tag_string": ""})
    page = html(reader, DATASETS)
    assert "ขาดอีกรายการเดียวก็นับผลได้: จำนวนสหกรณ์ (ขาดคำสำคัญ)" in page
    assert "50.00" in page


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        (
            {"metadata-geo_coverage": "ดาวอังคาร"},
            "“ดาวอังคาร” ไม่อยู่ในค่าที่เลือกได้ของขอบเขตเชิงภูมิศาสตร์หรือเชิงพื้นที่",
        ),
        (
            {"metadata-data_format": ["CSV", "DOC"]},
            "“DOC” ไม่อยู่ในค่าที่เลือกได้ของรูปแบบการเก็บข้อมูล",
        ),
        ({"metadata-maintainer_email": "ict"}, "กรอกอีเมลให้ถูกรูปแบบ เช่น ict@cpd.go.th"),
        ({"metadata-title": ""}, "กรอกชื่อชุดข้อมูล"),
        ({"registered_on": "1/1/2600"}, "วันที่ลงทะเบียนต้องไม่อยู่ในอนาคต"),
        ({"address": "ftp//x"}, "กรอกที่อยู่ที่ขึ้นต้นด้วย https://"),
    ],
)
def test_bad_dataset_says_why_and_nothing_is_written(
    ict: Client, changed: dict[str, Any], message: str
) -> None:
    page = posted(ict, f"{DATASETS}new/", dataset_data(**changed), 422)
    assert message in page.replace("&quot;", '"')
    assert not Dataset.objects.exists()


def test_dataset_changed_meanwhile_keeps_what_was_typed(ict: Client) -> None:
    dataset = make_dataset(1, version=4)
    changed = dataset_data(version="3", **{"metadata-title": "ชื่อของฉัน"})
    page = posted(ict, f"{DATASETS}{dataset.pk}/", changed, 409)
    assert "ชื่อของฉัน" in page
    assert "ข้อมูลนี้ถูกแก้ไขโดยผู้อื่นหลังจากที่เปิดดู" in page


def test_page_of_a_kpi_leads_to_what_its_result_is_made_of(reader: Client) -> None:
    page = html(reader, "/kpis/2567/7/")
    for address in ("/kpis/2567/7/lineage/", "/kpis/2567/7/programme/"):
        assert f'href="{address}"' in page
    assert "/kpis/2567/datasets/" in html(reader, "/kpis/2567/9/")
