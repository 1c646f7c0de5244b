"""Documents and files of the plan's execution."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from cpd_portal.core.documents.choices import Format
from cpd_portal.core.documents.registry import AnyReport, find_report
from cpd_portal.core.documents.rendering import render
from cpd_portal.core.documents.report import ReportError
from cpd_portal.core.models import Submission, User
from strategy.choices import EntryKind
from strategy.models import Project
from strategy.services import Revision, plan_revise
from tests.documents.pdf_reading import extracted, one_line
from tests.strategy.conftest import Recorder

pytestmark = pytest.mark.django_db
AS_OF = datetime(2026, 1, 5, 3, 0, tzinfo=UTC)


def report_of(identifier: str) -> AnyReport:
    found = find_report(identifier)
    assert found is not None
    return found


def pdf_text(identifier: str, user: User, folder: Path, **params: Any) -> str:
    report, target = report_of(identifier), folder / "r.pdf"
    render(report, report.context(user, params, AS_OF), Format.PDF, target)
    assert "/StructTreeRoot" in PdfReader(target).root_object
    return one_line(extracted(target))


def rows_of(identifier: str, user: User, **params: Any) -> list[dict[str, Any]]:
    report = report_of(identifier)
    titles = [column.title for column in report.columns]
    rows = report.rows(report.context(user, params, AS_OF))
    return [dict(zip(titles, row, strict=True)) for row in rows]


def test_status_report_tells_money_progress_and_their_weight(
    officer: User, approved: Submission, record: Recorder, tmp_path: Path
) -> None:
    record(EntryKind.ALLOCATION, "4000000", "จ 1")
    record(EntryKind.DISBURSEMENT, "1000000", "ขบ 1")

    text = pdf_text("strategy-status", officer, tmp_path)

    assert "แผนมี 14 โครงการ ประมาณการงบประมาณ 195 ล้านบาท" in text
    assert "ได้รับเงินแล้ว 4.00 ล้านบาท เบิกจ่าย 1.00 ล้านบาท คิดเป็นร้อยละ 25.00" in text
    assert "โครงการที่ไม่มีรายงานไม่นับเป็นศูนย์" in text
    assert "(ไตรมาส 2)" in text


def test_status_report_prints_thai_digits_on_request(officer: User, tmp_path: Path) -> None:
    text = pdf_text("strategy-status", officer, tmp_path, digits="thai")

    assert "แผนมี ๑๔ โครงการ ประมาณการงบประมาณ ๑๙๕ ล้านบาท" in text
    assert "ยังไม่มีรายงาน" in text


def test_project_sheet_shows_printed_target_and_result(
    officer: User, approved: Submission, tmp_path: Path
) -> None:
    text = pdf_text("strategy-project", officer, tmp_path, project="5.9")

    assert "อบรมผู้ตรวจการสหกรณ์ ร้อยละ 20 ต่อปี" in text
    assert "ร้อยละ 1" in text
    assert "ไตรมาสที่ 2 ปี 2561" in text


def test_ledger_file_has_every_row_and_names_reversals(
    officer: User, planner: User, record: Recorder
) -> None:
    record(EntryKind.ALLOCATION, "1000.25", "จ 1")

    (row,) = rows_of("strategy-ledger", officer)

    assert row["โครงการ"] == "5.9"
    assert row["จำนวนเงิน (บาท)"] == 1000.25
    assert row["กลับรายการของ"] is None
    assert rows_of("strategy-ledger", officer, fiscal_year=2562) == []


def test_matrix_file_has_every_target_beside_its_print(officer: User) -> None:
    rows = rows_of("strategy-matrix", officer)

    (trained,) = (row for row in rows if row["ข้อความที่พิมพ์"] == "อบรมผู้ตรวจการสหกรณ์ ร้อยละ ๒๐ ต่อปี")
    assert (trained["เป้าหมาย"], trained["หน่วยนับ"]) == (20, "ร้อยละ")
    assert trained["ผลที่ทำได้"] is None
    assert trained["สถานะ"] == "ไม่มีรายงาน"


def test_list_of_projects_has_every_year_printed_and_now(officer: User) -> None:
    rows = rows_of("strategy-projects", officer)

    assert len(rows) == 14 * 5
    own = [row for row in rows if row["โครงการ"] == "5.9"]
    assert {row["หน่วยงานที่รับผิดชอบ"] for row in own} == {"ศูนย์เทคโนโลยีสารสนเทศและการสื่อสาร"}
    printed = sum(row["งบประมาณที่พิมพ์ (ล้านบาท)"] or 0 for row in rows)
    assert printed == 195 == sum(row["งบประมาณปัจจุบัน (ล้านบาท)"] or 0 for row in rows)


def test_board_file_says_who_sent_what(officer: User, approved: Submission) -> None:
    rows = rows_of("strategy-board", officer)

    (sent,) = (row for row in rows if row["สถานะ"] != "ยังไม่เริ่ม")
    assert (sent["ปีงบประมาณ"], sent["ไตรมาส"], sent["สถานะ"]) == ("2561", 2, "อนุมัติแล้ว")
    assert sent["ความล่าช้า"] is None
    assert sent["อนุมัติเมื่อ"] is not None


def test_reports_file_has_the_words_of_every_report(officer: User, approved: Submission) -> None:
    rows = rows_of("strategy-reports", officer)

    assert {row["ผลการดำเนินงาน"] for row in rows} == {"ดำเนินการตามแผน"}
    assert "5.9" in {row["โครงการ"] for row in rows}
    assert {row["หลักฐาน"] for row in rows} == {None}


def test_versions_file_has_what_differs(officer: User, planner: User) -> None:
    project = Project.objects.get(code="5.9")
    revision = Revision("ลดงบ", budgets={(project.pk, 2561): Decimal("0.25")})
    plan_revise(actor=planner, plan=project.strategy.plan, revision=revision)

    (row,) = rows_of("strategy-versions", officer)

    assert (row["โครงการ"], row["ปีงบประมาณ"], row["รุ่นหลัง"]) == ("5.9", "2561", "0.25")
    with pytest.raises(ReportError, match="ไม่มีรุ่นนี้ของแผน"):
        rows_of("strategy-versions", officer, before=7)


@pytest.mark.parametrize(
    "identifier", ["strategy-projects", "strategy-board", "strategy-reports", "strategy-versions"]
)
def test_lists_print(officer: User, approved: Submission, tmp_path: Path, identifier: str) -> None:
    assert "๒๕๖๐–๒๕๖๔" in pdf_text(identifier, officer, tmp_path)
