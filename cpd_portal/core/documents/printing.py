"""Cells as they are printed on paper: Thai digits, Buddhist dates, a dash for no value."""

from dataclasses import dataclass
from datetime import date

from cpd_portal.core.documents.report import Cell, Column, Row
from cpd_portal.thai.dates import format_date
from cpd_portal.thai.formatting import format_number, format_plain
from cpd_portal.thai.numerals import to_thai_digits
from cpd_portal.thai.spacing import EN_DASH


@dataclass(frozen=True)
class PrintedCell:
    text: str
    numeric: bool


def printed_row(columns: tuple[Column, ...], row: Row) -> list[PrintedCell]:
    return [
        PrintedCell(to_thai_digits(_text(column, cell)), column.places is not None)
        for column, cell in zip(columns, row, strict=True)
    ]


def _text(column: Column, cell: Cell) -> str:
    if cell is None:
        return EN_DASH
    if isinstance(cell, date):
        return format_date(cell)
    if isinstance(cell, str):
        return cell
    return format_plain(cell) if column.places is None else format_number(cell, column.places)
