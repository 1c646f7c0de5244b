"""The components of a division's KPIs from one spreadsheet, with the agencies' letters.

An empty cell leaves what is stored as it is.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from cpd_portal.core.exceptions import StaleObject
from cpd_portal.core.imports.cells import UNREADABLE, Repeats, finding, missing
from cpd_portal.core.imports.choices import Scope
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
    clean,
    versioned,
)
from cpd_portal.core.models import OrgUnit, User
from cpd_portal.thai.date_input import DateInputError
from cpd_portal.thai.dates import format_date_numeric
from cpd_portal.thai.numerals import to_arabic_digits
from kpis.imports import OWNERS, PAGE, TEMPLATE
from kpis.models import Component, ComponentValue, Kpi
from kpis.rules import shown
from kpis.selectors.components import shown_value, value_of
from kpis.services.components import ComponentEntry, component_problems, components_save
from kpis.typed_components import typed_component

KPI, CODE, UNIT = "kpi", "code", "unit"
VALUE, AGENCY, LETTER_NO, LETTER_ON = "value", "agency", "letter_no", "letter_on"
COLUMNS = (
    ImportColumn(KPI, "ตัวชี้วัดที่", 12),
    ImportColumn(CODE, "รหัส", 16),
    ImportColumn("label", "รายการ", 50),
    ImportColumn(UNIT, "หน่วย", 16),
    ImportColumn(VALUE, "ค่าของปี", 18),
    ImportColumn(AGENCY, "หน่วยงานที่ให้ค่า", 30),
    ImportColumn(LETTER_NO, "เลขที่หนังสือ", 24),
    ImportColumn(LETTER_ON, "ลงวันที่", 16),
)
TITLES = {column.key: column.title for column in COLUMNS}
ABOUT = (
    "กรอกเฉพาะตัวเลขในหน่วยที่ระบุ ถ้าหน่วยงานไม่มีค่าให้กรอก N/A ซึ่งไม่ใช่ศูนย์",
    "ช่องที่เว้นว่างไม่เปลี่ยนค่าที่บันทึกไว้",
    "เลขที่และวันที่ของหนังสือกรอกทั้งคู่หรือเว้นว่างทั้งคู่",
)


def sheets(office: OrgUnit, fiscal_year: int) -> list[ImportSheet]:
    name = versioned("ค่าองค์ประกอบ", str(fiscal_year), TEMPLATE)
    return [ImportSheet("components", name, COLUMNS)]


def prefilled(office: OrgUnit, fiscal_year: int, sheet: ImportSheet) -> Iterator[list[str]]:
    for row in _components(office, fiscal_year):
        value = value_of(row)
        yield [
            str(row.kpi.number),
            row.code,
            clean(row.label),
            clean(row.unit),
            shown_value(value),
            value.agency if value else row.agency,
            value.letter_no if value else "",
            format_date_numeric(value.letter_on) if value and value.letter_on else "",
        ]


def check(office: OrgUnit, fiscal_year: int, rows: Sequence[SheetRow]) -> Outcome:
    return _Checking(office, fiscal_year).run(rows)


def write(actor: User, changes: Sequence[PlannedChange]) -> int:
    """Raises RuleViolation: somebody changed the same components since the check."""
    stale: list[str] = []
    by_kpi: dict[int, list[PlannedChange]] = {}
    for change in changes:
        by_kpi.setdefault(change.values["kpi"], []).append(change)
    kpis = Kpi.objects.select_related("scorecard", "owner").in_bulk(by_kpi)
    for pk, own in sorted(by_kpi.items()):
        entries = {change.values["code"]: _entry(change) for change in own}
        try:
            components_save(actor=actor, kpi=kpis[pk], entries=entries, today=timezone.localdate())
        except StaleObject:
            stale += [change.title for change in own]
    refuse_stale(stale)
    return len(changes)


def _components(office: OrgUnit, fiscal_year: int) -> list[Component]:
    rows = Component.objects.filter(kpi__owner=office, kpi__scorecard__fiscal_year=fiscal_year)
    return list(rows.select_related("value", "kpi").order_by("kpi__number", "position"))


@dataclass
class _Checking:
    """One pass over the sheet against the components of the division."""

    office: OrgUnit
    fiscal_year: int
    dates: DateColumns = field(default_factory=DateColumns)

    def run(self, rows: Sequence[SheetRow]) -> Outcome:
        outcome = Outcome()
        known = {
            (str(row.kpi.number), row.code): row
            for row in _components(self.office, self.fiscal_year)
        }
        repeats = Repeats()
        for row in rows:
            key = (to_arabic_digits(row.cells.get(KPI, "")), row.cells.get(CODE, ""))
            component, repeated = known.get(key), repeats.of(row, CODE, key)
            problems = missing(row, KPI, CODE)
            if not problems and component is None:
                problems = [finding(row, CODE, self._unknown())]
            problems = problems or repeated
            if problems or component is None:
                outcome.findings += problems
            else:
                self._row(row, component, outcome)
        outcome.findings += self.dates.mixed()
        return outcome

    def _unknown(self) -> str:
        return f"ไม่ใช่องค์ประกอบของตัวชี้วัดของ{self.office.name}ในปีงบประมาณ {self.fiscal_year}"

    def _row(self, row: SheetRow, component: Component, outcome: Outcome) -> None:
        entry, problems = self._read(row, component)
        if not problems:
            today = timezone.localdate()
            found = component_problems(component, entry, today) if not entry.is_empty else []
            problems = [finding(row, _column(at), words) for at, words in found]
        stored = value_of(component)
        if problems:
            outcome.findings += problems
        elif entry.is_empty or _shown(entry) == _shown_stored(stored):
            outcome.unchanged += 1
        else:
            outcome.changes.append(_change(row, component, stored, entry))

    def _read(self, row: SheetRow, component: Component) -> tuple[ComponentEntry, list[Finding]]:
        """What the row says; empty cells say what is stored."""
        stored = value_of(component)
        problems = []
        value, absent = (stored.value, stored.absent) if stored else (None, "")
        letter_on = stored.letter_on if stored else None
        if row.cells.get(UNIT, clean(component.unit)) != clean(component.unit):
            problems.append(finding(row, UNIT, f"หน่วยของรายการนี้คือ{component.unit}"))
        if VALUE in row.cells:
            try:
                typed = typed_component(row.cells[VALUE], component.unit)
                value, absent = typed.value, typed.absent
            except UNREADABLE as error:
                problems.append(finding(row, VALUE, str(error)))
        if LETTER_ON in row.cells:
            try:
                letter_on = self.dates.read(row, TITLES[LETTER_ON], row.cells[LETTER_ON])
            except DateInputError as error:
                problems.append(finding(row, LETTER_ON, str(error)))
        entry = ComponentEntry(
            value=value,
            absent=absent,
            agency=row.cells.get(AGENCY, stored.agency if stored else ""),
            letter_no=row.cells.get(LETTER_NO, stored.letter_no if stored else ""),
            letter_on=letter_on,
            version=stored.version if stored else 0,
        )
        return entry, problems


def _column(pointer: str) -> str:
    """Of a problem of the service: "/rice" is about the value."""
    return pointer.removeprefix("/").partition("/")[2] or VALUE


def _change(
    row: SheetRow, component: Component, stored: ComponentValue | None, entry: ComponentEntry
) -> PlannedChange:
    before, after = _shown_stored(stored), _shown(entry)
    return PlannedChange(
        pk=stored.pk if stored else None,
        version=entry.version,
        sheet=row.sheet.name,
        row=row.number,
        title=f"ตัวชี้วัดที่ {component.kpi.number} {component.label}"[:200],
        values={"kpi": component.kpi_id, "code": component.code, **_as_json(entry)},
        differences=[
            (TITLES[key], before[key], words)
            for key, words in after.items()
            if before[key] != words
        ],
    )


def _shown_stored(stored: ComponentValue | None) -> dict[str, str]:
    if stored is None:
        return dict.fromkeys((VALUE, AGENCY, LETTER_NO, LETTER_ON), "")
    names = (VALUE, "absent", AGENCY, LETTER_NO, LETTER_ON)
    return _shown(ComponentEntry(**{name: getattr(stored, name) for name in names}))


def _shown(entry: ComponentEntry) -> dict[str, str]:
    return {
        VALUE: entry.absent if entry.value is None else shown(entry.value),
        AGENCY: entry.agency,
        LETTER_NO: entry.letter_no,
        LETTER_ON: shown_date(entry.letter_on) if entry.letter_on else "",
    }


def _as_json(entry: ComponentEntry) -> dict[str, Any]:
    return {
        VALUE: None if entry.value is None else str(entry.value),
        "absent": entry.absent,
        AGENCY: entry.agency,
        LETTER_NO: entry.letter_no,
        LETTER_ON: entry.letter_on.isoformat() if entry.letter_on else None,
    }


def _entry(change: PlannedChange) -> ComponentEntry:
    kept: Mapping[str, Any] = change.values
    return ComponentEntry(
        value=None if kept[VALUE] is None else Decimal(kept[VALUE]),
        absent=kept["absent"],
        agency=kept[AGENCY],
        letter_no=kept[LETTER_NO],
        letter_on=date.fromisoformat(kept[LETTER_ON]) if kept[LETTER_ON] else None,
        version=change.version,
    )


def _closed_because(office: OrgUnit, fiscal_year: int) -> str:
    if _components(office, fiscal_year):
        return ""
    return f"{office.name}ไม่มีตัวชี้วัดที่คำนวณจากค่าองค์ประกอบในปีงบประมาณ {fiscal_year}"


COMPONENTS_IMPORT = ImportForm(
    code="kpis.components",
    title="ค่าองค์ประกอบของตัวชี้วัด",
    action="kpis.components.imported",
    roles=OWNERS,
    sheets=sheets,
    prefilled=prefilled,
    check=check,
    write=write,
    page=PAGE,
    scope=Scope.HEADQUARTERS,
    about=ABOUT,
    closed_because=_closed_because,
)
