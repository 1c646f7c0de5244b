"""Cells as they are printed on paper: Thai digits, Buddhist dates, a dash for no value."""

import re
from dataclasses import dataclass
from datetime import date

from cpd_portal.core.documents.report import Cell, Column, Row
from cpd_portal.thai.dates import format_date
from cpd_portal.thai.formatting import format_number, format_plain
from cpd_portal.thai.numerals import to_thai_digits
from cpd_portal.thai.spacing import EN_DASH

_WORD = re.compile(r"\S+")
_LATIN = re.compile(r"[A-Za-z]")


@dataclass(frozen=True)
class PrintedCell:
    text: str
    numeric: bool


def paper_columns(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    return tuple(column for column in columns if column.on_paper)


def printed_row(columns: tuple[Column, ...], row: Row) -> list[PrintedCell]:
    """The cells of the paper's columns."""
    return [
        PrintedCell(printed_text(_text(column, cell)), column.places is not None)
        for column, cell in zip(columns, row, strict=True)
        if column.on_paper
    ]


def printed_text(text: str) -> str:
    """In Thai digits; words with Latin letters are codes and stay as they are ("SA50-00017")."""
    return _WORD.sub(lambda word: _printed_word(word[0]), text)


def _printed_word(word: str) -> str:
    return word if _LATIN.search(word) else to_thai_digits(word)


def _text(column: Column, cell: Cell) -> str:
    if cell is None:
        return EN_DASH
    if isinstance(cell, date):
        return format_date(cell)
    if isinstance(cell, str):
        return cell
    return format_plain(cell) if column.places is None else format_number(cell, column.places)
