"""Rows to CSV and XLSX. Text that a spreadsheet would run as a formula is escaped."""

import csv
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from cpd_portal.core.documents.report import Cell, Column, ReportContext, Row
from cpd_portal.core.documents.stamp import SAMPLE_MARK, stamp_lines
from cpd_portal.thai.dates import BANGKOK

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
BUDDHIST_DATE = "[$-107041E]d mmm yyyy"
STAMP_COLUMNS = ("ข้อมูล ณ", "หลักเกณฑ์", "ข้อมูลตัวอย่าง")


def escape_formula(text: str) -> str:
    """A leading apostrophe makes a spreadsheet show the text instead of running it."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def write_csv(
    context: ReportContext, columns: Iterable[Column], rows: Iterable[Row], target: Path
) -> None:
    """UTF-8 with BOM; every row carries the stamp, so that parts of a file keep it too."""
    stamp = _csv_stamp(context)
    with target.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*(column.title for column in columns), *STAMP_COLUMNS])
        for row in rows:
            writer.writerow([*(_csv_cell(cell) for cell in row), *stamp])


def write_xlsx(
    context: ReportContext, columns: tuple[Column, ...], rows: Iterable[Row], target: Path
) -> None:
    """One sheet with the rows, one that says what they are; written row by row."""
    workbook = Workbook(write_only=True)
    sheet: Any = workbook.create_sheet("ข้อมูล")
    _lay_out(sheet, columns, context)
    sheet.append(_heading(sheet, columns))
    for row in rows:
        sheet.append(list(_xlsx_cells(sheet, columns, row)))
    about: Any = workbook.create_sheet("เกี่ยวกับเอกสาร")
    about.column_dimensions["A"].width = 100
    for line in (context.title, *stamp_lines(context)):
        about.append([_text(line)])
    workbook.save(target)


def _csv_stamp(context: ReportContext) -> tuple[str, str, str]:
    as_of = context.as_of.astimezone(BANGKOK).isoformat(timespec="seconds")
    return as_of, escape_formula(context.rule_version), "ใช่" if context.is_sample else ""


def _csv_cell(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return escape_formula(cell)
    return format(cell, "f") if isinstance(cell, Decimal) else str(cell)


def _lay_out(sheet: Any, columns: tuple[Column, ...], context: ReportContext) -> None:
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    for number, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    if context.is_sample:
        sheet.oddFooter.left.text = SAMPLE_MARK


def _heading(sheet: Any, columns: tuple[Column, ...]) -> list[SheetCell]:
    cells = [WriteOnlyCell(sheet, _text(column.title)) for column in columns]
    for cell in cells:
        cell.font = Font(bold=True)
    return cells


def _xlsx_cells(
    sheet: Any, columns: tuple[Column, ...], row: Row
) -> Iterator[SheetCell | str | None]:
    for column, value in zip(columns, row, strict=True):
        if value is None or isinstance(value, str):
            yield None if value is None else _text(value)
            continue
        cell: SheetCell = WriteOnlyCell(sheet)
        cell.value = value
        if isinstance(value, date):
            cell.number_format = BUDDHIST_DATE
        elif column.places is not None:
            cell.number_format = f"#,##0.{'0' * column.places}".rstrip(".")
        yield cell


def _text(text: str) -> str:
    return escape_formula(ILLEGAL_CHARACTERS_RE.sub("", text))
