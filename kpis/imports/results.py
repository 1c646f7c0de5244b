"""The results of a division's KPIs from one spreadsheet: a row for each figure of a result.

An empty result leaves what is stored as it is; the round of a KPI must be open.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from cpd_portal.core.audit import current_reason
from cpd_portal.core.choices import Round
from cpd_portal.core.exceptions import InvalidInput, RuleViolation, StaleObject
from cpd_portal.core.imports.cells import finding, missing
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
from kpis.choices import Basis
from kpis.forms.score import plain
from kpis.imports import OWNERS, PAGE, TEMPLATE
from kpis.models import Criterion, Kpi, KpiResult
from kpis.rules.criteria import SINGLE
from kpis.selectors.results import value_words
from kpis.services.guards import require_enterable
from kpis.services.results import ResultEntry, result_checked, result_import, value_json

KPI, ROUND, PART, UNIT, VALUE = "kpi", "round", "part", "unit", "value"
AGENCY, LETTER_NO, LETTER_ON, REMARK = "agency", "letter_no", "letter_on", "remark"
TEXTS = (AGENCY, LETTER_NO, REMARK)
COLUMNS = (
    ImportColumn(KPI, "ตัวชี้วัดที่", 12),
    ImportColumn(ROUND, "รอบ", 14, tuple(str(label) for label in Round.labels)),
    ImportColumn("title", "ตัวชี้วัด", 60),
    ImportColumn(PART, "รหัสส่วน", 18),
    ImportColumn("label", "ส่วนของผล", 30),
    ImportColumn(UNIT, "หน่วย", 18),
    ImportColumn(VALUE, "ผล", 18),
    ImportColumn(AGENCY, "หน่วยงานที่แจ้งผล", 30),
    ImportColumn(LETTER_NO, "เลขที่หนังสือ", 24),
    ImportColumn(LETTER_ON, "ลงวันที่", 16),
    ImportColumn(REMARK, "คำอธิบาย", 40),
)
TITLES = {column.key: column.title for column in COLUMNS}
ABOUT = (
    "แถวที่ไม่ได้กรอกผลไม่เปลี่ยนผลที่บันทึกไว้ ตัวชี้วัดที่ผลมีหลายส่วนต้องกรอกครบทุกส่วน",
    "หน่วยงาน เลขที่ และวันที่ของหนังสือ กรอกให้ครบทั้งสามช่องหรือเว้นว่างทั้งสามช่อง",
    "ผลที่ส่งแล้วหรือปิดผนึกแล้วนำเข้าทับไม่ได้ หลักฐานแนบที่หน้าของผลแต่ละตัวชี้วัด",
)
Key = tuple[str, str]
"""Number of the KPI and label of the round, as a row says them."""


def sheets(office: OrgUnit, fiscal_year: int) -> list[ImportSheet]:
    return [ImportSheet("results", versioned("ผล", str(fiscal_year), TEMPLATE), COLUMNS)]


def prefilled(office: OrgUnit, fiscal_year: int, sheet: ImportSheet) -> Iterator[list[str]]:
    held = _open_results(office, fiscal_year)
    for criterion in _criteria(office, fiscal_year).values():
        stored = held.get((criterion.kpi_id, criterion.round))
        figures = _figures(stored)
        for part, label in criterion.labels.items():
            yield [
                str(criterion.kpi.number),
                str(Round(criterion.round).label),
                clean(criterion.kpi.title),
                part,
                clean(label),
                clean(criterion.unit),
                figures.get(part, ""),
                *(_letter_cells(stored)),
            ]


def check(office: OrgUnit, fiscal_year: int, rows: Sequence[SheetRow]) -> Outcome:
    return _Checking(office, fiscal_year).run(rows)


def write(actor: User, changes: Sequence[PlannedChange]) -> int:
    """Raises RuleViolation: sent or changed since the check."""
    stale: list[str] = []
    kpis = Kpi.objects.with_criteria().select_related("scorecard", "owner")
    found = kpis.in_bulk({change.values["kpi"] for change in changes})
    for change in changes:
        where = f"แผ่นงาน {change.sheet} แถว {change.row}"
        try:
            result_import(
                actor=actor,
                kpi=found[change.values["kpi"]],
                round=Round(change.values["round"]),
                entry=_entry(change.values["entry"]),
                version=change.version,
                source=f"{current_reason()} {where}".strip(),
            )
        except StaleObject:
            stale.append(change.title)
    refuse_stale(stale)
    return len(changes)


def _criteria(office: OrgUnit, fiscal_year: int) -> dict[Key, Criterion]:
    rows = Criterion.objects.filter(kpi__owner=office, kpi__scorecard__fiscal_year=fiscal_year)
    related = rows.select_related("kpi__scorecard", "kpi__owner").prefetch_related("tiers")
    return {
        (str(row.kpi.number), str(Round(row.round).label)): row
        for row in related.order_by("kpi__number", "-round")
    }


def _open_results(office: OrgUnit, fiscal_year: int) -> dict[tuple[int, str], KpiResult]:
    rows = KpiResult.objects.open().filter(
        kpi__owner=office, kpi__scorecard__fiscal_year=fiscal_year
    )
    return {(row.kpi_id, row.round): row for row in rows}


def _figures(stored: KpiResult | None) -> dict[str, str]:
    if stored is None or stored.value is None:
        return {}
    return stored.value if isinstance(stored.value, dict) else {SINGLE: stored.value}


def _letter_cells(stored: KpiResult | None) -> list[str]:
    if stored is None:
        return [""] * 4
    day = format_date_numeric(stored.letter_on) if stored.letter_on else ""
    return [stored.agency, stored.letter_no, day, clean(stored.remark)]


@dataclass
class _Checking:
    """One pass over the sheet: rows of one KPI and round are one result."""

    office: OrgUnit
    fiscal_year: int
    dates: DateColumns = field(default_factory=DateColumns)

    def run(self, rows: Sequence[SheetRow]) -> Outcome:
        outcome = Outcome()
        self.held = _open_results(self.office, self.fiscal_year)
        known = _criteria(self.office, self.fiscal_year)
        together: dict[Key, list[SheetRow]] = {}
        for row in rows:
            problems = missing(row, KPI, ROUND)
            key = (to_arabic_digits(row.cells.get(KPI, "")), row.cells.get(ROUND, ""))
            if not problems and key not in known:
                problems = [finding(row, KPI, self._unknown())]
            if problems:
                outcome.findings += problems
            else:
                together.setdefault(key, []).append(row)
        for key, own in together.items():
            self._result(known[key], own, outcome)
        outcome.findings += self.dates.mixed()
        return outcome

    def _unknown(self) -> str:
        return (
            f"{self.office.name}ไม่มีตัวชี้วัดและรอบนี้ในปีงบประมาณ {self.fiscal_year} "
            f"รอบเป็น {' หรือ '.join(str(label) for label in Round.labels)}"
        )

    def _result(self, criterion: Criterion, rows: list[SheetRow], outcome: Outcome) -> None:
        figures, problems = _read_figures(criterion, rows)
        if not figures and not problems:
            outcome.unchanged += 1
            return
        stored = self.held.get((criterion.kpi_id, criterion.round))
        entry = self._entry(criterion, rows, figures, stored, problems)
        value = None
        if not problems:
            value = _checked(criterion, rows, entry, problems)
        if problems:
            outcome.findings += problems
        elif stored is not None and _same(stored, entry, value):
            outcome.unchanged += 1
        else:
            self._plan(criterion, rows[0], stored, entry, value, outcome)

    def _entry(
        self,
        criterion: Criterion,
        rows: list[SheetRow],
        figures: Mapping[str, str],
        stored: KpiResult | None,
        problems: list[Finding],
    ) -> ResultEntry:
        """Empty letter cells say what is stored; the first row that says something counts."""
        texts = {key: getattr(stored, key) if stored else "" for key in TEXTS}
        letter_on = stored.letter_on if stored else None
        for row in reversed(rows):
            texts |= {key: row.cells[key] for key in TEXTS if key in row.cells}
            if LETTER_ON in row.cells:
                try:
                    letter_on = self.dates.read(row, TITLES[LETTER_ON], row.cells[LETTER_ON])
                except DateInputError as error:
                    problems.append(finding(row, LETTER_ON, str(error)))
        return ResultEntry(
            value=dict(figures) if criterion.rule.is_composite else figures.get(SINGLE),
            unit=criterion.unit,
            basis=Basis.IMPORTED,
            letter_on=letter_on,
            **texts,
        )

    def _plan(
        self,
        criterion: Criterion,
        row: SheetRow,
        stored: KpiResult | None,
        entry: ResultEntry,
        value: object,
        outcome: Outcome,
    ) -> None:
        try:
            require_enterable(criterion.kpi, criterion.round)
        except RuleViolation as error:
            outcome.findings.append(finding(row, VALUE, error.message))
            return
        outcome.changes.append(_change(criterion, row, stored, entry, value))


def _read_figures(
    criterion: Criterion, rows: list[SheetRow]
) -> tuple[dict[str, str], list[Finding]]:
    """The filled figures by part, and what is wrong with the rows."""
    figures: dict[str, str] = {}
    problems = []
    for row in rows:
        part = row.cells.get(PART, SINGLE)
        if part not in criterion.labels:
            problems.append(finding(row, PART, "ไม่มีส่วนนี้ในตัวชี้วัด"))
        elif row.cells.get(UNIT, clean(criterion.unit)) != clean(criterion.unit):
            words = f"หน่วยต้องเป็น {criterion.unit} ตามเกณฑ์ของรอบนี้"
            problems.append(finding(row, UNIT, words))
        elif part in figures:
            problems.append(finding(row, PART, "ซ้ำกับแถวก่อนหน้า"))
        elif VALUE in row.cells:
            figures[part] = plain(row.cells[VALUE])
    return figures, problems


def _checked(
    criterion: Criterion, rows: list[SheetRow], entry: ResultEntry, problems: list[Finding]
) -> object:
    """The value as it is stored; problems of the service at their cells."""
    try:
        return value_json(result_checked(criterion, entry))
    except InvalidInput as error:
        for pointer, words in error.errors:
            name, _, part = pointer.removeprefix("/").partition("/")
            place = next((row for row in rows if part and row.cells.get(PART) == part), rows[0])
            problems.append(finding(place, name, words))
    return None


def _same(stored: KpiResult, entry: ResultEntry, value: object) -> bool:
    return stored.value == value and all(
        clean(str(getattr(stored, key) or "")) == clean(str(getattr(entry, key) or ""))
        for key in (*TEXTS, LETTER_ON)
    )


def _change(
    criterion: Criterion,
    row: SheetRow,
    stored: KpiResult | None,
    entry: ResultEntry,
    value: object,
) -> PlannedChange:
    before = value_words(stored.value, criterion) if stored else ""
    differences = [(TITLES[VALUE], before, value_words(value, criterion))]
    for key in (*TEXTS, LETTER_ON):
        old, new = getattr(stored, key, None) or "", getattr(entry, key) or ""
        if old != new:
            differences.append((TITLES[key], _shown(old), _shown(new)))
    return PlannedChange(
        pk=stored.pk if stored else None,
        version=stored.version if stored else 0,
        sheet=row.sheet.name,
        row=row.number,
        title=f"ตัวชี้วัดที่ {criterion.kpi.number} {criterion.get_round_display()}",
        values={"kpi": criterion.kpi_id, "round": criterion.round, "entry": _as_json(entry)},
        differences=differences,
    )


def _shown(value: date | str) -> str:
    return shown_date(value) if isinstance(value, date) else value


def _as_json(entry: ResultEntry) -> dict[str, Any]:
    return {
        "value": entry.value,
        "unit": entry.unit,
        **{key: getattr(entry, key) for key in TEXTS},
        LETTER_ON: entry.letter_on.isoformat() if entry.letter_on else None,
    }


def _entry(kept: Mapping[str, Any]) -> ResultEntry:
    day = date.fromisoformat(kept[LETTER_ON]) if kept[LETTER_ON] else None
    return ResultEntry(**{**kept, LETTER_ON: day}, basis=Basis.IMPORTED)


def _closed_because(office: OrgUnit, fiscal_year: int) -> str:
    if _criteria(office, fiscal_year):
        return ""
    return f"{office.name}ไม่ได้เป็นเจ้าของตัวชี้วัดใดในปีงบประมาณ {fiscal_year}"


RESULTS_IMPORT = ImportForm(
    code="kpis.results",
    title="ผลของตัวชี้วัด",
    action="kpis.result.imported",
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
