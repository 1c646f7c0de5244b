"""Documents and files of the plan's execution."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from cpd_portal.core.documents.choices import Format
from cpd_portal.core.documents.registry import AnyReport, find_report
from cpd_portal.core.documents.rendering import render
from cpd_portal.core.models import Submission, User
from strategy.choices import EntryKind
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
