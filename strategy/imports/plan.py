"""A new period of the strategy from one workbook: strategies, projects with their budgets,
activities and success indicators with their targets.

The targets are read as the printed plan's are; the preview shows how each was read.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from cpd_portal.core.choices import Role
from cpd_portal.core.exceptions import RuleViolation
from cpd_portal.core.imports.cells import (
    UNREADABLE,
    Refused,
    Repeats,
    amount,
    finding,
    missing,
    whole,
)
from cpd_portal.core.imports.choices import Scope
from cpd_portal.core.imports.registry import ImportForm
from cpd_portal.core.imports.table import (
    Finding,
    ImportSheet,
    Outcome,
    PlannedChange,
    SheetRow,
)
from cpd_portal.core.models import OrgUnit, User
from cpd_portal.thai.numerals import to_arabic_digits
from strategy.choices import Basis
from strategy.imports.plan_sheets import (
    ABOUT,
    ACTIVITIES,
    GROUP,
    INDICATORS,
    NUMBER,
    OBJECTIVE,
    PLAN,
    PROJECT,
    PROJECTS,
    RESULT,
    STRATEGIES,
    STRATEGY,
    TEXT,
    TITLE,
    UNITS,
    read_words,
    sheets,
    years_from,
)
from strategy.rules.reading import Reading, read_cell, read_indicator
from strategy.services.new_plans import (
    NewActivity,
    NewPlan,
    NewProject,
    plan_add,
    require_new_period,
)
from strategy.services.versions import MOST_BUDGET, MOST_TARGET

LONGEST_TEXT = 5_000
MOST_STRATEGIES = 99
_CODE = re.compile(r"(\d{1,2})\.(\d{1,2})")
_NUMBER = re.compile(r"[0-9.]{1,10}")
_UNIT_SEPARATOR = re.compile(r"[,;/ ]+")
CAPPED = (Basis.SHARE, Basis.YEARLY_SHARE)


def prefilled(office: OrgUnit, fiscal_year: int, sheet: ImportSheet) -> Iterator[list[str]]:
    """Nothing: the plan is new."""
    return iter(())


def check(office: OrgUnit, fiscal_year: int, rows: Sequence[SheetRow]) -> Outcome:
    return _Checking(fiscal_year).run(rows)


def write(actor: User, changes: Sequence[PlannedChange]) -> int:
    by_sheet: dict[str, list[Mapping[str, Any]]] = {}
    for change in changes:
        by_sheet.setdefault(change.values["of"], []).append(change.values)
    (plan,) = by_sheet[PLAN]
    new = NewPlan(
        first_year=plan["first_year"],
        title=plan[TITLE],
        strategies={row[STRATEGY]: row[TITLE] for row in by_sheet[STRATEGIES]},
        projects=[_project(row) for row in by_sheet[PROJECTS]],
        activities=[
            NewActivity(
                project=row[PROJECT],
                number=row[NUMBER],
                title=row[TITLE],
                cells={int(year): text for year, text in row["cells"].items()},
            )
            for row in by_sheet.get(ACTIVITIES, ())
        ],
        indicators=[(row[PROJECT], row[TEXT]) for row in by_sheet.get(INDICATORS, ())],
    )
    plan_add(actor=actor, new=new)
    return len(changes)


def _project(row: Mapping[str, Any]) -> NewProject:
    return NewProject(
        strategy=row[STRATEGY],
        code=row[PROJECT],
        title=row[TITLE],
        target_group=row[GROUP],
        objective=row[OBJECTIVE],
        expected_result=row[RESULT],
        units=tuple(row[UNITS]),
        budgets={int(year): Decimal(amount) for year, amount in row["budgets"].items()},
    )


@dataclass
class _Checking:
    """One pass over the sheets of a workbook, in the order in which they depend on each other."""

    first_year: int

    def run(self, rows: Sequence[SheetRow]) -> Outcome:
        self.outcome = Outcome()
        self.repeats = Repeats()
        self.units = {unit.code for unit in OrgUnit.objects.headquarters()}
        by_sheet: dict[str, list[SheetRow]] = {}
        for row in rows:
            by_sheet.setdefault(row.sheet.code, []).append(row)
        self._require_sheets(by_sheet)
        for row in by_sheet.get(PLAN, ()):
            self._plan(row)
        self.strategies = {
            number for row in by_sheet.get(STRATEGIES, ()) if (number := self._strategy(row))
        }
        self.codes = {code for row in by_sheet.get(PROJECTS, ()) if (code := self._project(row))}
        for row in by_sheet.get(ACTIVITIES, ()):
            self._activity(row)
        for row in by_sheet.get(INDICATORS, ()):
            self._indicator(row)
        self._require_targets(by_sheet)
        return self.outcome

    # --- whole sheets -----------------------------------------------------------

    def _require_sheets(self, by_sheet: Mapping[str, Sequence[SheetRow]]) -> None:
        for code, words in ((PLAN, "ชื่อแผน"), (STRATEGIES, "ยุทธศาสตร์"), (PROJECTS, "โครงการ")):
            if code not in by_sheet:
                self.outcome.findings.append(
                    Finding(f"ไม่พบ{words}ในแฟ้ม ต้องนำเข้าทุกแผ่นงานในแฟ้มเดียว")
                )
        for row in by_sheet.get(PLAN, ())[1:]:
            self.outcome.findings.append(finding(row, TITLE, "แฟ้มหนึ่งมีได้แผนเดียว"))

    def _require_targets(self, by_sheet: Mapping[str, Sequence[SheetRow]]) -> None:
        """A project without anything promised could never be reported."""
        promised = {
            to_arabic_digits(row.cells.get(PROJECT, ""))
            for code in (ACTIVITIES, INDICATORS)
            for row in by_sheet.get(code, ())
        }
        for row in by_sheet.get(PROJECTS, ()):
            code = to_arabic_digits(row.cells.get(PROJECT, ""))
            if code in self.codes and code not in promised:
                words = "โครงการนี้ไม่มีกิจกรรมหรือตัวชี้วัดความสำเร็จในแฟ้ม"
                self.outcome.findings.append(finding(row, PROJECT, words))

    # --- rows -------------------------------------------------------------------

    def _plan(self, row: SheetRow) -> None:
        problems = self._texts(row, TITLE)
        values = {"first_year": self.first_year, TITLE: row.cells.get(TITLE, "")}
        self._keep(row, problems, row.cells.get(TITLE, ""), values)

    def _strategy(self, row: SheetRow) -> int | None:
        problems = self._texts(row, STRATEGY, TITLE)
        number = None
        if STRATEGY in row.cells:
            try:
                number = whole(row.cells[STRATEGY], 1, MOST_STRATEGIES)
                problems += self.repeats.of(row, STRATEGY, str(number))
            except UNREADABLE as error:
                problems.append(finding(row, STRATEGY, str(error)))
        values = {STRATEGY: number, TITLE: row.cells.get(TITLE, "")}
        self._keep(row, problems, f"ยุทธศาสตร์ที่ {number}", values)
        return number

    def _project(self, row: SheetRow) -> str | None:
        """The code, when it is one: activities of a project with other errors are no errors."""
        problems = self._texts(row, PROJECT, TITLE, UNITS, more=(GROUP, OBJECTIVE, RESULT))
        code = to_arabic_digits(row.cells.get(PROJECT, ""))
        match = _CODE.fullmatch(code)
        if match is None or not int(match[2]):
            if PROJECT in row.cells:
                problems.append(finding(row, PROJECT, "กรอกเป็นเลขยุทธศาสตร์ จุด ลำดับ เช่น 5.1"))
            code = ""
        elif int(match[1]) not in self.strategies:
            problems.append(finding(row, PROJECT, f"ไม่มียุทธศาสตร์ที่ {match[1]} ในแฟ้ม"))
        else:
            problems += self.repeats.of(row, PROJECT, code)
        units = [one for one in _UNIT_SEPARATOR.split(row.cells.get(UNITS, "")) if one]
        unknown = [one for one in units if one not in self.units]
        if unknown:
            problems.append(finding(row, UNITS, f"ไม่รู้จักรหัสหน่วยงาน {', '.join(unknown)}"))
        budgets = self._budgets(row, problems)
        values = {
            STRATEGY: int(match[1]) if match else None,
            PROJECT: code,
            **{key: row.cells.get(key, "") for key in (TITLE, GROUP, OBJECTIVE, RESULT)},
            UNITS: list(dict.fromkeys(units)),
            "budgets": budgets,
        }
        self._keep(row, problems, f"โครงการ {code} {row.cells.get(TITLE, '')}", values)
        return code or None

    def _budgets(self, row: SheetRow, problems: list[Finding]) -> dict[str, str]:
        found = {}
        for year in map(str, years_from(self.first_year)):
            if year not in row.cells:
                continue
            try:
                found[year] = str(_budget(row.cells[year]))
            except UNREADABLE as error:
                problems.append(finding(row, year, str(error)))
        return found

    def _activity(self, row: SheetRow) -> None:
        problems = self._texts(row, PROJECT, NUMBER, TITLE) + self._known_project(row)
        number = to_arabic_digits(row.cells.get(NUMBER, ""))
        code = to_arabic_digits(row.cells.get(PROJECT, ""))
        if NUMBER in row.cells:
            if _NUMBER.fullmatch(number):
                problems += self.repeats.of(row, NUMBER, f"{code}/{number}")
            else:
                problems.append(finding(row, NUMBER, "กรอกเป็นตัวเลขและจุด เช่น 3.1"))
        cells = {
            year: row.cells[year]
            for year in map(str, years_from(self.first_year))
            if year in row.cells
        }
        if not cells:
            problems.append(finding(row, str(self.first_year), "ต้องมีเป้าหมายอย่างน้อยหนึ่งปี"))
        shown = {}
        for year, text in cells.items():
            readings = read_cell(text)
            problems += [finding(row, year, words) for words in _impossible(readings)]
            shown[year] = f"{text} ({read_words(readings)})"
        values = {PROJECT: code, NUMBER: number, TITLE: row.cells.get(TITLE, ""), "cells": cells}
        title = f"โครงการ {code} กิจกรรม {number} {row.cells.get(TITLE, '')}"
        self._keep(row, problems, title, values, shown)

    def _indicator(self, row: SheetRow) -> None:
        problems = self._texts(row, PROJECT, TEXT) + self._known_project(row)
        code, text = to_arabic_digits(row.cells.get(PROJECT, "")), row.cells.get(TEXT, "")
        readings = read_indicator(text, years_from(self.first_year))
        problems += [finding(row, TEXT, words) for words in _impossible(readings)]
        shown = {TEXT: f"{text} ({read_words(readings)})"}
        values = {PROJECT: code, TEXT: text}
        self._keep(row, problems, f"โครงการ {code} ตัวชี้วัดความสำเร็จ", values, shown)

    # --- cells ------------------------------------------------------------------

    def _texts(self, row: SheetRow, *needed: str, more: Sequence[str] = ()) -> list[Finding]:
        return missing(row, *needed) + [
            finding(row, key, f"ยาวเกิน {LONGEST_TEXT:,} ตัวอักษร")
            for key in (*needed, *more)
            if len(row.cells.get(key, "")) > LONGEST_TEXT
        ]

    def _known_project(self, row: SheetRow) -> list[Finding]:
        code = to_arabic_digits(row.cells.get(PROJECT, ""))
        if PROJECT in row.cells and code not in self.codes:
            return [finding(row, PROJECT, "ไม่มีโครงการนี้ในแผ่นงานโครงการ")]
        return []

    def _keep(
        self,
        row: SheetRow,
        problems: Sequence[Finding],
        title: str,
        values: Mapping[str, Any],
        shown: Mapping[str, str] | None = None,
    ) -> None:
        if problems:
            self.outcome.findings += problems
            return
        cells = {**row.cells, **(shown or {})}
        self.outcome.changes.append(
            PlannedChange(
                pk=None,
                version=0,
                sheet=row.sheet.name,
                row=row.number,
                title=title[:200],
                values={"of": row.sheet.code, **values},
                differences=[
                    (column.title, "", cells[column.key])
                    for column in row.sheet.columns
                    if column.key in cells
                ],
            )
        )


def _budget(text: str) -> Decimal:
    found = amount(text)
    if not 0 <= found <= MOST_BUDGET:
        raise Refused("งบประมาณต้องไม่ติดลบ และเป็นล้านบาท")
    if found != round(found, 2):
        raise Refused("มีทศนิยมได้ไม่เกินสองตำแหน่ง (ล้านบาท)")
    return found


def _impossible(readings: Sequence[Reading]) -> Iterator[str]:
    seen: set[str] = set()
    for one in readings:
        if one.value is not None and one.basis in CAPPED and one.value > 100:
            yield "ร้อยละของกลุ่มเป้าหมายต้องไม่เกิน 100"
        elif one.value is not None and one.value > MOST_TARGET:
            yield "ค่ามากเกินกว่าที่บันทึกได้"
        elif one.unit in seen and not one.years:
            yield f"มีตัวเลขหน่วย{one.unit or 'ขั้นงาน'}มากกว่าหนึ่งค่าในช่องเดียว กรุณาแยกกิจกรรม"
        seen.add(one.unit)


def _closed_because(office: OrgUnit, fiscal_year: int) -> str:
    try:
        require_new_period(fiscal_year)
    except RuleViolation as error:
        return error.message
    return ""


PLAN_IMPORT = ImportForm(
    code="strategy.plan",
    title="แผนช่วงใหม่",
    action="strategy.plan.imported",
    roles=frozenset({Role.PLANNER}),
    sheets=sheets,
    prefilled=prefilled,
    check=check,
    write=write,
    page=("strategy:versions", "รุ่นของแผน"),
    scope=Scope.HEADQUARTERS,
    about=ABOUT,
    closed_because=_closed_because,
)
