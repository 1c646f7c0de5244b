"""A division's quarterly progress from a spreadsheet: values of its targets, and its words.

The template holds what is stored; an empty cell leaves it as it is. The division's form of the
quarter must be open, and everything goes through the same service as the page.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any

from django.utils import timezone

from cpd_portal.core.choices import Quarter, Role
from cpd_portal.core.exceptions import InvalidInput, RuleViolation
from cpd_portal.core.imports.cells import (
    UNREADABLE,
    Repeats,
    amount,
    finding,
    labels,
    missing,
    one_of,
    whole,
)
from cpd_portal.core.imports.choices import Scope
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
from cpd_portal.thai.numerals import to_arabic_digits
from strategy.choices import Basis, Milestone
from strategy.imports import TEMPLATE
from strategy.models import Project
from strategy.period_loading import form_code
from strategy.selectors.quarters import (
    QuarterCell,
    ReportLine,
    TargetLine,
    quarter_cell,
    report_lines,
)
from strategy.services import Entered, Place, ProgressConflict, Reached, progress_save
from strategy.services.place import require_open_quarter
from strategy.services.progress import LONGEST, held_by_others, value_problem

VALUES, WORDS = "values", "words"
PROJECT, TITLE, MEASURE, VERSION = "project", "title", "measure", "version"
VALUE, MILESTONE = "value", "milestone"
NARRATIVE, PROBLEMS = "narrative", "problems"
VALUE_COLUMNS = (
    ImportColumn(MEASURE, "รหัสเป้าหมาย", 12),
    ImportColumn(VERSION, "รุ่นของแผน", 10),
    ImportColumn(PROJECT, "โครงการ", 10),
    ImportColumn("what", "สิ่งที่วัด", 50),
    ImportColumn("target", "เป้าหมายของปี", 24),
    ImportColumn("basis", "ฐานของเป้าหมาย", 26),
    ImportColumn(VALUE, "ผลที่ทำได้ถึงสิ้นไตรมาส", 18),
    ImportColumn(MILESTONE, "ขั้นงาน", 14, labels(Milestone)),
)
WORD_COLUMNS = (
    ImportColumn(PROJECT, "โครงการ", 10),
    ImportColumn(TITLE, "ชื่อ", 50),
    ImportColumn(NARRATIVE, "ผลการดำเนินงาน", 60),
    ImportColumn(PROBLEMS, "ปัญหาและอุปสรรค", 60),
)
TEXTS = {NARRATIVE: "ผลการดำเนินงาน", PROBLEMS: "ปัญหาและอุปสรรค"}
ABOUT = (
    "แบบมีค่าที่บันทึกไว้แล้ว ช่องที่เว้นว่างไม่เปลี่ยนค่าที่บันทึกไว้ การลบค่าทำที่หน้ารายงานของโครงการ",
    "เป้าหมายที่เป็นตัวเลขให้กรอก “ผลที่ทำได้ถึงสิ้นไตรมาส” ขั้นงานให้เลือกในช่อง “ขั้นงาน”",
    "จำนวนของปีนั้นนับตั้งแต่ต้นปีงบประมาณ ฐานอื่นกรอกค่าที่เป็นอยู่ ไม่นำไตรมาสมาบวกกัน",
    "ห้ามแก้รหัสเป้าหมายและรุ่นของแผน หากแผนถูกปรับหลังจากรับแบบ ให้รับแบบใหม่",
    "หลักฐานแนบที่หน้ารายงานของโครงการ",
)


def sheets(quarter: Quarter, office: OrgUnit, fiscal_year: int) -> list[ImportSheet]:
    """None where the division has nothing to report."""
    if not _lines(office, fiscal_year, quarter):
        return []
    period = f"{fiscal_year}-{quarter.number}"
    return [
        ImportSheet(VALUES, versioned("ผลตามเป้าหมาย", period, TEMPLATE), VALUE_COLUMNS),
        ImportSheet(WORDS, versioned("ผลงาน", period, TEMPLATE), WORD_COLUMNS),
    ]


def prefilled(
    quarter: Quarter, office: OrgUnit, fiscal_year: int, sheet: ImportSheet
) -> Iterator[list[str]]:
    for line in _lines(office, fiscal_year, quarter):
        if sheet.code == WORDS:
            yield [line.project.code, line.project.title, *(_words(line, key) for key in TEXTS)]
        else:
            yield from (_value_row(line, one) for one in line.targets)


def check(
    quarter: Quarter, office: OrgUnit, fiscal_year: int, rows: Sequence[SheetRow]
) -> Outcome:
    lines = _lines(office, fiscal_year, quarter)
    return _Checking(office, fiscal_year, quarter, lines).run(rows)


def write(actor: User, changes: Sequence[PlannedChange]) -> int:
    """Raises RuleViolation: closed meanwhile, or somebody changed the same fields."""
    stale: list[str] = []
    projects = Project.objects.in_bulk({change.values["project"] for change in changes})
    for pk, project in sorted(projects.items()):
        own = [change for change in changes if change.values["project"] == pk]
        place = _place(project, own[0].values)
        try:
            progress_save(
                actor=actor, place=place, entered=_entered(own, "new"), seen=_entered(own, "seen")
            )
        except InvalidInput:
            stale += [change.title for change in own]
        except ProgressConflict as error:
            stale += [f"โครงการ {project.code} {one.title} ({one.by})" for one in error.conflicts]
    refuse_stale(stale)
    return len(changes)


def _cell(office: OrgUnit, fiscal_year: int, quarter: Quarter) -> QuarterCell | None:
    return quarter_cell(office, fiscal_year, quarter, timezone.localdate())


def _lines(office: OrgUnit, fiscal_year: int, quarter: Quarter) -> tuple[ReportLine, ...]:
    cell = _cell(office, fiscal_year, quarter)
    return report_lines(cell) if cell is not None else ()


def _value_row(line: ReportLine, one: TargetLine) -> list[str]:
    target, reached = one.target, _reached(one)
    return [
        str(target.measure_id),
        str(target.version.number),
        line.project.code,
        clean(one.words),
        clean(target.words),
        str(Basis(target.measure.basis).label),
        "" if reached.value is None else reached.words,
        reached.words if reached.milestone else "",
    ]


def _reached(one: TargetLine) -> Reached:
    return Reached(one.value.value, one.value.milestone) if one.value else Reached()


def _words(line: ReportLine, key: str) -> str:
    """As a cell is read: on one line."""
    return clean(getattr(line.report, key)) if line.report is not None else ""


@dataclass
class _Checking:
    """One pass over both sheets against the division's form."""

    office: OrgUnit
    fiscal_year: int
    quarter: Quarter
    lines: Sequence[ReportLine]

    def run(self, rows: Sequence[SheetRow]) -> Outcome:
        outcome = Outcome()
        self.by_project = {line.project.code: line for line in self.lines}
        self.by_measure = {
            one.target.measure_id: (line, one) for line in self.lines for one in line.targets
        }
        self.held: dict[int, str] = {}
        repeats = Repeats()
        for row in rows:
            key = PROJECT if row.sheet.code == WORDS else MEASURE
            repeated = repeats.of(row, key, to_arabic_digits(row.cells.get(key, "")))
            if key in row.cells and repeated:
                outcome.findings += repeated
            elif row.sheet.code == WORDS:
                self._text_row(row, outcome)
            else:
                self._target_row(row, outcome)
        return outcome

    def _target_row(self, row: SheetRow, outcome: Outcome) -> None:
        found, problems = self._target(row)
        if found is None or problems:
            outcome.findings += problems
            return
        line, one = found
        stored = _reached(one)
        reached, problems = _typed(row, one, stored)
        if not problems and reached != stored:
            problems = self._held_by_others(row, line, one)
        if problems:
            outcome.findings += problems
        elif reached == stored:
            outcome.unchanged += 1
        else:
            outcome.changes.append(self._value_change(row, line, one, reached))

    def _target(self, row: SheetRow) -> tuple[tuple[ReportLine, TargetLine] | None, list[Finding]]:
        """The target that the row names, of that project and of the plan's version of today."""
        problems = missing(row, MEASURE, VERSION, PROJECT)
        if problems:
            return None, problems
        try:
            found = self.by_measure.get(whole(row.cells[MEASURE], 1, 10**9))
        except UNREADABLE as error:
            return None, [finding(row, MEASURE, str(error))]
        if found is None:
            words = f"ไม่ใช่เป้าหมายของ{self.office.name}ในปีงบประมาณ {self.fiscal_year}"
            return None, [finding(row, MEASURE, words)]
        line, one = found
        if to_arabic_digits(row.cells[PROJECT]) != line.project.code:
            words = f"เป้าหมายนี้เป็นของโครงการ {line.project.code}"
            problems.append(finding(row, PROJECT, words))
        now = one.target.version.number
        if to_arabic_digits(row.cells[VERSION]) != str(now):
            words = f"แบบนี้เป็นของรุ่นอื่น เป้าหมายนี้เป็นของรุ่นที่ {now} แล้ว กรุณารับแบบใหม่"
            problems.append(finding(row, VERSION, words))
        return found, problems

    def _held_by_others(self, row: SheetRow, line: ReportLine, one: TargetLine) -> list[Finding]:
        project = line.project
        if project.pk not in self.held:
            place = Place(project, self.office, self.fiscal_year, self.quarter)
            self.held[project.pk] = held_by_others(place)
        words = self.held[project.pk]
        key = MILESTONE if one.target.measure.is_milestone else VALUE
        return [finding(row, key, words)] if words else []

    def _text_row(self, row: SheetRow, outcome: Outcome) -> None:
        problems = missing(row, PROJECT)
        line = self.by_project.get(to_arabic_digits(row.cells.get(PROJECT, "")))
        if not problems and line is None:
            words = f"ไม่ใช่โครงการที่{self.office.name}ต้องรายงานในปีงบประมาณ {self.fiscal_year}"
            problems.append(finding(row, PROJECT, words))
        problems += [
            finding(row, key, f"ยาวเกิน {LONGEST:,} ตัวอักษร")
            for key in TEXTS
            if len(row.cells.get(key, "")) > LONGEST
        ]
        if problems or line is None:
            outcome.findings += problems
            return
        changed = {
            key: row.cells[key]
            for key in TEXTS
            if key in row.cells and row.cells[key] != _words(line, key)
        }
        if changed:
            outcome.changes.append(self._text_change(row, line, changed))
        else:
            outcome.unchanged += 1

    def _value_change(
        self, row: SheetRow, line: ReportLine, one: TargetLine, reached: Reached
    ) -> PlannedChange:
        stored = _reached(one)
        key = MILESTONE if one.target.measure.is_milestone else VALUE
        column = next(column for column in row.sheet.columns if column.key == key)
        values = {"measure": one.target.measure_id, "seen": _json(stored), "new": _json(reached)}
        differences = [(column.title, stored.words, reached.words)]
        return self._change(row, line, clean(one.words), values, differences)

    def _text_change(
        self, row: SheetRow, line: ReportLine, changed: Mapping[str, str]
    ) -> PlannedChange:
        report = line.report
        seen = {key: getattr(report, key) if report is not None else "" for key in changed}
        values = {"seen": seen, "new": dict(changed)}
        differences = [(TEXTS[key], seen[key], text) for key, text in changed.items()]
        return self._change(row, line, line.project.title, values, differences)

    def _change(
        self,
        row: SheetRow,
        line: ReportLine,
        words: str,
        values: Mapping[str, Any],
        differences: Sequence[tuple[str, str, str]],
    ) -> PlannedChange:
        place = {
            "project": line.project.pk,
            "unit": self.office.pk,
            "fiscal_year": self.fiscal_year,
            "quarter": self.quarter.number,
        }
        return PlannedChange(
            pk=line.report.pk if line.report is not None else None,
            version=0,
            sheet=row.sheet.name,
            row=row.number,
            title=f"โครงการ {line.project.code} {words}"[:200],
            values={**place, **values},
            differences=differences,
        )


