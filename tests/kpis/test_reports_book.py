"""The book of the year's KPIs: the scorecard and a sheet of each."""

from pathlib import Path
from zipfile import ZipFile

import pytest
from django.utils import timezone

from cpd_portal.core.documents.choices import Format
from cpd_portal.core.documents.rendering import render
from cpd_portal.core.documents.report import ReportError
from cpd_portal.core.models import User
from kpis.reports.book import KpiBook
from tests.documents.pdf_reading import extracted, one_line

pytestmark = pytest.mark.django_db


def test_book_holds_the_scorecard_and_every_kpi(officer: User, tmp_path: Path) -> None:
    book = KpiBook()
    context = book.context(officer, {}, timezone.now())
    render(book, context, Format.ZIP, tmp_path / "x.zip")

    with ZipFile(tmp_path / "x.zip") as archive:
        names = archive.namelist()
        archive.extractall(tmp_path)
    assert names[0] == "00 สรุปผล 2567.pdf"
    assert names[1:] == [f"{n:02d} ตัวชี้วัดที่ {n} 2567.pdf" for n in range(1, 14)]
    assert book.row_count(context) == len(names)
    fifth = one_line(extracted(tmp_path / names[5]))
    assert "ตัวชี้วัด : ๕. สัดส่วนของจำนวนสหกรณ์ในภาคการเกษตรที่มีความเข้มแข็งระดับ ๑ และ ๒" in fifth
    assert "๔๓.๐๘ สหกรณ์ทั้งหมด (แห่ง) – - - - - ๓,๓๖๖" in fifth


def test_book_of_a_year_without_scorecard_is_refused(officer: User) -> None:
    with pytest.raises(ReportError, match="^ไม่มีใบคะแนนของปีงบประมาณที่เลือก$"):
        KpiBook().context(officer, {"fiscal_year": 2560}, timezone.now())
