"""KPI sheet, measurements and evidence index as documents."""

from decimal import Decimal
from pathlib import Path

import pytest
from django.utils import timezone

from cpd_portal.core.documents.choices import Format
from cpd_portal.core.documents.registry import find_report
from cpd_portal.core.documents.rendering import render
from cpd_portal.core.documents.report import ReportError
from cpd_portal.core.models import User
from kpis.reports.kpi_sheet import KpiSheetReport
from kpis.reports.measurements import EvidenceIndexReport, MeasurementsReport
from tests.conftest import UserMaker
from tests.documents.pdf_reading import extracted, one_line
from tests.kpis.entered import Desk
from tests.kpis.lineage import make_step_evidence


def test_reports_are_in_the_catalogue() -> None:
    for identifier in ("kpi-sheet", "kpi-measurements", "kpi-evidence-index"):
        assert find_report(identifier) is not None


def test_sheet_prints_the_form_of_the_source_with_the_result(
    make_user: UserMaker, executive: User, tmp_path: Path
) -> None:
    Desk(make_user).frozen(4, "80271")
    target = tmp_path / "sheet.pdf"
    report = KpiSheetReport()
    render(report, report.context(executive, {"number": 4}, timezone.now()), Format.PDF, target)
    text = one_line(extracted(target))
    for words in (
        "ตัวชี้วัด : ๔. รายได้เงินสดสุทธิทางการเกษตร",
        "๗๙,๔๘๕.๖๒",
        "๘๐,๓๙๗.๐๘",
        "๙๖.๙๖",
        "ปิดผนึกแล้ว",
        "หมายเหตุต้นฉบับ",
    ):
        assert words in text


@pytest.mark.parametrize("number", range(1, 14))
def test_every_kpi_has_a_sheet(executive: User, number: int) -> None:
    context = KpiSheetReport().context(executive, {"number": number}, timezone.now())
    assert context.detail.kpi.number == number
    assert len(context.criteria) == len(context.detail.criteria)


def test_sheet_of_an_unknown_kpi_is_refused(executive: User) -> None:
    with pytest.raises(ReportError) as refused:
        KpiSheetReport().context(executive, {"number": 99}, timezone.now())
    assert refused.value.message == "ไม่มีตัวชี้วัดที่ 99 ในปีงบประมาณที่เลือก"


def test_measurements_carry_the_score_that_page_and_api_show(
    make_user: UserMaker, executive: User, tmp_path: Path
) -> None:
    desk = Desk(make_user)
    desk.frozen(4, "80271")
    desk.enter(8, "3500")
    report = MeasurementsReport()
    rows = list(report.rows(report.context(executive, {}, timezone.now())))
    assert [(row[0], row[5], row[12], row[13], row[14]) for row in rows] == [
        (4, "80,271", Decimal("96.96"), "ปิดผนึกแล้ว", "ใช้"),
        (8, "3,500", Decimal("66.97"), "กำลังทำ", "ใช้"),
    ]
    target = tmp_path / "measurements.csv"
    render(report, report.context(executive, {}, timezone.now()), Format.CSV, target)
    with target.open(encoding="utf-8-sig") as file:
        assert sum("96.96" in line for line in file) == 1


def test_index_lists_papers_of_results_and_activities(
    make_user: UserMaker, executive: User
) -> None:
    desk = Desk(make_user)
    desk.attach(desk.enter(4, "80271"))
    make_step_evidence(desk.officer)
    report = EvidenceIndexReport()
    rows = list(report.rows(report.context(executive, {}, timezone.now())))
    assert [(row[0], row[2], row[3]) for row in rows] == [
        (1, "กิจกรรมตารางที่ 1 ที่ 1", "บันทึกการประชุม"),
        (4, "ผลรอบ 12 เดือน", "รายงานผล"),
    ]
