from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.utils import timezone
from pypdf import PdfReader

from cpd_portal.core.documents import rendering
from cpd_portal.core.documents.choices import Format
from cpd_portal.core.documents.rendering import render
from cpd_portal.thai.numerals import to_thai_digits
from tests.documents.pdf_reading import extracted, one_line
from tests.documents.sample_reports import THAI_NAME, RegisterContext, SampleRegister

pytestmark = pytest.mark.usefixtures("assets")


def context_with(rows: int) -> RegisterContext:
    return RegisterContext(
        title="ทะเบียนทดสอบ ปีงบประมาณ 2567",
        as_of=timezone.now(),
        rule_version="ทดสอบ รุ่น 1",
        is_sample=True,
        row_total=rows,
    )


@pytest.fixture
def pieces_of_twenty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "ONE_PIECE_ROWS", 20)


def page_texts(path: Path) -> list[str]:
    return [one_line(page) for page in extracted(path).split("\f")[:-1]]


def test_render_pdf_up_to_the_limit_is_one_tagged_piece(
    tmp_path: Path, pieces_of_twenty: None
) -> None:
    render(SampleRegister(), context_with(20), Format.PDF, tmp_path / "x.pdf")
    assert "/StructTreeRoot" in PdfReader(tmp_path / "x.pdf").root_object
    text = one_line(extracted(tmp_path / "x.pdf"))
    assert text.count(THAI_NAME) == 20
    assert "ข้อมูลตัวอย่าง มิใช่ผลการดำเนินงานจริง" in text
    assert "หลักเกณฑ์ ทดสอบ รุ่น ๑" in text
    assert "หน้า ๑ จาก ๑" in text
    assert "CSV" not in text


def test_render_pdf_beyond_the_limit_is_untagged_and_says_so(
    tmp_path: Path, pieces_of_twenty: None
) -> None:
    render(SampleRegister(), context_with(21), Format.PDF, tmp_path / "x.pdf")
    reader: Any = PdfReader(tmp_path / "x.pdf")
    assert "/StructTreeRoot" not in reader.root_object
    assert (reader.root_object["/Lang"], reader.metadata["/Title"]) == (
        "th",
        "ทะเบียนทดสอบ ปีงบประมาณ 2567",
    )
    assert "ขอเอกสารเดียวกันเป็นแฟ้ม CSV" in page_texts(tmp_path / "x.pdf")[0]


def test_render_pdf_of_pieces_numbers_pages_and_repeats_heads(
    tmp_path: Path, pieces_of_twenty: None
) -> None:
    render(SampleRegister(), context_with(95), Format.PDF, tmp_path / "x.pdf")
    pages = page_texts(tmp_path / "x.pdf")
    assert len(pages) > 4
    for number, text in enumerate(pages, start=1):
        assert f"หน้า {to_thai_digits(number)} จาก {to_thai_digits(len(pages))}" in text
        assert "วันสิ้นปีบัญชี" in text
        assert (f"- {to_thai_digits(number)} -" in text) == (number > 1)
    assert sum(text.count(THAI_NAME) for text in pages) == 95


def test_render_pdf_without_rows_says_that_there_are_none(tmp_path: Path) -> None:
    render(SampleRegister(), context_with(0), Format.PDF, tmp_path / "x.pdf")
    assert "ไม่มีรายการตามเงื่อนไขที่เลือก" in one_line(extracted(tmp_path / "x.pdf"))


def test_render_pdf_shows_no_value_as_a_dash_and_dates_in_thai(tmp_path: Path) -> None:
    render(SampleRegister(), context_with(2), Format.PDF, tmp_path / "x.pdf")
    text = one_line(extracted(tmp_path / "x.pdf"))
    assert f"๑ {THAI_NAME} ๘๒.๕๐ ๓๑ มี.ค. ๒๕๖๗" in text
    assert f"๒ {THAI_NAME} – ๓๑ มี.ค. ๒๕๖๗" in text


@pytest.mark.parametrize("file_format", [Format.CSV, Format.XLSX])
def test_render_tells_progress_in_steps_below_hundred(tmp_path: Path, file_format: Format) -> None:
    told: list[int] = []
    render(SampleRegister(), context_with(200), file_format, tmp_path / "x", told.append)
    assert told == [10, 20, 30, 40, 50, 60, 70, 80, 90, 95]


def test_render_archive_writes_every_file_and_tells_how_far(tmp_path: Path) -> None:
    seen: list[int] = []
    render(SampleRegister(), context_with(3), Format.ZIP, tmp_path / "x.zip", seen.append)
    assert seen == [33, 66, 95]
    with ZipFile(tmp_path / "x.zip") as archive:
        assert archive.namelist() == ["แฟ้ม 1.csv", "แฟ้ม 2.csv", "แฟ้ม 3.csv"]
        assert archive.read("แฟ้ม 2.csv").decode("utf-8-sig").count(THAI_NAME) == 2
