"""What a row of the register's spreadsheet says, in the shape of the columns of `Institution`."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from coops import rules
from coops.choices import Level, Standing
from coops.models import Institution, InstitutionType
from cpd_portal.core.imports.dates import DateColumns, shown_date
from cpd_portal.core.imports.table import Finding, SheetRow
from cpd_portal.core.models import Membership, OrgUnit
from cpd_portal.thai.calendar import MONTHS, MONTHS_SHORT
from cpd_portal.thai.date_input import DateInputError
from cpd_portal.thai.dates import format_date_numeric
from cpd_portal.thai.numerals import to_arabic_digits

OFFICE, NUMBER, NAME, TYPE, LEVEL = "office", "registration_no", "name", "type", "level"
REGISTERED, YEAR_END, STANDING = "registered_on", "year_end", "standing"
DISTRICT, ADDRESS, PHONE, EMAIL = "district", "address", "phone", "email"
RESPONSIBLE = "responsible"
TITLES = {
    OFFICE: "รหัสหน่วยงาน",
    NUMBER: "เลขทะเบียน",
    NAME: "ชื่อ",
    TYPE: "ประเภท",
    LEVEL: "ระดับ",
    REGISTERED: "วันที่จดทะเบียน",
    YEAR_END: "วันสิ้นปีบัญชี",
    STANDING: "สถานะ",
    DISTRICT: "อำเภอ/เขต",
    ADDRESS: "ที่อยู่",
    PHONE: "โทรศัพท์",
    EMAIL: "อีเมล",
    RESPONSIBLE: "บัญชีผู้ใช้ของเจ้าหน้าที่ผู้รับผิดชอบ",
}
TEXTS = (NUMBER, NAME, DISTRICT, ADDRESS, PHONE, EMAIL)
LEVELS = {str(label): value for value, label in Level.choices}
STANDINGS = {str(label): value for value, label in Standing.choices}
LONGEST_SHOWN = 80
YEAR_END_EXPECTED = "กรอกเป็นวันและเดือน เช่น 31 มีนาคม"
_YEAR_END = re.compile(r"(\d{1,2})\s*[/.\- ]?\s*(\d{1,2}|[ก-๙.]+)")
_ISO = re.compile(r"\d{4}-(\d{2})-(\d{2})")

_LONGEST: dict[str, int | None] = {
    key: getattr(Institution._meta.get_field(key), "max_length", None) for key in TEXTS
}

Values = dict[str, Any]
Reader = Callable[[SheetRow, str], Values]


class Refused(ValueError):
    """The cell cannot mean what it says; the message is Thai."""


@dataclass
class RegisterCells:
    """Reads the filled cells of rows; lookups are read once per file."""

    dates: DateColumns = field(default_factory=DateColumns)

    @cached_property
    def types(self) -> dict[str, InstitutionType]:
        return {row.title: row for row in InstitutionType.objects.all()}

    @cached_property
    def offices(self) -> dict[str, OrgUnit]:
        return {unit.code: unit for unit in OrgUnit.objects.offices()}

    @cached_property
    def people(self) -> dict[str, set[tuple[int, int]]]:
        """(user, office) by username."""
        found: dict[str, set[tuple[int, int]]] = {}
        rows = Membership.objects.filter(org_unit__in=self.offices.values(), user__is_active=True)
        for username, user, office in rows.values_list("user__username", "user", "org_unit"):
            found.setdefault(username, set()).add((user, office))
        return found

    def read(self, row: SheetRow) -> tuple[dict[str, Values], list[Finding]]:
        """The filled cells, each as values by column attribute; and what is wrong with the
        others."""
        values: dict[str, Values] = {}
        problems: list[Finding] = []
        for key, text in row.cells.items():
            try:
                values[key] = self._cell(row, key, text)
            except (Refused, DateInputError) as error:
                problems.append(finding(row, key, str(error)))
        return values, problems

    def _cell(self, row: SheetRow, key: str, text: str) -> Values:
        if key in TEXTS:
            return {key: _text(key, text)}
        reader: Reader = getattr(self, f"_{key}")
        return reader(row, text)

    def _office(self, row: SheetRow, text: str) -> Values:
        office = self.offices.get(to_arabic_digits(text))
        if office is None:
            raise Refused("ไม่มีสำนักงานรหัสนี้ ใช้รหัสจังหวัดสองหลัก หรือ 10-1 และ 10-2")
        return {"office_id": office.pk}

    def _type(self, row: SheetRow, text: str) -> Values:
        found = _one_of(self.types, text)
        return {"type_id": found.pk, "kind": found.kind, "sector": found.sector}

    def _level(self, row: SheetRow, text: str) -> Values:
        return {"level": _one_of(LEVELS, text)}

    def _standing(self, row: SheetRow, text: str) -> Values:
        return {"standing": _one_of(STANDINGS, text)}

    def _registered_on(self, row: SheetRow, text: str) -> Values:
        return {"registered_on": self.dates.read(row, TITLES[REGISTERED], text).isoformat()}

    def _year_end(self, row: SheetRow, text: str) -> Values:
        month, day = _month_and_day(text)
        return {"accounting_year_end_month": month, "accounting_year_end_day": day}

    def _responsible(self, row: SheetRow, text: str) -> Values:
        if text not in self.people:
            raise Refused("ไม่มีบัญชีผู้ใช้นี้ในสำนักงานใด")
        (user,) = {user for user, _ in self.people[text]}
        return {"responsible_id": user}

    def belongs(self, username: str, office: int | None) -> bool:
        return any(unit == office for _, unit in self.people[username])


def shown(row: Institution, key: str) -> str:
    """What a cell says about a stored value; "" where nothing is known."""
    if key == OFFICE:
        return str(row.office.code)
    if key == TYPE:
        return str(row.type.title)
    if key == YEAR_END:
        return year_end_words(row.accounting_year_end_month, row.accounting_year_end_day)
    if key == REGISTERED:
        return shown_date(row.registered_on) if row.registered_on else ""
    if key == RESPONSIBLE:
        return str(row.responsible.username) if row.responsible else ""
    if key in (LEVEL, STANDING):
        return str(getattr(row, f"get_{key}_display")())
    return str(getattr(row, key))


def prefilled_cell(row: Institution, key: str) -> str:
    """As `shown`, with a date as it is typed."""
    if key == REGISTERED and row.registered_on:
        return format_date_numeric(row.registered_on)
    return shown(row, key)


def understood(row: SheetRow, key: str, values: Values) -> str:
    """What a cell says, in the words of `shown`: a date as it was understood."""
    if key == REGISTERED:
        return shown_date(date.fromisoformat(values["registered_on"]))
    if key == YEAR_END:
        return year_end_words(*values.values())
    if key == OFFICE:
        return to_arabic_digits(row.cells[key])
    return row.cells[key]


def year_end_words(month: int, day: int) -> str:
    return f"{day} {MONTHS[month - 1]}"


def finding(row: SheetRow, key: str, message: str) -> Finding:
    return Finding(
        message, row.sheet.name, row.number, TITLES[key], row.cells.get(key, "")[:LONGEST_SHOWN]
    )


def _text(key: str, text: str) -> str:
    longest = _LONGEST[key]
    if longest and len(text) > longest:
        raise Refused(f"ยาวเกิน {longest} ตัวอักษร")
    if key == EMAIL:
        try:
            validate_email(text)
        except ValidationError as error:
            raise Refused("ไม่ใช่ที่อยู่อีเมล เช่น coop@example.com") from error
    return text


def _one_of(known: Mapping[str, Any], text: str) -> Any:
    if text not in known:
        raise Refused(f"ต้องเป็นอย่างใดอย่างหนึ่ง: {' / '.join(known)}")
    return known[text]


def _month_and_day(text: str) -> tuple[int, int]:
    """A spreadsheet makes a date of this year from "31/3": its month and day are meant."""
    digits = to_arabic_digits(text)
    if iso := _ISO.fullmatch(digits):
        return int(iso[1]), int(iso[2])
    found = _YEAR_END.fullmatch(digits)
    month = _month(found[2]) if found else 0
    if found is None or not rules.is_day_of_year(month, int(found[1])):
        raise Refused(f"ไม่ใช่วันสิ้นปีบัญชี {YEAR_END_EXPECTED}")
    return month, int(found[1])


def _month(text: str) -> int:
    """0 for a month that there is not."""
    if text.isdigit():
        return int(text)
    bare = text.replace(".", "")
    for number, (name, short) in enumerate(zip(MONTHS, MONTHS_SHORT, strict=True), start=1):
        if bare in (name, short.replace(".", "")):
            return number
    return 0
