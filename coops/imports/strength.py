"""Points and conditions of an office's assessments from a spreadsheet.

One sheet per rule set, because the indicators differ. An empty cell leaves the stored value
as it is: a template that lay about for a week must not empty what was entered meanwhile.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from coops import rules
from coops.choices import DefectStatus, Kind, Sector, Standing
from coops.entry import FORM_CODE, IMPORTED
from coops.models import Assessment, RuleSet
from coops.selectors.desk import closed_because
from coops.services import RESULT_FIELDS, require_open, store_result
from coops.services.entered import FACT_FIELDS, changed_facts
from cpd_portal.core.choices import Role
from cpd_portal.core.exceptions import InvalidInput
from cpd_portal.core.imports.planned import by_target, require_unchanged
from cpd_portal.core.imports.registry import ImportForm
from cpd_portal.core.imports.staging import copy_update
from cpd_portal.core.imports.table import (
    Finding,
    ImportColumn,
    ImportSheet,
    Outcome,
    PlannedChange,
    SheetRow,
)
from cpd_portal.core.models import OrgUnit, User
from cpd_portal.thai.numerals import to_arabic_digits

NUMBER, NAME, DAYS = "registration_no", "name", "statement_days"
POINTS = "points/"
YES_NO = {True: "ใช่", False: "ไม่ใช่"}
CHOICES: dict[str, dict[Any, str]] = {
    "standing": dict(Standing.choices),
    "defect_status": dict(DefectStatus.choices),
    "loss_latest": YES_NO,
    "loss_previous": YES_NO,
    "allocated_latest": YES_NO,
    "allocated_previous": YES_NO,
}
TITLES = {
    "standing": "สถานะ ณ วันประเมิน",
    "loss_latest": "ขาดทุนปีล่าสุด",
    "loss_previous": "ขาดทุนปีก่อนหน้า",
    "allocated_latest": "จัดสรรและจ่ายกำไรสุทธิ ปีล่าสุด",
    "allocated_previous": "จัดสรรและจ่ายกำไรสุทธิ ปีก่อนหน้า",
    DAYS: "จัดทำงบการเงินแล้วเสร็จภายใน (วัน)",
    "defect_status": "สถานะข้อบกพร่อง",
}
_COOPERATIVE = ("loss_latest", "loss_previous", "defect_status")
_FARMER_GROUP = ("allocated_latest", "allocated_previous", DAYS, "defect_status")
_WIDTHS = {NUMBER: 20, NAME: 40, "standing": 18, "defect_status": 26}
_POINTERS = {f"/{DAYS}": DAYS}
LONGEST_SHOWN = 80
NO_RESULT = "ข้อมูลไม่ครบ"
ABOUT = (
    "กรอกหรือแก้เฉพาะคอลัมน์คะแนนและเงื่อนไข อย่าเปลี่ยนชื่อแผ่นงานและแถวหัวตาราง",
    "ช่องที่เว้นว่างไว้ไม่เปลี่ยนค่าที่บันทึกแล้ว หากต้องการลบค่า ให้ลบในแบบกรอกรายแห่ง",
    "ใช้เลขไทยหรือเลขอารบิกก็ได้ คะแนนมีทศนิยมได้ไม่เกิน 2 ตำแหน่ง",
    "กรอกบางส่วนแล้วนำเข้าก่อนได้ และนำเข้าซ้ำได้จนกว่าจะส่งแบบ",
)


def sheet_of(rule_set: RuleSet) -> ImportSheet:
    pure = rule_set.rules
    conditions = _COOPERATIVE if pure.kind == Kind.COOPERATIVE else _FARMER_GROUP
    points = (
        ImportColumn(f"{POINTS}{row.code}", _point_title(row), 16)
        for row in pure.indicators.values()
    )
    columns = (
        ImportColumn(NUMBER, "เลขทะเบียน", _WIDTHS[NUMBER]),
        ImportColumn(NAME, "ชื่อ", _WIDTHS[NAME]),
        _condition("standing"),
        *points,
        *(_condition(name) for name in conditions),
    )
    return ImportSheet(rule_set.sector or rule_set.kind, _sheet_name(rule_set), columns)


def _point_title(indicator: rules.Indicator) -> str:
    return f"{indicator.code} {indicator.title} (เต็ม {rules.plain(indicator.maximum)})"


def _condition(name: str) -> ImportColumn:
    choices = tuple(str(label) for label in CHOICES.get(name, {}).values())
    return ImportColumn(name, TITLES[name], _WIDTHS.get(name, 14), choices)


def _sheet_name(rule_set: RuleSet) -> str:
    sector = Sector(rule_set.sector).label if rule_set.sector else ""
    return f"{Kind(rule_set.kind).label}{sector}"


def sheets(office: OrgUnit, fiscal_year: int) -> list[ImportSheet]:
    return [sheet_of(row) for row in RuleSet.objects.filter(fiscal_year=fiscal_year)]


def prefilled(office: OrgUnit, fiscal_year: int, sheet: ImportSheet) -> Iterator[list[str]]:
    """The stored facts of the office's institutions, as the cells show them."""
    rows = _assessments(office, fiscal_year).order_by("institution__name_sort")
    for row in rows:
        if (row.institution.sector or row.institution.kind) == sheet.code:
            yield [_shown(row, column.key) for column in sheet.columns]


