"""The auditing department's list of institutions as a spreadsheet: its columns and cells."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from coops import rules
from coops.choices import Standing
from cpd_portal.core.imports.reading import read_file
from cpd_portal.core.imports.table import Finding, ImportColumn, ImportSheet, SheetRow
from cpd_portal.core.models import Province
from cpd_portal.thai.calendar import MONTHS, MONTHS_SHORT
from cpd_portal.thai.numerals import to_arabic_digits
from cpd_portal.thai.searching import search_key

_WORDS = {str(standing.label): standing for standing in Standing}
SHEET = ImportSheet(
    "auditor-list",
    "รายชื่อ",
    (
        ImportColumn("registration_no", "เลขทะเบียน", 24),
        ImportColumn("name", "ชื่อ", 50),
        ImportColumn("province", "จังหวัด", 20),
        ImportColumn("standing", "สถานะ", 18, tuple(_WORDS)),
        ImportColumn("year_end", "วันสิ้นปีบัญชี", 18),
    ),
)
_NUMERIC = re.compile(r"(\d{1,2})[/.\-](\d{1,2})(?:[/.\-]\d{4})?")
_NAMED = re.compile(r"(\d{1,2})\s*([ก-๙.]+)")
_ISO = re.compile(r"\d{4}-(\d{2})-(\d{2})")
_MONTHS = {
    name.replace(".", ""): number
    for names in (MONTHS, MONTHS_SHORT)
    for number, name in enumerate(names, start=1)
}


@dataclass(frozen=True, slots=True)
class ListLine:
    """One readable row; "" and None where the list says nothing."""

    number: int
    registration_no: str
    name: str
    province_id: int | None
    standing: str
    year_end: rules.MonthDay | None

    @property
    def key(self) -> str:
        return search_key(self.registration_no)


def read_list(name: str, content: bytes) -> tuple[list[ListLine], list[Finding]]:
    """Rows and everything that is wrong with the file. Raises RuleViolation for a file that
    cannot be opened at all."""
    contents = read_file(name, content, (SHEET,))
    provinces = {search_key(row.name): row.pk for row in Province.objects.all()}
    lines, findings = [], list(contents.findings)
    for row in contents.rows:
        problems = list(_problems(row, provinces))
        findings += problems
        if not problems:
            lines.append(_line(row, provinces))
    return lines, [*findings, *_twice(lines)]


def year_end_from(text: str) -> rules.MonthDay | None:
    """ "31 มี.ค.", "31/3" or a full date; the year is dropped, the end of February is 29."""
    text = to_arabic_digits(text)
    if found := _ISO.fullmatch(text):
        month, day = int(found[1]), int(found[2])
    elif found := _NUMERIC.fullmatch(text):
        day, month = int(found[1]), int(found[2])
    elif found := _NAMED.match(text):
        day, month = int(found[1]), _MONTHS.get(found[2].replace(".", ""), 0)
    else:
        return None
    if not rules.is_day_of_year(month, day):
        return None
    return (2, 29) if (month, day) == (2, 28) else (month, day)


def _problems(row: SheetRow, provinces: Mapping[str, int]) -> Iterator[Finding]:
    cells = row.cells
    for key, longest in (("registration_no", 40), ("name", 200)):
        value = cells.get(key, "")
        if not search_key(value):
            yield _finding(row, key, "ต้องกรอก")
        elif len(value) > longest:
            yield _finding(row, key, f"ยาวเกิน {longest} ตัวอักษร")
    province = cells.get("province", "")
    if province and _province(province, provinces) is None:
        yield _finding(row, "province", "ไม่รู้จักจังหวัดนี้")
    if cells.get("standing", "") not in ("", *_WORDS):
        yield _finding(row, "standing", f"ใช้ได้เฉพาะ {' '.join(_WORDS)}")
    if cells.get("year_end") and year_end_from(cells["year_end"]) is None:
        yield _finding(row, "year_end", "อ่านวันไม่ได้ กรอกเช่น 31 มีนาคม หรือ 31/3")


def _line(row: SheetRow, provinces: Mapping[str, int]) -> ListLine:
    cells = row.cells
    return ListLine(
        number=row.number,
        registration_no=to_arabic_digits(cells["registration_no"]),
        name=cells["name"],
        province_id=_province(cells.get("province", ""), provinces),
        standing=_WORDS[cells["standing"]].value if cells.get("standing") else "",
        year_end=year_end_from(cells.get("year_end", "")),
    )


def _province(text: str, provinces: Mapping[str, int]) -> int | None:
    key = search_key(text).removeprefix("จังหวัด").removeprefix("จ.")
    return provinces.get(key) or provinces.get(f"{key}มหานคร")


def _twice(lines: Sequence[ListLine]) -> Iterator[Finding]:
    seen: dict[str, int] = {}
    for line in lines:
        first = seen.setdefault(line.key, line.number)
        if first != line.number:
            message = f"เลขทะเบียนนี้มีแล้วในแถว {first}"
            yield Finding(message, SHEET.name, line.number, "เลขทะเบียน", line.registration_no)


def _finding(row: SheetRow, key: str, message: str) -> Finding:
    title = next(column.title for column in SHEET.columns if column.key == key)
    return Finding(message, SHEET.name, row.number, title, row.cells.get(key, "")[:80])
