"""The template of an import, and the refused rows in the same format with what is wrong."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from cpd_portal.core.documents.spreadsheets import escape_formula
from cpd_portal.core.imports.limits import MAX_ROWS
from cpd_portal.core.imports.reading import ABOUT_SHEET, MESSAGE_COLUMN
from cpd_portal.core.imports.table import ImportSheet, SheetRow

TextRow = Sequence[str]
_MESSAGE_WIDTH = 60
_HEADING = Alignment(wrap_text=True, vertical="top")


def template(sheet: ImportSheet, rows: Iterable[TextRow], about: Iterable[str]) -> bytes:
    """One sheet with the stored values, and one that says how to fill it."""
    return workbook([(sheet, rows)], about)


def workbook(
    sheets: Iterable[tuple[ImportSheet, Iterable[TextRow]]], about: Iterable[str]
) -> bytes:
    """The sheets with their rows, and one that says how to fill them."""
    book = _empty_workbook()
    for sheet, rows in sheets:
        _add_sheet(book, sheet, rows)
    page = book.create_sheet(ABOUT_SHEET)
    page.column_dimensions["A"].width = 100
    for line in about:
        page.append([_safe(line)])
    return _saved(book)


def refused_rows(rows: Iterable[tuple[SheetRow, str]]) -> bytes:
    """The rows as they were read, sheet by sheet, each with its messages."""
    by_sheet: dict[ImportSheet, list[TextRow]] = {}
    for row, message in rows:
        cells = [row.cells.get(column.key, "") for column in row.sheet.columns]
        by_sheet.setdefault(row.sheet, []).append([*cells, message])
    book = _empty_workbook()
    for sheet, lines in by_sheet.items():
        _add_sheet(book, sheet, lines, MESSAGE_COLUMN)
    if not by_sheet:
        book.create_sheet(ABOUT_SHEET)
    return _saved(book)


def _empty_workbook() -> Workbook:
    book = Workbook()
    book.remove(book.worksheets[0])
    return book


def _add_sheet(book: Workbook, sheet: ImportSheet, rows: Iterable[TextRow], *more: str) -> None:
    page: Any = book.create_sheet(sheet.name)
    page.freeze_panes = "C2"
    page.append([*(column.title for column in sheet.columns), *more])
    for cell in page[1]:
        cell.font, cell.alignment = Font(bold=True), _HEADING
    widths = [*(column.width for column in sheet.columns), *(_MESSAGE_WIDTH for _ in more)]
    for number, width in enumerate(widths, start=1):
        page.column_dimensions[get_column_letter(number)].width = width
    _offer_choices(page, sheet)
    for row in rows:
        page.append([_cell(text) for text in row])


def _offer_choices(page: Any, sheet: ImportSheet) -> None:
    for number, column in enumerate(sheet.columns, start=1):
        if column.choices:
            offer = DataValidation(type="list", formula1=f'"{",".join(column.choices)}"')
            letter = get_column_letter(number)
            offer.add(f"{letter}2:{letter}{MAX_ROWS + 1}")
            page.add_data_validation(offer)


def _cell(text: str) -> str | float | None:
    """Plain numbers as numbers; a long one (a registration number) stays text."""
    digits = text.replace(".", "", 1)
    is_number = text.isascii() and digits.isdigit() and len(digits) <= 6
    if is_number and (text == "0" or not text.startswith("0") or text.startswith("0.")):
        return float(text)
    return _safe(text) or None


def _safe(text: str) -> str:
    return escape_formula(ILLEGAL_CHARACTERS_RE.sub("", text))


def _saved(book: Workbook) -> bytes:
    target = BytesIO()
    book.save(target)
    return target.getvalue()
