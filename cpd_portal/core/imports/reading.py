"""An uploaded file as rows of cleaned text, with everything that is wrong with its form."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from io import BytesIO, StringIO
from itertools import islice
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from cpd_portal.core.exceptions import RuleViolation
from cpd_portal.core.imports import inspection, limits
from cpd_portal.core.imports.choices import Level
from cpd_portal.core.imports.inspection import SheetTraps, inspect_workbook
from cpd_portal.core.imports.table import Finding, ImportSheet, SheetRow, clean, unversioned
from cpd_portal.thai.numerals import to_arabic_digits

ABOUT_SHEET = "คำอธิบาย"
MESSAGE_COLUMN = "ข้อความแจ้ง"
TOO_LARGE = f"แฟ้มใหญ่เกิน {limits.MAX_FILE_BYTES // limits.MEGABYTE} MB"
WRONG_TYPE = "รับเฉพาะแฟ้ม .xlsx และ .csv"
EMPTY_FILE = "ไม่พบข้อมูลในแฟ้ม"
# A workbook's numbers are binary: 0.1 + 0.2 is 0.30000000000000004 in a cell.
_DIGITS = 9

Line = Sequence[Any]


@dataclass(slots=True)
class Contents:
    rows: list[SheetRow] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def read_file(name: str, content: bytes, sheets: Sequence[ImportSheet]) -> Contents:
    """Raises RuleViolation for a file that cannot or must not be opened at all."""
    if len(content) > limits.MAX_FILE_BYTES:
        raise RuleViolation(TOO_LARGE)
    suffix = name.lower().rpartition(".")[2]
    if suffix == "xlsx":
        contents = _read_workbook(content, sheets)
    elif suffix == "csv":
        contents = _read_csv(content, sheets)
    else:
        raise RuleViolation(WRONG_TYPE)
    if not contents.rows and not contents.findings:
        contents.findings.append(Finding(EMPTY_FILE))
    return contents


def _read_workbook(content: bytes, sheets: Sequence[ImportSheet]) -> Contents:
    traps = inspect_workbook(content)
    known = {sheet.name: sheet for sheet in sheets}
    contents = Contents()
    try:
        with CalamineWorkbook.from_filelike(BytesIO(content)) as workbook:
            for name in workbook.sheet_names:
                if clean(name) == ABOUT_SHEET:
                    continue
                lines = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
                sheet = known.get(clean(name))
                if sheet is not None:
                    _read_sheet(sheet, lines, traps.get(name, SheetTraps()), contents)
                elif lines:
                    contents.findings.append(_unknown_sheet(name, sheets))
    except CalamineError as error:
        raise RuleViolation(inspection.NOT_A_WORKBOOK) from error
    return contents


def _unknown_sheet(name: str, sheets: Sequence[ImportSheet]) -> Finding:
    names = " ".join(f"“{sheet.name}”" for sheet in sheets)
    if unversioned(clean(name)) in {unversioned(sheet.name) for sheet in sheets}:
        message = f"แผ่นงานนี้เป็นแบบของรุ่นหรือปีอื่น กรุณารับแบบใหม่แล้วกรอกใน {names}"
        return Finding(message, sheet=clean(name)[:80])
    return Finding(f"ไม่รู้จักแผ่นงานนี้ ใช้ได้เฉพาะ {names}", sheet=clean(name)[:80])


def _read_csv(content: bytes, sheets: Sequence[ImportSheet]) -> Contents:
    """The sheet is the one whose header fits best: a CSV file has no sheet names."""
    contents = Contents()
    try:
        reader = csv.reader(StringIO(_decoded(content), newline=""))
        lines = list(islice(reader, limits.MAX_ROWS + 2))
    except csv.Error as error:
        raise RuleViolation("เปิดแฟ้ม CSV นี้ไม่ได้ กรุณาบันทึกใหม่เป็น CSV UTF-8") from error
    if len(lines) > limits.MAX_ROWS + 1:
        raise RuleViolation(inspection.TOO_MANY_ROWS)
    if lines:
        header = {_heading(cell) for cell in lines[0]}
        fitting = max(sheets, key=lambda sheet: len(header & set(_titles(sheet))))
        _read_sheet(fitting, lines, SheetTraps(), contents)
    return contents


def _decoded(content: bytes) -> str:
    """UTF-8, or what Excel on a Thai Windows writes."""
    for encoding in ("utf-8-sig", "cp874"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise RuleViolation("อ่านตัวอักษรในแฟ้ม CSV ไม่ได้ กรุณาบันทึกใหม่เป็น CSV UTF-8")


def _read_sheet(
    sheet: ImportSheet, lines: Iterable[Line], traps: SheetTraps, contents: Contents
) -> None:
    """Without a usable header no row is read: its errors would only be noise."""
    iterator = iter(lines)
    header = [_heading(cell) for cell in next(iterator, [])]
    problems = [*_merged(sheet, traps), *_header_problems(sheet, header)]
    contents.findings += problems
    if any(problem.level == Level.ERROR for problem in problems):
        return
    titles = _titles(sheet)
    keys = [titles.get(heading) for heading in header]
    failed: dict[int, list[int]] = {}
    for row, column, _ in traps.failed:
        if column <= len(keys):
            failed.setdefault(row, []).append(column)
    rows = list(_rows(sheet, iterator, keys, failed))
    contents.findings += _cell_traps(sheet, traps, keys)
    contents.findings += _hidden(sheet, traps, {row.number for row in rows})
    contents.rows += rows


def _rows(
    sheet: ImportSheet, lines: Iterable[Line], keys: list[str | None], failed: dict[int, list[int]]
) -> Iterator[SheetRow]:
    """Rows with content. The cells of failed formulas are left out: they have their finding."""
    text_of = _Texts().text_of
    for number, line in enumerate(lines, start=2):
        cells = {
            key: text
            for key, value in zip(keys, line, strict=False)
            if value != "" and key and (text := text_of(value))
        }
        for column in failed.get(number, ()):
            cells.pop(keys[column - 1] or "", None)
        if cells:
            yield SheetRow(sheet, number, cells)


def _header_problems(sheet: ImportSheet, header: list[str]) -> Iterator[Finding]:
    for column in sheet.columns:
        found = header.count(_heading(column.title))
        if found == 0:
            yield Finding("ไม่พบคอลัมน์นี้ในแถวที่ 1", sheet.name, 1, column.title)
        elif found > 1:
            yield Finding("มีคอลัมน์นี้มากกว่าหนึ่งครั้ง", sheet.name, 1, column.title)
    known = {*_titles(sheet), MESSAGE_COLUMN, ""}
    for heading in header:
        if heading not in known:
            yield Finding("ไม่รู้จักคอลัมน์นี้ จึงไม่ใช้", sheet.name, 1, heading[:80], level=Level.WARNING)


def _merged(sheet: ImportSheet, traps: SheetTraps) -> Iterator[Finding]:
    for row, reference in traps.merged:
        where = "หัวตาราง" if row == 1 else "ข้อมูล"
        yield Finding(
            f"{where}มีเซลล์ที่ผสานกัน กรุณายกเลิกการผสานเซลล์", sheet.name, row, value=reference
        )


def _cell_traps(
    sheet: ImportSheet, traps: SheetTraps, keys: list[str | None]
) -> Iterator[Finding]:
    """Only in columns that are read."""
    titles = {column.key: column.title for column in sheet.columns}
    groups = (
        (traps.uncalculated, "เซลล์เป็นสูตรที่ยังไม่มีค่า กรุณาเปิดแฟ้มใน Excel แล้วบันทึกใหม่ หรือวางเป็นค่า"),
        (traps.failed, "เซลล์เป็นสูตรที่คำนวณไม่ได้"),
    )
    for places, message in groups:
        for row, column, shown in places:
            key = keys[column - 1] if column <= len(keys) else None
            if key and row > 1:
                yield Finding(message, sheet.name, row, titles[key], shown[:80])


def _hidden(sheet: ImportSheet, traps: SheetTraps, read: set[int]) -> Iterator[Finding]:
    for row in traps.hidden_rows:
        if row in read:
            yield Finding("แถวนี้ถูกซ่อนไว้ แต่นำเข้าด้วย", sheet.name, row, level=Level.WARNING)


def _titles(sheet: ImportSheet) -> dict[str, str]:
    return {_heading(column.title): column.key for column in sheet.columns}


def _heading(value: object) -> str:
    return to_arabic_digits(clean(str(value)))


class _Texts:
    """The text of cells. A text that was met before is not cleaned again."""

    def __init__(self) -> None:
        self._cleaned: dict[str, str] = {}

    def text_of(self, value: object) -> str:
        if isinstance(value, str):
            text = self._cleaned.get(value)
            if text is None:
                text = self._cleaned[value] = clean(value)
            return text
        return _number(value) if isinstance(value, float) else _other(value)


def _number(value: float) -> str:
    if value.is_integer():
        return str(int(value))
    short = repr(round(value, _DIGITS))
    if "e" not in short:
        return short
    return f"{round(value, _DIGITS):.{_DIGITS}f}".rstrip("0").rstrip(".")


def _other(value: object) -> str:
    if isinstance(value, bool):
        return "ใช่" if value else "ไม่ใช่"
    if isinstance(value, datetime) and value.time() == time.min:
        return value.date().isoformat()
    return clean(str(value))
