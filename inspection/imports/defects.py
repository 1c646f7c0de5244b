"""Defects of earlier years from a spreadsheet: new ones only.

One office for its officers, inspectors and chief; for headquarters one file of the whole country,
in which every row says its office. A row that is in the portal already (same institution, day and
title) is left out with a warning: what happened to it since stays.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property, partial
from typing import Any

from django.utils import timezone

from coops.models import Institution
from cpd_portal.core.choices import Role
from cpd_portal.core.imports.choices import Level, Scope
from cpd_portal.core.imports.dates import shown_date
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
from cpd_portal.thai.searching import search_key
from inspection.defect_policies import DefectPolicies, defect_policies
from inspection.imports.defect_cells import (
    CATEGORY,
    CHOICES,
    DUE,
    FACTS,
    FOUND,
    NAME,
    NUMBER,
    OFFICE,
    SEVERITY,
    TITLE,
    TITLES,
    DefectCells,
    finding,
    shown,
)
from inspection.models import Defect
from inspection.services.defect_import import defects_import

SHEET = "defects"
WIDTHS = {NUMBER: 20, NAME: 40, TITLE: 40, FACTS: 60}
ABOUT = (
    "ใช้นำข้อบกพร่องและข้อสังเกตของปีก่อน ๆ เข้าระบบ แต่ละแถวเป็นรายการใหม่หนึ่งรายการ",
    "แถวที่มีในระบบแล้ว (แห่งเดียวกัน วันที่พบและเรื่องเดียวกัน) จะไม่นำเข้าซ้ำ และมีคำเตือนบอก",
    "กำหนดแก้ไขที่เว้นว่างไว้ ระบบคิดให้จากวันที่พบตามกำหนดของระบบ",
    "วันที่ใช้ปี พ.ศ. หรือ ค.ศ. ก็ได้ ระบบแสดงวันที่ที่เข้าใจให้ตรวจก่อนยืนยัน",
)
IN_PORTAL = "มีในระบบแล้ว (แห่งเดียวกัน วันที่พบและเรื่องเดียวกัน) แถวนี้จึงไม่นำเข้า"

Key = tuple[int, str, str]


def sheets(scope: Scope, office: OrgUnit, fiscal_year: int) -> list[ImportSheet]:
    columns = (
        ImportColumn(
            key,
            title,
            WIDTHS.get(key, 18),
            tuple(str(label) for label in CHOICES[key].labels) if key in CHOICES else (),
        )
        for key, title in TITLES.items()
        if key != OFFICE or scope == Scope.HEADQUARTERS
    )
    return [ImportSheet(SHEET, "ข้อบกพร่อง", tuple(columns))]


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
    refuse_stale([change.title for change in changes if _planned_key(change) in taken])
    return defects_import(
        actor=actor,
        rows=[_from_json(change.values) for change in changes],
        today=timezone.localdate(),
    )


def stored_keys(institutions: set[int]) -> set[Key]:
    rows = Defect.objects.filter(institution__in=institutions, merged_into=None)
    return {
        (institution, found_on.isoformat(), search_key(title))
        for institution, found_on, title in rows.values_list("institution", "found_on", "title")
    }


@dataclass
class _Checking:
    """One pass over the rows of a file against the register and the stored defects."""

    scope: Scope
    office: OrgUnit
    today: date

    @cached_property
    def institutions(self) -> dict[str, Institution]:
        rows = Institution.objects.select_related("office")
        if self.scope == Scope.OFFICE:
            rows = rows.filter(office=self.office)
        return {row.registration_search: row for row in rows}

    def run(self, rows: Sequence[SheetRow]) -> Outcome:
        cells, policies = DefectCells(self.today), defect_policies()
        outcome = Outcome()
        stored = stored_keys({row.pk for row in self._named(rows)})
        first: dict[Key, int] = {}
        for row in rows:
            institution = self._institution(row)
            values, problems = cells.read(row)
            problems = [*self._identity(row, institution), *problems]
            if problems or institution is None:
                outcome.findings += problems
                continue
            key = (institution.pk, values[FOUND].isoformat(), search_key(values[TITLE]))
            earlier = first.setdefault(key, row.number)
            if earlier != row.number:
                message = f"ซ้ำกับแถวที่ {earlier} (แห่งเดียวกัน วันที่พบและเรื่องเดียวกัน)"
                outcome.findings.append(finding(row, TITLE, message))
            elif key in stored:
                outcome.findings.append(_in_portal(row))
                outcome.unchanged += 1
            else:
                outcome.changes.append(_change(row, institution, values, policies))
        outcome.findings += cells.dates.mixed()
        return outcome

    def _named(self, rows: Sequence[SheetRow]) -> list[Institution]:
        return [found for row in rows if (found := self._institution(row))]

    def _institution(self, row: SheetRow) -> Institution | None:
        return self.institutions.get(search_key(row.cells.get(NUMBER, "")))

    def _identity(self, row: SheetRow, found: Institution | None) -> list[Finding]:
        if NUMBER not in row.cells:
            return [finding(row, NUMBER, "ยังไม่ได้ใส่เลขทะเบียน")]
        if found is None:
            place = "ทั้งประเทศ" if self.scope == Scope.HEADQUARTERS else f"ของ{self.office.name}"
            return [finding(row, NUMBER, f"ไม่พบเลขทะเบียนนี้ในทะเบียน{place}")]
        problems = []
        if NAME in row.cells and search_key(row.cells[NAME]) != found.name_search:
            problems.append(finding(row, NAME, f"ในทะเบียนเลขนี้คือ “{found.name}”"))
        if self.scope == Scope.HEADQUARTERS:
            problems += _office(row, found)
        return problems


def _office(row: SheetRow, found: Institution) -> list[Finding]:
    if OFFICE not in row.cells:
        return [finding(row, OFFICE, "กรุณากรอก")]
    if row.cells[OFFICE] != found.office.code:
        message = f"ในทะเบียนแห่งนี้อยู่ในหน่วยงาน {found.office.code} {found.office.short_name}"
        return [finding(row, OFFICE, message)]
    return []


def _in_portal(row: SheetRow) -> Finding:
    value = row.cells[TITLE][:80]
    return Finding(IN_PORTAL, row.sheet.name, row.number, TITLES[TITLE], value, Level.WARNING)


def _change(
    row: SheetRow, institution: Institution, values: dict[str, Any], policies: DefectPolicies
) -> PlannedChange:
    policy_day = policies.due_on(values[FOUND], values[SEVERITY], values[CATEGORY])
    values.setdefault(DUE, policy_day)
    differences = [
        (TITLES[key], "", shown_date(value) if isinstance(value, date) else shown(key, value))
        for key, value in values.items()
    ]
    stored = {
        "institution_id": institution.pk,
        "office_id": institution.office_id,
        **{key: _as_json(value) for key, value in values.items()},
    }
    title = f"{institution.name}: {values[TITLE]}"[:200]
    return PlannedChange(None, 0, row.sheet.name, row.number, title, stored, differences)


def _as_json(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _from_json(values: Mapping[str, Any]) -> dict[str, Any]:
    readers: Mapping[str, Any] = {
        FOUND: date.fromisoformat,
        DUE: date.fromisoformat,
        "closed_on": date.fromisoformat,
        "amount": Decimal,
    }
    return {
        name: readers[name](value) if name in readers else value for name, value in values.items()
    }


def _planned_key(change: PlannedChange) -> Key:
    values = change.values
    return values["institution_id"], values[FOUND], search_key(values[TITLE])


def _form(code: str, title: str, scope: Scope, roles: frozenset[Role]) -> ImportForm:
    return ImportForm(
        code=code,
        title=title,
        action="inspection.defect.imported",
        roles=roles,
        sheets=partial(sheets, scope),
        prefilled=partial(prefilled, scope),
        check=partial(check, scope),
        write=write,
        page=("inspection:defects", "ข้อบกพร่องและข้อสังเกต"),
        scope=scope,
        about=ABOUT,
    )


DEFECTS_IMPORT = _form(
    "inspection.defects",
    "ข้อบกพร่องของสำนักงาน",
    Scope.OFFICE,
    frozenset({Role.OFFICER, Role.INSPECTOR, Role.CHIEF}),
)
NATIONAL_DEFECTS_IMPORT = _form(
    "inspection.defects-national",
    "ข้อบกพร่องทั้งประเทศ",
    Scope.HEADQUARTERS,
    frozenset({Role.PLANNER, Role.ADMINISTRATOR}),
)
