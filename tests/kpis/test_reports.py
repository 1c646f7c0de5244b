"""The scorecard as a document."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils import timezone

from cpd_portal.core.documents.choices import Format
from cpd_portal.core.documents.registry import find_report
from cpd_portal.core.documents.rendering import render
from cpd_portal.core.documents.report import ReportError
from cpd_portal.core.models import User
from kpis.reports.forms import YearForm
from kpis.reports.scorecard import ScorecardContext, ScorecardReport
from tests.documents.pdf_reading import extracted, one_line
from tests.kpis.strength import classified


def context(user: User, **params: int) -> ScorecardContext:
    return ScorecardReport().context(user, params, timezone.now())


def test_report_is_in_the_catalogue() -> None:
    assert isinstance(find_report("kpi-scorecard"), ScorecardReport)


def test_report_without_a_year_is_of_the_newest(officer: User) -> None:
    assert context(officer).fiscal_year == 2567


def test_report_of_a_year_without_scorecard_is_refused(officer: User) -> None:
    with pytest.raises(ReportError) as refused:
        context(officer, fiscal_year=2560)
    assert refused.value.message == "ไม่มีใบคะแนนของปีงบประมาณที่เลือก"


@pytest.mark.parametrize(("year", "valid"), [("2567", True), ("", True), ("2560", False)])
def test_report_form_takes_years_with_a_scorecard(officer: User, year: str, valid: bool) -> None:
    assert YearForm({"fiscal_year": year}, user=officer).is_valid() is valid


def test_rows_keep_a_missing_result_empty(officer: User) -> None:
    classified([1] * 9 + [3] * 11)
    rows = list(ScorecardReport().rows(context(officer)))
    assert len(rows) == 13
    assert rows[0][7:] == (None, None, None, "ยังไม่มีผล")
    assert rows[4][7:] == (Decimal("45.00"), Decimal("62.24"), Decimal("12.45"), "มีผลแล้ว")


def test_csv_holds_every_kpi(officer: User, tmp_path: Path) -> None:
    target = tmp_path / "scorecard.csv"
    render(ScorecardReport(), context(officer), Format.CSV, target)
    with target.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert [row[0] for row in rows[1:]] == [str(number) for number in range(1, 14)]


@pytest.mark.usefixtures("assets")
def test_pdf_prints_the_scorecard_in_thai(officer: User, tmp_path: Path) -> None:
    classified([1] * 9 + [3] * 11)
    target = tmp_path / "scorecard.pdf"
    render(ScorecardReport(), context(officer, fiscal_year=2567), Format.PDF, target)
    text = one_line(extracted(target))
    assert "ประจำปีงบประมาณ พ.ศ. ๒๕๖๗" in text
    assert "๔๕.๐๐ ๖๒.๒๔" in text
    assert "ได้คะแนนถ่วงน้ำหนัก ๑๒.๔๕ จาก ๒๐" in text
    assert "น้ำหนัก" in text