def check(office: OrgUnit, fiscal_year: int, rows: Sequence[SheetRow]) -> Outcome:
    return _Checking(office, fiscal_year).run(rows)


@dataclass
class _Checking:
    """One pass over the rows of a file against the office's stored assessments: two queries."""

    office: OrgUnit
    fiscal_year: int

    @cached_property
    def stored(self) -> dict[str, Assessment]:
        rows = _assessments(self.office, self.fiscal_year)
        return {_number_key(row.institution.registration_no): row for row in rows}

    @cached_property
    def rule_sets(self) -> dict[int, rules.RuleSet]:
        found = RuleSet.objects.of_year(self.fiscal_year).in_force()
        return {row.pk: row.rules for row in found}

    def run(self, rows: Sequence[SheetRow]) -> Outcome:
        outcome = Outcome()
        first: dict[str, SheetRow] = {}
        for row in rows:
            key = _number_key(row.cells.get(NUMBER, ""))
            problem = self._whose(row, key) or _repeated(row, first.setdefault(key, row))
            if problem:
                outcome.findings.append(problem)
            else:
                self._compare(row, self.stored[key], outcome)
        return outcome

    def _whose(self, row: SheetRow, key: str) -> Finding | None:
        """A number of another office is as unknown as one that does not exist."""
        if not key:
            return _finding(row, NUMBER, "ยังไม่ได้ใส่เลขทะเบียน")
        if key not in self.stored:
            message = f"ไม่พบเลขทะเบียนนี้ในรายชื่อที่ต้องประเมินปี {self.fiscal_year} ของ{self.office.name}"
            return _finding(row, NUMBER, message)
        institution = self.stored[key].institution
        if (institution.sector or institution.kind) != row.sheet.code:
            return _finding(row, NUMBER, "เลขทะเบียนนี้อยู่ในแผ่นงานอื่น ตามชนิดและภาคในทะเบียน")
        name = row.cells.get(NAME, "")
        if name and _name_key(name) != _name_key(institution.name):
            return _finding(row, NAME, f"ชื่อไม่ตรงกับทะเบียน ซึ่งเลขนี้คือ {institution.name}")
        return None

    def _compare(self, row: SheetRow, stored: Assessment, outcome: Outcome) -> None:
        """Puts the entered values on the row in memory; what differs is planned."""
        values, problems = _entered(row)
        before = {column.key: _shown(stored, column.key) for column in row.sheet.columns}
        result_before = _result(stored)
        rule_set = self.rule_sets[stored.rule_set_id]
        try:
            changed_facts(stored, values, rule_set)
        except InvalidInput as error:
            problems += [_finding(row, _column(p), message) for p, message in error.errors]
        if problems:
            outcome.findings += problems
            return
        differences = _differences(row.sheet, before, stored)
        if not differences:
            outcome.unchanged += 1
            return
        store_result(stored, rule_set)
        outcome.changes.append(
            PlannedChange(
                stored.pk,
                stored.version,
                row.sheet.name,
                row.number,
                stored.institution.name,
                values,
                differences,
                result_before,
                _result(stored),
            )
        )


