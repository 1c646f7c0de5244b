"""Dates of a file: each understood and echoed, and a column that mixes both calendars."""

import re
from datetime import date

from cpd_portal.core.imports.choices import Level
from cpd_portal.core.imports.table import Finding, SheetRow
from cpd_portal.thai.date_input import BUDDHIST_YEARS, parse_date
from cpd_portal.thai.dates import format_date_long
from cpd_portal.thai.numerals import to_arabic_digits

_TYPED_YEAR = re.compile(r"(?<!\d)(\d{4})$")
BUDDHIST, GREGORIAN = "พ.ศ.", "ค.ศ."


def shown_date(day: date) -> str:
    """What the preview echoes, so that a misread date is seen at once."""
    return f"{format_date_long(day)} (ค.ศ. {day.year})"


class DateColumns:
    """Reads the dates of one file. The same text is understood once; a spreadsheet's own date
    cell arrives as ISO text and says nothing about the calendar that people typed."""

    def __init__(self) -> None:
        self._understood: dict[str, date] = {}
        self._first: dict[tuple[str, str], dict[str, tuple[SheetRow, str]]] = {}

    def read(self, row: SheetRow, title: str, text: str) -> date:
        """Raises DateInputError with a Thai message."""
        if text not in self._understood:
            self._understood[text] = parse_date(text)
        era = _typed_era(text)
        if era:
            seen = self._first.setdefault((row.sheet.name, title), {})
            seen.setdefault(era, (row, text))
        return self._understood[text]

    def mixed(self) -> list[Finding]:
        """A warning for each column that holds years of both calendars, at the later one."""
        return [
            _mixed(sheet, title, *max(seen.values(), key=lambda place: place[0].number))
            for (sheet, title), seen in self._first.items()
            if len(seen) > 1
        ]


def _mixed(sheet: str, title: str, row: SheetRow, text: str) -> Finding:
    message = (
        "คอลัมน์นี้มีทั้งปี พ.ศ. และปี ค.ศ. ตั้งแต่แถวนี้ ระบบอ่านแต่ละวันตามปีที่พิมพ์แล้ว "
        "กรุณาตรวจวันที่ในรายการที่จะเปลี่ยนก่อนยืนยัน"
    )
    return Finding(message, sheet, row.number, title, text[:80], Level.WARNING)


def _typed_era(text: str) -> str:
    found = _TYPED_YEAR.search(to_arabic_digits(text))
    if found is None:
        return ""
    return BUDDHIST if int(found[1]) in BUDDHIST_YEARS else GREGORIAN
