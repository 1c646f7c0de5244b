"""Documents of one institution, of an office and of the country, and the movement lists."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from coops.choices import Standing
from coops.models import Institution
from coops.rules import Facts
from cpd_portal.core.documents.choices import Format
from cpd_portal.core.documents.registry import AnyReport, find_report
from cpd_portal.core.documents.rendering import render
from cpd_portal.core.documents.report import ReportError
from cpd_portal.core.models import User
from tests.coops.facts import cooperative, group
from tests.coops.rows import make_assessment, make_group, make_institution
from tests.documents.pdf_reading import extracted, one_line

pytestmark = pytest.mark.django_db
AS_OF = datetime(2026, 1, 5, 3, 0, tzinfo=UTC)
STAMP = "ข้อมูล ณ วันที่ ๕ มกราคม ๒๕๖๙ เวลา ๑๐.๐๐ น."


def report_of(identifier: str) -> AnyReport:
    found = find_report(identifier)
    assert found is not None
    return found


def text_of_pdf(identifier: str, user: User, folder: Path, **params: Any) -> str:
    report, target = report_of(identifier), folder / "r.pdf"
    render(report, report.context(user, params, AS_OF), Format.PDF, target)
    assert "/StructTreeRoot" in PdfReader(target).root_object
    return one_line(extracted(target))


@pytest.fixture
def population() -> Institution:
    """Chiang Mai in 2566: tiers 1 and 2, a new one, an open one, a farmer group; Lamphun one."""
    own = make_institution(name="สหกรณ์ตัวอย่าง จำกัด", registration_no="กพธ. 12/2530")
    make_assessment(own, cooperative("60", loss=(False, True)))
    make_assessment(make_institution(name="สหกรณ์หนึ่ง จำกัด"), cooperative("90"))
    make_assessment(make_institution(name="สหกรณ์ใหม่ จำกัด"), Facts(Standing.NEW))
    make_assessment(make_institution(name="สหกรณ์ค้าง จำกัด"))
    make_assessment(make_group(name="กลุ่มเกษตรกรทำนา"), group("90"))
    make_assessment(make_institution("51", name="สหกรณ์ลำพูน จำกัด"), cooperative("20"))
    return own


def test_sheet_tells_result_reasons_advice_and_history(
    officer: User, population: Institution, tmp_path: Path
) -> None:
    text = text_of_pdf(
        "institution-sheet", officer, tmp_path, registration_no="กพธ. 12/2530", fiscal_year=2566
    )

    assert "สหกรณ์ตัวอย่าง จำกัด ประจำปีงบประมาณ พ.ศ. ๒๕๖๖" in text
    assert "กพธ. ๑๒/๒๕๓๐" in text
    assert "ผลการจัดชั้น ชั้น ๒ คือ สหกรณ์ที่พัฒนาเข้าสู่มาตรฐาน ได้ ๖๐ จาก ๑๐๐ คะแนน" in text
    assert "กลุ่มเทียบมีน้อยกว่า ๕ แห่ง จึงไม่แสดงค่ากลาง" in text
    assert "ขาดอย่างน้อย ๒๐ คะแนน" in text
    assert "ต้องไม่ขาดทุน" in text
    assert STAMP in text
    assert "หน้า ๑ จาก" in text


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (cooperative("90"), "อยู่ชั้นสูงสุดแล้ว"),
        (Facts(Standing.NEW), "ไม่นำมาประเมิน กลุ่มที่ ๑"),
        (None, "ยังขาดข้อมูล ๒๑ ค่า"),
    ],
)
def test_sheet_without_advice_says_why(
    officer: User, facts: Facts | None, words: str, tmp_path: Path
) -> None:
    row = make_assessment(facts=facts)
    number = row.institution.registration_no

    assert words in text_of_pdf("institution-sheet", officer, tmp_path, registration_no=number)


def test_sheet_of_a_year_without_assessment_is_refused(officer: User) -> None:
    number = make_institution().registration_no
    report = report_of("institution-sheet")

    with pytest.raises(ReportError) as refused:
        report.context(officer, {"registration_no": number}, AS_OF)
    assert refused.value.message == ("สหกรณ์หรือกลุ่มเกษตรกรนี้ไม่อยู่ในรายชื่อที่ต้องประเมินของปีที่เลือก")


def test_sheet_of_another_office_is_refused_twice(officer: User) -> None:
    number = make_institution("51").registration_no
    report = report_of("institution-sheet")
    form = report.params_form({"registration_no": number}, user=officer)

    assert form.errors["registration_no"] == ["ไม่พบเลขทะเบียนนี้ในขอบเขตที่บัญชีนี้ดูได้"]
    with pytest.raises(ReportError):
        report.context(officer, {"registration_no": number}, AS_OF)


@pytest.mark.usefixtures("population")
def test_office_summary_holds_progress_failures_nearest_and_list(
    officer: User, tmp_path: Path
) -> None:
    text = text_of_pdf("office-summary", officer, tmp_path, office="50", fiscal_year=2566)

    assert "ที่ต้องประเมิน ๕ แห่ง กรอกครบแล้ว ๔ แห่ง ยังไม่ครบ ๑ แห่ง สถานะแบบ ยังไม่เริ่ม" in text
    assert "สหกรณ์ภาคการเกษตร ๔ ๑ ๑ ๐ ๕๐.๐๐ ๑ ๐ ๑" in text
    assert "ผลประกอบการ ๑ ๕๐.๐๐ ๐ ๐.๐๐" in text
    assert "สหกรณ์ค้าง จำกัด" in text
    assert "ลำพูน" not in text
    assert STAMP in text


@pytest.mark.usefixtures("population")
def test_office_summary_files_list_the_population_by_tier(officer: User) -> None:
    report = report_of("office-summary")
    context = report.context(officer, {"office": "50", "fiscal_year": 2566}, AS_OF)
    rows = list(report.rows(context))

    assert [row[1] for row in rows] == [
        "กลุ่มเกษตรกรทำนา",
        "สหกรณ์หนึ่ง จำกัด",
        "สหกรณ์ตัวอย่าง จำกัด",
        "สหกรณ์ใหม่ จำกัด",
        "สหกรณ์ค้าง จำกัด",
    ]
    assert report.row_count(context) == 5
    assert {len(row) for row in rows} == {len(report.columns)}


def test_office_summary_offers_only_offices_in_reach(officer: User) -> None:
    form = report_of("office-summary").params_form({"office": "51"}, user=officer)

    assert form.errors["office"] == ["ไม่มีตัวเลือกนี้"]


@pytest.mark.usefixtures("population")
def test_national_tables_have_the_printed_form(executive: User, tmp_path: Path) -> None:
    text = text_of_pdf("national-classification", executive, tmp_path, fiscal_year=2566)

    assert "สหกรณ์ (ทั้งประเทศ)" in text
    for line in (
        "ความเข้มแข็ง ชั้น ๑ ๑ ๒๐.๐๐",
        "ความเข้มแข็ง ชั้น ๒ ๑ ๒๐.๐๐",
        "ความเข้มแข็ง ชั้น ๑ และชั้น ๒ ๒ ๔๐.๐๐",
        "ความเข้มแข็ง ชั้น ๓ ๑ ๒๐.๐๐",
        "กลุ่มที่ ๑ สหกรณ์ที่จัดตั้งใหม่/หยุดดำเนินธุรกิจ ๑ ๒๐.๐๐",
        "กลุ่มที่ ๒ สหกรณ์ที่เลิก/ถอนชื่อ ๐ ๐.๐๐",
        "ข้อมูลยังไม่ครบ ๑ ๒๐.๐๐",
        "รวม ๕ ๑๐๐.๐๐",
        "สสจ.ลำพูน ๑ ๐ ๐ ๐ ๐.๐๐ ๑ ๐ ๐ ๐",
        "กลุ่มที่ ๑ กลุ่มเกษตรกรที่จัดตั้งใหม่/หยุดดำเนินธุรกิจ ๐ ๐.๐๐",
    ):
        assert line in text
    assert STAMP in text


@pytest.mark.usefixtures("population")
def test_national_rows_are_whole_types_and_offices(officer: User) -> None:
    report = report_of("national-classification")
    rows = list(report.rows(report.context(officer, {"fiscal_year": 2566}, AS_OF)))

    assert [row[1:6] for row in rows] == [
        ("สหกรณ์ภาคการเกษตร", "ทั้งหมด", "เฉพาะหน่วยงานที่ผู้ขอดูได้", 4, 1),
        ("สหกรณ์ภาคการเกษตร", "ประเภท", "สหกรณ์การเกษตร", 4, 1),
        ("สหกรณ์ภาคการเกษตร", "หน่วยงาน", "สสจ.เชียงใหม่", 4, 1),
        ("กลุ่มเกษตรกร", "ทั้งหมด", "เฉพาะหน่วยงานที่ผู้ขอดูได้", 1, 1),
        ("กลุ่มเกษตรกร", "ประเภท", "กลุ่มเกษตรกรทำนา", 1, 1),
        ("กลุ่มเกษตรกร", "หน่วยงาน", "สสจ.เชียงใหม่", 1, 1),
    ]
    assert {len(row) for row in rows} == {len(report.columns)}


@pytest.mark.parametrize(
    ("identifier", "params"),
    [
        ("national-classification", {}),
        ("office-summary", {"office": "50"}),
        ("strength-movement", {"kind": "cooperative"}),
    ],
)
def test_without_results_there_is_no_document(
    officer: User, identifier: str, params: dict[str, Any]
) -> None:
    with pytest.raises(ReportError):
        report_of(identifier).context(officer, params, AS_OF)


def test_movement_file_lists_what_was_chosen(officer: User) -> None:
    for name, before, after in (("ขึ้น", "60", "90"), ("ลง", "90", "20")):
        institution = make_institution(name=name)
        make_assessment(institution, cooperative(before), 2566)
        make_assessment(institution, cooperative(after), 2567)
    report = report_of("strength-movement")
    params = {"kind": "cooperative", "sector": "agricultural", "fiscal_year": 2567}

    def names(**more: str) -> list[Any]:
        context = report.context(officer, {**params, **more}, AS_OF)
        assert report.row_count(context) == len(list(report.rows(context)))
        return [(row[1], row[8]) for row in report.rows(context)]

    assert names() == [("ขึ้น", "เลื่อนชั้นขึ้น"), ("ลง", "ตกชั้น")]
    assert names(move="rose") == [("ขึ้น", "เลื่อนชั้นขึ้น")]
    assert names(before="1", after="3") == [("ลง", "ตกชั้น")]
    assert names(before="1", after="1") == []


def test_movement_file_refuses_a_later_year_and_a_wrong_day(officer: User) -> None:
    report = report_of("strength-movement")
    make_assessment(facts=cooperative("90"))
    form = report.params_form({"kind": "cooperative", "as_of": "เมื่อวาน"}, user=officer)

    assert form.errors["as_of"] == ["อ่านวันที่ “เมื่อวาน” ไม่ได้ กรอกเป็น วัน/เดือน/ปี พ.ศ. เช่น 28/10/2567"]
    params = {"kind": "cooperative", "fiscal_year": 2566, "earlier": 2567}
    with pytest.raises(ReportError) as refused:
        report.context(officer, params, AS_OF)
    assert refused.value.message == "ปีที่เทียบต้องก่อนปีงบประมาณที่ดู"
