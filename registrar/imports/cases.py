"""Decided cases of earlier years from a spreadsheet: new ones only, so that precedents begin with
what the offices have decided on paper."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property, partial
from typing import Any

from django.utils import timezone

from coops.models import Institution
from cpd_portal.core.choices import Role
from cpd_portal.core.imports.choices import Level, Scope
from cpd_portal.core.imports.dates import DateColumns, shown_date
from cpd_portal.core.imports.planned import refuse_stale
from cpd_portal.core.imports.registry import ImportForm
from cpd_portal.core.imports.table import (
    Finding,
    ImportColumn,
    ImportSheet,
    Outcome,
    PlannedChange,
    SheetRow,
)
from cpd_portal.core.models import OrgUnit, User
from cpd_portal.thai.amount_input import AmountInputError, parse_amount
from cpd_portal.thai.date_input import DateInputError
from cpd_portal.thai.numerals import to_arabic_digits
from cpd_portal.thai.searching import search_key
from inspection.choices import Category
from registrar import choices
from registrar.case_types import CaseTypes, case_types
from registrar.framework import Framework
from registrar.models import Case
from registrar.selectors.powers import framework
from registrar.services.case_import import cases_import

OFFICE, NUMBER, NAME = "office", "registration_no", "name"
TITLES = {
    OFFICE: "รหัสหน่วยงาน",
    NUMBER: "เลขทะเบียน",
    NAME: "ชื่อ",
    "type_code": "ประเภทเรื่อง",
    "title": "เรื่อง (ห้ามมีชื่อบุคคล)",
    "facts": "ข้อเท็จจริง (ห้ามมีชื่อบุคคล)",
    "clause": "กฎหมายหรือระเบียบที่เกี่ยวข้อง",
    "amount": "จำนวนเงิน (บาท)",
    "category": "ด้านของข้อบกพร่อง",
    "received_on": "วันที่รับเรื่อง",
    "outcome": "คำตัดสิน",
    "power_code": "รหัสอำนาจ",
    "days": "ให้เวลา (วัน)",
    "decided_on": "วันที่ตัดสิน",
    "ending": "ผลของเรื่อง",
}
NEEDED = (NUMBER, "type_code", "title", "facts", "received_on", "outcome", "decided_on", "ending")
DATES = ("received_on", "decided_on")
LONGEST = {"title": 200, "facts": 5_000, "clause": 300}
ABOUT = (
    "ใช้นำเรื่องที่ตัดสินแล้วของปีก่อน ๆ เข้าระบบ เพื่อให้แนวที่เคยตัดสินครบ แต่ละแถวเป็นสำนวนใหม่ที่ปิดแล้ว",
    "ห้ามใส่ชื่อบุคคลในเรื่องและข้อเท็จจริง ให้เขียนเป็นฐานะ เช่น ผู้จัดการ ผู้ร้องเรียน",
    "แถวที่มีในระบบแล้ว (แห่งเดียวกัน วันที่รับเรื่องและเรื่องเดียวกัน) จะไม่นำเข้าซ้ำ และมีคำเตือนบอก",
)
IN_PORTAL = "มีในระบบแล้ว (แห่งเดียวกัน วันที่รับเรื่องและเรื่องเดียวกัน) แถวนี้จึงไม่นำเข้า"
Key = tuple[int, str, str]


def sheets(scope: Scope, office: OrgUnit, fiscal_year: int) -> list[ImportSheet]:
    offered = {
        "type_code": tuple(row.title for row in case_types()[0].types if not row.is_new),
        "category": tuple(map(str, Category.labels)),
        "outcome": tuple(map(str, choices.Outcome.labels)),
        "ending": tuple(map(str, choices.Ending.labels)),
    }
    columns = (
        ImportColumn(key, title, 40 if key in LONGEST else 20, offered.get(key, ()))
        for key, title in TITLES.items()
        if key != OFFICE or scope == Scope.HEADQUARTERS
    )
    return [ImportSheet("cases", "เรื่องที่ตัดสินแล้ว", tuple(columns))]


def prefilled(
    scope: Scope, office: OrgUnit, fiscal_year: int, sheet: ImportSheet
) -> Iterator[list[str]]:
    """Nothing: the rows are new."""
    return iter(())


def check(scope: Scope, office: OrgUnit, fiscal_year: int, rows: Sequence[SheetRow]) -> Outcome:
    return _Checking(scope, office, timezone.localdate()).run(rows)


def write(actor: User, changes: Sequence[PlannedChange]) -> int:
    """Raises RuleViolation naming the rows that somebody recorded since the check."""
    taken = stored_keys({change.values["institution_id"] for change in changes})
    refuse_stale([row.title for row in changes if _key(row.values) in taken])
    return cases_import(actor=actor, rows=[_from_json(row.values) for row in changes])


def stored_keys(institutions: set[int]) -> set[Key]:
    rows = Case.objects.filter(institution__in=institutions)
    return {
        (institution or 0, received_on.isoformat(), search_key(title))
        for institution, received_on, title in rows.values_list(
            "institution", "received_on", "title"
        )
    }


@dataclass
class _Checking:
    """One pass over the rows of a file against the register, the types and the powers."""

    scope: Scope
    office: OrgUnit
    today: date
    dates: DateColumns = field(default_factory=DateColumns)

    @cached_property
    def institutions(self) -> dict[str, Institution]:
        rows = Institution.objects.select_related("office", "type")
        if self.scope == Scope.OFFICE:
            rows = rows.filter(office=self.office)
        return {row.registration_search: row for row in rows}

    @cached_property
    def types(self) -> CaseTypes:
        return case_types()[0]

    @cached_property
    def framework(self) -> Framework:
        return framework()

    def run(self, rows: Sequence[SheetRow]) -> Outcome:
        outcome = Outcome()
        named = {row.number: self._institution(row) for row in rows}
        stored = stored_keys({found.pk for found in named.values() if found})
        first: dict[Key, int] = {}
        for row in rows:
            institution = named[row.number]
            values, problems = self._values(row)
            problems = [*self._identity(row, institution), *problems]
            if problems or institution is None:
                outcome.findings += problems
                continue
            values.update(institution_id=institution.pk, office_id=institution.office_id)
            key = _key({**values, "received_on": values["received_on"].isoformat()})
            earlier = first.setdefault(key, row.number)
            if earlier != row.number:
                outcome.findings.append(_finding(row, "title", f"ซ้ำกับแถวที่ {earlier}"))
            elif key in stored:
                outcome.findings.append(_finding(row, "title", IN_PORTAL, Level.WARNING))
                outcome.unchanged += 1
            else:
                outcome.changes.append(_change(row, institution, values))
        outcome.findings += self.dates.mixed()
        return outcome

    def _institution(self, row: SheetRow) -> Institution | None:
        return self.institutions.get(search_key(row.cells.get(NUMBER, "")))

    def _identity(self, row: SheetRow, found: Institution | None) -> list[Finding]:
        if NUMBER not in row.cells:
            return []
        if found is None:
            place = "ทั้งประเทศ" if self.scope == Scope.HEADQUARTERS else f"ของ{self.office.name}"
            return [_finding(row, NUMBER, f"ไม่พบเลขทะเบียนนี้ในทะเบียน{place}")]
        if NAME in row.cells and search_key(row.cells[NAME]) != found.name_search:
            return [_finding(row, NAME, f"ในทะเบียนเลขนี้คือ “{found.name}”")]
        if self.scope == Scope.HEADQUARTERS and row.cells.get(OFFICE) != found.office.code:
            return [_finding(row, OFFICE, f"ในทะเบียนแห่งนี้อยู่ในหน่วยงาน {found.office.code}")]
        return []

    def _values(self, row: SheetRow) -> tuple[dict[str, Any], list[Finding]]:
        values: dict[str, Any] = {}
        problems = [_finding(row, key, "กรุณากรอก") for key in NEEDED if key not in row.cells]
        for key, text in row.cells.items():
            if key in (OFFICE, NUMBER, NAME):
                continue
            try:
                values[key] = self._value(row, key, text)
            except (ValueError, DateInputError, AmountInputError) as error:
                problems.append(_finding(row, key, str(error)))
        return values, problems + self._whole(row, values)

    def _value(self, row: SheetRow, key: str, text: str) -> Any:
        if key in DATES:
            return self.dates.read(row, TITLES[key], text)
        if key == "amount":
            return parse_amount(text)
        if key == "days":
            return _days(text)
        if key == "type_code":
            return _one_of({one.title: one.code for one in self.types.types}, text)
        offered: Mapping[str, Any] = {
            "category": Category,
            "outcome": choices.Outcome,
            "ending": choices.Ending,
        }
        if key in offered:
            return _one_of({str(one.label): str(one.value) for one in offered[key]}, text)
        if key == "power_code" and text not in self.framework.by_code:
            raise ValueError("ไม่มีรหัสอำนาจนี้ในกรอบการใช้อำนาจ")
        if len(text) > LONGEST.get(key, 60):
            raise ValueError(f"ยาวเกิน {LONGEST.get(key, 60):,} ตัวอักษร")
        return text

    def _whole(self, row: SheetRow, values: Mapping[str, Any]) -> list[Finding]:
        problems = []
        received, decided = (values.get(key) for key in DATES)
        if received and decided and decided < received:
            problems.append(_finding(row, "decided_on", "วันที่ตัดสินต้องไม่ก่อนวันที่รับเรื่อง"))
        if decided and decided > self.today:
            problems.append(_finding(row, "decided_on", "วันที่ต้องไม่อยู่ในอนาคต"))
        uses = values.get("outcome") == choices.Outcome.EXERCISE
        if uses and "power_code" not in row.cells:
            problems.append(_finding(row, "power_code", "ใช้อำนาจต้องมีรหัสอำนาจ"))
        return problems


def _one_of(offered: Mapping[str, str], text: str) -> str:
    if text not in offered:
        raise ValueError(f"ต้องเป็นค่าใดค่าหนึ่ง: {', '.join(offered)}")
    return offered[text]


def _days(text: str) -> int:
    digits = to_arabic_digits(text)
    if not digits.isdecimal() or not 1 <= int(digits) <= 730:
        raise ValueError("จำนวนวันต้องเป็น 1 ถึง 730")
    return int(digits)


def _finding(row: SheetRow, key: str, message: str, level: Level = Level.ERROR) -> Finding:
    value = row.cells.get(key, "")[:80]
    return Finding(message, row.sheet.name, row.number, TITLES[key], value, level)


def _change(row: SheetRow, institution: Institution, values: dict[str, Any]) -> PlannedChange:
    differences = [
        (TITLES[key], "", shown_date(value) if isinstance(value, date) else str(value))
        for key, value in values.items()
        if key in TITLES
    ]
    stored = {key: _as_json(value) for key, value in values.items()}
    title = f"{institution.name}: {values['title']}"[:200]
    return PlannedChange(None, 0, row.sheet.name, row.number, title, stored, differences)


def _as_json(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _from_json(values: Mapping[str, Any]) -> dict[str, Any]:
    found = dict(values)
    for name in DATES:
        found[name] = date.fromisoformat(found[name])
    if found.get("amount") is not None:
        found["amount"] = Decimal(found["amount"])
    category = found.pop("category", "")
    return {
        **found,
        "categories": [category] if category else [],
        "closed_on": found["decided_on"],
        "appealed": found["ending"] in (choices.Ending.UPHELD, choices.Ending.OVERTURNED),
    }


def _key(values: Mapping[str, Any]) -> Key:
    return values["institution_id"], values["received_on"], search_key(values["title"])


def _form(code: str, title: str, scope: Scope, roles: frozenset[Role]) -> ImportForm:
    return ImportForm(
        code=code,
        title=title,
        action="registrar.case.imported",
        roles=roles,
        sheets=partial(sheets, scope),
        prefilled=partial(prefilled, scope),
        check=partial(check, scope),
        write=write,
        page=("registrar:cases", "สำนวน"),
        scope=scope,
        about=ABOUT,
    )


CASES_IMPORT = _form(
    "registrar.cases",
    "เรื่องที่ตัดสินแล้วของสำนักงาน",
    Scope.OFFICE,
    frozenset({Role.INSPECTOR, Role.CHIEF}),
)
NATIONAL_CASES_IMPORT = _form(
    "registrar.cases-national",
    "เรื่องที่ตัดสินแล้วทั้งประเทศ",
    Scope.HEADQUARTERS,
    frozenset({Role.LEGAL, Role.REGISTRAR, Role.ADMINISTRATOR}),
)
