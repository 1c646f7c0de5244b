"""Figures beside the statements from an office's spreadsheet: one sheet for each group of types,
because the figures differ. An empty cell leaves what is stored as it is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils import timezone

from coops.choices import Sector
from coops.models import Institution
from cpd_portal.core.choices import Role
from cpd_portal.core.exceptions import InvalidInput
from cpd_portal.core.imports.dates import DateColumns, shown_date
from cpd_portal.core.imports.planned import by_target, refuse_stale, require_unchanged
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
from cpd_portal.thai.dates import format_date_numeric
from cpd_portal.thai.fiscal import quarter_bounds
from cpd_portal.thai.formatting import format_money
from cpd_portal.thai.searching import search_key
from early_warning.models import FurtherFigures
from early_warning.selectors.further_figures import AMOUNTS, BOARD_TERM
from early_warning.selectors.self_assessments import GONE
from early_warning.services.further_figures import (
    Value,
    figures_put,
    require_figures_recorder,
    title_of,
)

IMPORTED = "early_warning.further_figures.imported"
NUMBER, NAME = "registration_no", "name"
FIXED = {NUMBER: "เลขทะเบียน", NAME: "ชื่อ"}
SAVINGS, FARMING, OTHERS = "savings", "farming", "others"
SAVINGS_TYPES = ("savings", "credit_union")
SHEETS = {
    SAVINGS: ("ออมทรัพย์และเครดิตยูเนี่ยน", (*AMOUNTS[:10], BOARD_TERM)),
    FARMING: ("ภาคการเกษตร", ("loans", *AMOUNTS[1:3], *AMOUNTS[10:], BOARD_TERM)),
    OTHERS: ("ประเภทอื่นและกลุ่มเกษตรกร", (BOARD_TERM,)),
}
HIGHEST, SATANG = Decimal(10) ** 14, Decimal("0.01")
ABOUT = (
    "จำนวนเงินเป็นบาท ณ วันสิ้นปีบัญชีของปีงบประมาณนี้ ระบบใช้คู่กับงบการเงินของปีเดียวกัน",
    "ช่องที่เว้นว่างไว้ไม่เปลี่ยนค่าที่บันทึกแล้ว ไม่มีรายการให้กรอก 0",
    "อย่าเปลี่ยนชื่อแผ่นงานและแถวหัวตาราง",
)


def group_of(institution: Institution) -> str:
    if institution.type.code in SAVINGS_TYPES:
        return SAVINGS
    return FARMING if institution.type.sector == Sector.AGRICULTURAL else OTHERS


def sheets(office: OrgUnit, fiscal_year: int) -> list[ImportSheet]:
    return [ImportSheet(code, name, _columns(names)) for code, (name, names) in SHEETS.items()]


def prefilled(office: OrgUnit, fiscal_year: int, sheet: ImportSheet) -> Iterator[list[str]]:
    rows = _Rows(office, fiscal_year)
    for institution in rows.institutions:
        if group_of(institution) == sheet.code:
            stored = rows.stored.get(institution.pk)
            yield [_stored_cell(institution, stored, column.key) for column in sheet.columns]


def check(office: OrgUnit, fiscal_year: int, rows: Sequence[SheetRow]) -> Outcome:
    return _Checking(_Rows(office, fiscal_year)).run(rows)


def write(actor: User, changes: Sequence[PlannedChange]) -> int:
    """Raises RuleViolation naming the rows that somebody changed or added since the check."""
    year = changes[0].values["fiscal_year"]
    stored = _held(changes, year)
    for change in changes:
        pk = change.values["institution"]
        row = stored.get(pk) or FurtherFigures(institution_id=pk, fiscal_year=year, version=0)
        figures_put(row, _from_json(change.values["figures"]))
        row.version += 1
        row.save()
    return len(changes)


@dataclass
class _Rows:
    office: OrgUnit
    fiscal_year: int

    @cached_property
    def institutions(self) -> list[Institution]:
        rows = Institution.objects.of_office(self.office).exclude(standing__in=GONE)
        return list(rows.select_related("type").order_by("name_sort", "pk"))

    @cached_property
    def by_number(self) -> dict[str, Institution]:
        return {row.registration_search: row for row in self.institutions}

    @cached_property
    def stored(self) -> dict[int, FurtherFigures]:
        rows = FurtherFigures.objects.filter(
            institution__office=self.office, fiscal_year=self.fiscal_year
        )
        return {row.institution_id: row for row in rows}


@dataclass
class _Checking:
    rows: _Rows
    dates: DateColumns = field(default_factory=DateColumns)
    seen: dict[int, int] = field(default_factory=dict)

    def run(self, rows: Sequence[SheetRow]) -> Outcome:
        outcome = Outcome()
        for row in rows:
            outcome.findings += self._row(row, outcome)
        outcome.findings += self.dates.mixed()
        return outcome

    def _row(self, row: SheetRow, outcome: Outcome) -> list[Finding]:
        """Adds the planned change of a row, or tells what is wrong with it."""
        institution = self._institution(row)
        if isinstance(institution, Finding):
            return [institution]
        values, problems = self._values(row)
        if problems:
            return problems
        stored = self.rows.stored.get(institution.pk)
        after = FurtherFigures(institution=institution, fiscal_year=self.rows.fiscal_year)
        for name in (*AMOUNTS, BOARD_TERM) if stored else ():
            setattr(after, name, getattr(stored, name))
        try:
            changed = figures_put(after, values)
        except InvalidInput as error:
            return [
                _finding(row, pointer.strip("/"), message) for pointer, message in error.errors
            ]
        if not changed:
            outcome.unchanged += 1
        else:
            outcome.changes.append(_planned(row, stored, after, changed))
        return []

    def _institution(self, row: SheetRow) -> Institution | Finding:
        key = search_key(row.cells.get(NUMBER, ""))
        if not key:
            return _finding(row, NUMBER, "ยังไม่ได้ใส่เลขทะเบียน")
        found = self.rows.by_number.get(key)
        if found is None:
            return _finding(row, NUMBER, f"ไม่พบเลขทะเบียนนี้ใน{self.rows.office.name}")
        if group_of(found) != row.sheet.code:
            return _finding(row, NUMBER, "เลขทะเบียนนี้อยู่ในแผ่นงานอื่น ตามประเภทในทะเบียน")
        name = row.cells.get(NAME, "")
        if name and search_key(name) != found.name_search:
            return _finding(row, NAME, f"ในทะเบียนเลขนี้คือ “{found.name}”")
        first = self.seen.setdefault(found.pk, row.number)
        if first != row.number:
            return _finding(row, NUMBER, f"เลขทะเบียนซ้ำกับแถวที่ {first}")
        return found

    def _values(self, row: SheetRow) -> tuple[dict[str, Value], list[Finding]]:
        values: dict[str, Value] = {}
        problems: list[Finding] = []
        for name in (*AMOUNTS, BOARD_TERM):
            text = row.cells.get(name, "")
            if not text:
                continue
            try:
                values[name] = self._value(row, name, text)
            except (AmountInputError, DateInputError) as error:
                problems.append(_finding(row, name, str(error)))
        return values, problems

    def _value(self, row: SheetRow, name: str, text: str) -> Value:
        if name == BOARD_TERM:
            return self.dates.read(row, title_of(name), text)
        amount = parse_amount(text)
        if abs(amount) >= HIGHEST:
            raise AmountInputError("จำนวนมากเกินไป")
        return amount.quantize(SATANG)


def _columns(names: Sequence[str]) -> tuple[ImportColumn, ...]:
    fixed = (ImportColumn(key, title, 44 if key == NAME else 24) for key, title in FIXED.items())
    return (*fixed, *(ImportColumn(name, _heading(name), 24) for name in names))


def _heading(name: str) -> str:
    return title_of(name) if name == BOARD_TERM else f"{title_of(name)} (บาท)"


def _stored_cell(institution: Institution, stored: FurtherFigures | None, name: str) -> str:
    if name in FIXED:
        return str(getattr(institution, name))
    value = getattr(stored, name, None)
    if isinstance(value, date):
        return format_date_numeric(value)
    return "" if value is None else str(value)


def _planned(
    row: SheetRow, stored: FurtherFigures | None, after: FurtherFigures, changed: Sequence[str]
) -> PlannedChange:
    return PlannedChange(
        stored.pk if stored else None,
        stored.version if stored else 0,
        row.sheet.name,
        row.number,
        after.institution.name,
        {
            "institution": after.institution_id,
            "fiscal_year": after.fiscal_year,
            "figures": {name: str(getattr(after, name)) for name in changed},
        },
        [(_heading(name), _shown(stored, name), _shown(after, name)) for name in changed],
    )


def _shown(row: FurtherFigures | None, name: str) -> str:
    value: Any = getattr(row, name, None)
    if value is None:
        return ""
    return shown_date(value) if isinstance(value, date) else format_money(value)


def _from_json(figures: dict[str, str]) -> dict[str, Value]:
    return {
        name: date.fromisoformat(text) if name == BOARD_TERM else Decimal(text)
        for name, text in figures.items()
    }


def _held(changes: Sequence[PlannedChange], fiscal_year: int) -> dict[int, FurtherFigures]:
    """Stored rows by institution, locked, of the versions that were checked."""
    planned = by_target(changes)
    titles = {change.values["institution"]: change.title for change in changes}
    rows = list(
        FurtherFigures.objects.select_for_update()
        .filter(fiscal_year=fiscal_year, institution__in=titles)
        .order_by("pk")
    )
    require_unchanged(planned, {row.pk: row.version for row in rows})
    refuse_stale([titles[row.institution_id] for row in rows if row.pk not in planned])
    return {row.institution_id: row for row in rows}


def _finding(row: SheetRow, key: str, message: str) -> Finding:
    title = next((column.title for column in row.sheet.columns if column.key == key), "")
    return Finding(message, row.sheet.name, row.number, title, row.cells.get(key, "")[:80])


def closed_because(office: OrgUnit, fiscal_year: int) -> str:
    first, _ = quarter_bounds(fiscal_year, 1)
    return "ยังไม่ถึงปีงบประมาณนี้" if first > timezone.localdate() else ""


FURTHER_FIGURES_IMPORT = ImportForm(
    code="early_warning.further-figures",
    title="ตัวเลขเพิ่มเติมสำหรับเตือนภัย",
    action=IMPORTED,
    roles=frozenset({Role.OFFICER, Role.CHIEF}),
    sheets=sheets,
    prefilled=prefilled,
    check=check,
    require_open=lambda actor, office, fiscal_year: require_figures_recorder(actor, office),
    write=write,
    page=("early_warning:watchlist", "บัญชีเฝ้าระวัง"),
    about=ABOUT,
    closed_because=closed_because,
)