def _typed(row: SheetRow, one: TargetLine, stored: Reached) -> tuple[Reached, list[Finding]]:
    """What the cells say; empty ones say what is stored."""
    measure = one.target.measure
    key, other = (MILESTONE, VALUE) if measure.is_milestone else (VALUE, MILESTONE)
    if other in row.cells:
        wrong = Reached(milestone="x") if other == MILESTONE else Reached(value=Decimal(0))
        return stored, [finding(row, other, value_problem(measure, wrong))]
    if key not in row.cells:
        return stored, []
    text = row.cells[key]
    try:
        reached = (
            Reached(milestone=one_of(Milestone, text))
            if measure.is_milestone
            else Reached(value=amount(text))
        )
    except UNREADABLE as error:
        return stored, [finding(row, key, str(error))]
    problem = value_problem(measure, reached)
    return reached, [finding(row, key, problem)] if problem else []


def _json(reached: Reached) -> dict[str, str]:
    value = "" if reached.value is None else str(reached.value)
    return {"value": value, "milestone": reached.milestone}


def _from_json(values: Mapping[str, str]) -> Reached:
    return Reached(Decimal(values["value"]) if values["value"] else None, values["milestone"])


def _entered(changes: Sequence[PlannedChange], which: str) -> Entered:
    """Words that the file leaves alone are "" on both sides, which changes nothing."""
    texts = {
        key: text
        for change in changes
        if "measure" not in change.values
        for key, text in change.values[which].items()
    }
    values = {
        change.values["measure"]: _from_json(change.values[which])
        for change in changes
        if "measure" in change.values
    }
    return Entered(texts.get(NARRATIVE, ""), texts.get(PROBLEMS, ""), values)


def _place(project: Project, values: Mapping[str, Any]) -> Place:
    unit = OrgUnit.objects.get(pk=values["unit"])
    return Place(project, unit, values["fiscal_year"], Quarter.of(values["quarter"]))


def _closed_because(quarter: Quarter, office: OrgUnit, fiscal_year: int) -> str:
    try:
        require_open_quarter(office, fiscal_year, quarter)
    except RuleViolation as error:
        return error.message
    return ""


def progress_import(quarter: Quarter) -> ImportForm:
    return ImportForm(
        code=form_code(quarter),
        title=f"รายงาน{quarter.label} ตามแผน",
        action="strategy.progress.imported",
        roles=frozenset({Role.OFFICER, Role.CHIEF}),
        sheets=partial(sheets, quarter),
        prefilled=partial(prefilled, quarter),
        check=partial(check, quarter),
        write=write,
        page=("strategy:board", "การส่งรายงาน"),
        scope=Scope.HEADQUARTERS,
        about=ABOUT,
        closed_because=partial(_closed_because, quarter),
    )


PROGRESS_IMPORTS = tuple(progress_import(quarter) for quarter in Quarter)
