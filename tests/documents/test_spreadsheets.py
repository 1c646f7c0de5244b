import csv
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from cpd_portal.core.documents.report import Column, ReportContext, Row
from cpd_portal.core.documents.spreadsheets import escape_formula, write_csv, write_xlsx
from cpd_portal.thai.dates import BANGKOK

COLUMNS = (Column("ที่", 6, places=0), Column("ชื่อ"), Column("คะแนน", places=2), Column("วันที่"))
CONTEXT = ReportContext(
    title="ทะเบียน",
    as_of=datetime(2024, 10, 28, 9, 15, tzinfo=BANGKOK),
    rule_version="รุ่น 1",
    is_sample=True,
)
ROWS: list[Row] = [
    (1, "=HYPERLINK(1)", Decimal("82.50"), date(2024, 3, 31)),
    (2, "น้ำพอง, จำกัด", None, None),
    (-3, "ระฆัง\x07", Decimal("-1E+3"), None),
]


def written_csv(target: Path) -> list[list[str]]:
    with target.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝"])
def test_escape_formula_makes_text_of_every_start(start: str) -> None:
    assert escape_formula(f"{start}1+1") == f"'{start}1+1"


@given(st.text())
def test_escape_formula_leaves_nothing_that_runs(text: str) -> None:
    assert not escape_formula(text).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert escape_formula(text).removeprefix("'") == text.removeprefix("'")


def test_write_csv_has_bom_heads_values_and_stamp(tmp_path: Path) -> None:
    write_csv(CONTEXT, COLUMNS, ROWS, tmp_path / "x.csv")
    stamp = ["2024-10-28T09:15:00+07:00", "รุ่น 1", "ใช่"]
    assert (tmp_path / "x.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert written_csv(tmp_path / "x.csv") == [
        ["ที่", "ชื่อ", "คะแนน", "วันที่", "ข้อมูล ณ", "หลักเกณฑ์", "ข้อมูลตัวอย่าง"],
        ["1", "'=HYPERLINK(1)", "82.50", "2024-03-31", *stamp],
        ["2", "น้ำพอง, จำกัด", "", "", *stamp],
        ["-3", "ระฆัง\x07", "-1000", "", *stamp],
    ]


def test_write_xlsx_keeps_types_and_runs_no_formula(tmp_path: Path) -> None:
    write_xlsx(CONTEXT, COLUMNS, ROWS, tmp_path / "x.xlsx")
    sheet = load_workbook(tmp_path / "x.xlsx")["ข้อมูล"]
    values = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert values[0] == ["ที่", "ชื่อ", "คะแนน", "วันที่"]
    assert values[1] == [1, "'=HYPERLINK(1)", 82.5, datetime(2024, 3, 31)]
    assert values[2] == [2, "น้ำพอง, จำกัด", None, None]
    assert values[3] == [-3, "ระฆัง", -1000, None]
    assert "f" not in {cell.data_type for row in sheet.iter_rows() for cell in row}
    assert sheet["D2"].number_format == "[$-107041E]d mmm yyyy"
    assert (sheet["A2"].number_format, sheet["C2"].number_format) == ("#,##0", "#,##0.00")


def test_write_xlsx_says_what_it_is(tmp_path: Path) -> None:
    write_xlsx(CONTEXT, COLUMNS, ROWS, tmp_path / "x.xlsx")
    workbook: Any = load_workbook(tmp_path / "x.xlsx")
    lines = [row[0].value for row in workbook["เกี่ยวกับเอกสาร"].iter_rows()]
    assert lines == [
        "ทะเบียน",
        "ข้อมูล ณ วันที่\u00a028\u00a0ตุลาคม\u00a02567 เวลา\u00a009.15\u00a0น.",
        "ข้อมูลตัวอย่าง มิใช่ผลการดำเนินงานจริง",
        "หลักเกณฑ์ รุ่น 1",
    ]
    assert workbook["ข้อมูล"].oddFooter.left.text == "ข้อมูลตัวอย่าง มิใช่ผลการดำเนินงานจริง"