def write(actor: User, changes: Sequence[PlannedChange]) -> int:
    """Stores the facts and what the rules say about them, in one UPDATE.

    Raises RuleViolation naming the rows that somebody changed since the check.
    """
    planned = by_target(changes)
    rows = list(
        Assessment.objects.select_for_update(of=("self",))
        .filter(pk__in=planned)
        .defer("result", "dimensions")
        .order_by("pk")
    )
    require_unchanged(planned, {row.pk: row.version for row in rows})
    used = {row.rule_set_id for row in rows}
    rule_sets = {row.pk: row.rules for row in RuleSet.objects.filter(pk__in=used)}
    for row in rows:
        rule_set = rule_sets[row.rule_set_id]
        changed_facts(row, planned[row.pk].values, rule_set)
        store_result(row, rule_set)
    return copy_update(rows, [*FACT_FIELDS, *RESULT_FIELDS])


def _assessments(office: OrgUnit, fiscal_year: int) -> Any:
    return (
        Assessment.objects.of_office(office)
        .of_year(fiscal_year)
        .select_related("institution")
        .defer("result", "dimensions")
    )


def _entered(row: SheetRow) -> tuple[dict[str, Any], list[Finding]]:
    """The filled cells in the shape of the save service."""
    points: dict[str, str] = {}
    values: dict[str, Any] = {}
    problems: list[Finding] = []
    for key, text in row.cells.items():
        if key.startswith(POINTS):
            points[key.removeprefix(POINTS)] = to_arabic_digits(text)
        elif key == DAYS:
            values[DAYS] = _days(text)
        elif key in CHOICES:
            chosen = {label: value for value, label in CHOICES[key].items()}
            if text in chosen:
                values[key] = chosen[text]
            else:
                problems.append(_finding(row, key, f"ต้องเป็นอย่างใดอย่างหนึ่ง: {' / '.join(chosen)}"))
    return {**values, "points": points}, problems


def _days(text: str) -> int | str:
    """Text that is no number is left to the check of the save service."""
    digits = to_arabic_digits(text)
    is_number = digits.isascii() and digits.isdigit() and len(digits) <= LONGEST_SHOWN
    return int(digits) if is_number else text


def _repeated(row: SheetRow, first: SheetRow) -> Finding | None:
    if first is row:
        return None
    return _finding(row, NUMBER, f"เลขทะเบียนซ้ำกับแถวที่ {first.number}")


def _finding(row: SheetRow, key: str, message: str) -> Finding:
    titles = {column.key: column.title for column in row.sheet.columns}
    value = row.cells.get(key, "")
    shown = value[:LONGEST_SHOWN]
    return Finding(message, row.sheet.name, row.number, titles.get(key, ""), shown)


def _column(pointer: str) -> str:
    return _POINTERS.get(pointer, pointer.strip("/"))


def _differences(
    sheet: ImportSheet, before: Mapping[str, str], after: Assessment
) -> list[tuple[str, str, str]]:
    return [
        (column.title, before[column.key], shown)
        for column in sheet.columns
        if (shown := _shown(after, column.key)) != before[column.key]
    ]


def _shown(row: Assessment, key: str) -> str:
    """What a cell says about a stored value; "" where nothing is entered."""
    if key == NUMBER:
        return str(row.institution.registration_no)
    if key == NAME:
        return str(row.institution.name)
    if key.startswith(POINTS):
        return str(row.points.get(key.removeprefix(POINTS), ""))
    value = getattr(row, key)
    if key in CHOICES:
        return str(CHOICES[key].get(value, ""))
    return "" if value is None else str(value)


def _result(row: Assessment) -> str:
    if row.tier is not None:
        return str(row.get_tier_display())
    if row.unassessed_group is not None:
        return str(row.get_unassessed_group_display())
    return NO_RESULT


def _number_key(number: str) -> str:
    return "".join(to_arabic_digits(number).split())


def _name_key(name: str) -> str:
    return "".join(to_arabic_digits(name).split())


STRENGTH_IMPORT = ImportForm(
    code=FORM_CODE,
    title="คะแนนและเงื่อนไขการจัดชั้นความเข้มแข็ง",
    action=IMPORTED,
    roles=frozenset({Role.OFFICER, Role.CHIEF}),
    sheets=sheets,
    prefilled=prefilled,
    check=check,
    require_open=require_open,
    write=write,
    page=("coops:entry", "บันทึกและส่งข้อมูล"),
    about=ABOUT,
    result_title="ผลจัดชั้น",
    closed_because=closed_because,
)
