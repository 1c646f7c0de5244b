"""Self-assessments of an office's cooperatives from a spreadsheet: one sheet for each quarter.

A row without any answer is left out, for the template lists every institution; a row with one
answer needs all of them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.utils import timezone

from coops.models import Institution
from cpd_portal.core.choices import Quarter, Role
from cpd_portal.core.exceptions import InvalidInput, RuleViolation
from cpd_portal.core.figures.models import FigureVersion
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
    versioned,
)
from cpd_portal.core.models import OrgUnit, User
from cpd_portal.thai.date_input import DateInputError
from cpd_portal.thai.dates import format_date_numeric
from cpd_portal.thai.fiscal import quarter_bounds
from cpd_portal.thai.searching import search_key
from early_warning.choices import OwnLevel, Received, RiskAnswer
from early_warning.models import SelfAssessment
from early_warning.questionnaire import Questionnaire, questionnaire_of
from early_warning.rules.self_assessment import OwnView
from early_warning.selectors.questionnaires import questionnaire_version
from early_warning.selectors.self_assessments import GONE
from early_warning.services.alerts import own_view_follow
from early_warning.services.self_assessments import (
    SelfAssessmentValues,
    checked,
    put,
    require_recorder,
)

IMPORTED = "early_warning.self_assessment.imported"
NUMBER, NAME, DAY, ASSESSOR, NOTE = (
    "registration_no",
    "name",
    "assessed_on",
    "assessor",
    "note",
)
FIXED = {
    NUMBER: "เลขทะเบียน",
    NAME: "ชื่อ",
    DAY: "วันที่สหกรณ์ประเมิน",
    ASSESSOR: "ตำแหน่งผู้ประเมิน",
}
ANSWERS = {str(answer.label): answer.value for answer in RiskAnswer}
ABOUT = (
    "แต่ละแผ่นงานคือหนึ่งไตรมาส แบบมีรายชื่อทุกแห่งที่ต้องประเมิน แถวที่ไม่มีคำตอบเลยจะข้ามไป",
    "แถวที่เริ่มตอบแล้วต้องตอบทุกข้อ คำตอบคือ ต่ำ ปานกลาง สูง หรือไม่เกี่ยวข้อง",
    "อย่าเปลี่ยนชื่อแผ่นงานและแถวหัวตาราง หากแบบประเมินมีรุ่นใหม่ ให้รับแบบใหม่",
)
OTHER_VERSION = "แบบประเมินมีรุ่นใหม่หลังจากตรวจแฟ้ม กรุณารับแบบใหม่"


def sheets(office: OrgUnit, fiscal_year: int) -> list[ImportSheet]:
    """The quarters that have begun."""
    version = questionnaire_version()
    columns = _columns(questionnaire_of(version.content))
    today = timezone.localdate()
    return [
        ImportSheet(
            quarter.value,
            versioned("ประเมิน", f"{fiscal_year}-{quarter.number}", version.number),
            columns,
        )
        for quarter in Quarter
        if quarter_bounds(fiscal_year, quarter.number)[0] <= today
    ]


def prefilled(office: OrgUnit, fiscal_year: int, sheet: ImportSheet) -> Iterator[list[str]]:
    rows = _Rows(office, fiscal_year, questionnaire_version())
    quarter = Quarter(sheet.code).number
    for institution in rows.asked:
        own = rows.stored.get((institution.pk, quarter))
        yield [_stored_cell(institution, own, column.key) for column in sheet.columns]


def check(office: OrgUnit, fiscal_year: int, rows: Sequence[SheetRow]) -> Outcome:
    return _Checking(_Rows(office, fiscal_year, questionnaire_version())).run(rows)


def write(actor: User, changes: Sequence[PlannedChange]) -> int:
    """Raises RuleViolation naming the rows that somebody changed or added since the check."""
    version = questionnaire_version()
    if any(change.values["questionnaire"] != version.pk for change in changes):
        raise RuleViolation(OTHER_VERSION)
    stored = _held(changes)
    used = questionnaire_of(version.content)
    institutions = Institution.objects.select_related("type").in_bulk(
        {change.values["institution"] for change in changes}
    )
    for change in changes:
        institution = institutions[change.values["institution"]]
        values = _from_json(change.values)
        row = stored.get(change.pk) or SelfAssessment(institution=institution, version=0)
        put(row, values, version, checked(institution, values, used, timezone.localdate()))
        row.received, row.recorded_by = Received.SPREADSHEET, actor
        row.version += 1
        row.save()
        own_view_follow(assessment=row, today=timezone.localdate())
    return len(changes)


@dataclass
class _Rows:
    """The institutions of an office that are asked, and what they answered in the year."""

    office: OrgUnit
    fiscal_year: int
    version: FigureVersion

    @cached_property
    def questionnaire(self) -> Questionnaire:
        return questionnaire_of(self.version.content)

    @cached_property
    def asked(self) -> list[Institution]:
        rows = Institution.objects.of_office(self.office).select_related("type")
        return list(
            rows.filter(type__code__in=self.questionnaire.types).exclude(standing__in=GONE)
        )

    @cached_property
    def by_number(self) -> dict[str, Institution]:
        return {row.registration_search: row for row in self.asked}

    @cached_property
    def stored(self) -> dict[tuple[int, int], SelfAssessment]:
        rows = SelfAssessment.objects.filter(
            institution__office=self.office, fiscal_year=self.fiscal_year
        )
        return {(row.institution_id, row.quarter): row for row in rows}


@dataclass
class _Checking:
    rows: _Rows
    dates: DateColumns = field(default_factory=DateColumns)
    seen: dict[tuple[str, int], int] = field(default_factory=dict)

    def run(self, rows: Sequence[SheetRow]) -> Outcome:
        outcome = Outcome()
        for row in rows:
            if not self._answers(row):
                outcome.unchanged += 1
                continue
            problems = self._change(row, outcome)
            outcome.findings += problems
        outcome.findings += self.dates.mixed()
        return outcome

    def _change(self, row: SheetRow, outcome: Outcome) -> list[Finding]:
        """Adds the planned change of a row, or tells what is wrong with it."""
        institution, problems = self._institution(row)
        values, wrong = self._values(row)
        problems += wrong
        if problems or institution is None or values is None:
            return problems
        try:
            view = checked(institution, values, self.rows.questionnaire, timezone.localdate())
        except InvalidInput as error:
            return [_problem(row, pointer, message) for pointer, message in error.errors]
        own = self.rows.stored.get((institution.pk, values.quarter))
        if own is not None and _same(own, values, self.rows.version):
            outcome.unchanged += 1
        else:
            outcome.changes.append(
                _planned(row, institution, own, values, view, self.rows.version)
            )
        return []

    def _answers(self, row: SheetRow) -> dict[str, str]:
        known = self.rows.questionnaire.sides
        return {number: row.cells[number] for number in known if row.cells.get(number)}

    def _institution(self, row: SheetRow) -> tuple[Institution | None, list[Finding]]:
        key = search_key(row.cells.get(NUMBER, ""))
        found = self.rows.by_number.get(key)
        if not key:
            return None, [_finding(row, NUMBER, "ยังไม่ได้ใส่เลขทะเบียน")]
        if found is None:
            words = f"ไม่พบเลขทะเบียนนี้ในแห่งที่ต้องประเมินของ{self.rows.office.name}"
            return None, [_finding(row, NUMBER, words)]
        name = row.cells.get(NAME, "")
        if name and search_key(name) != found.name_search:
            return None, [_finding(row, NAME, f"ในทะเบียนเลขนี้คือ “{found.name}”")]
        first = self.seen.setdefault((row.sheet.code, found.pk), row.number)
        if first != row.number:
            return None, [_finding(row, NUMBER, f"เลขทะเบียนซ้ำกับแถวที่ {first}")]
        return found, []

    def _values(self, row: SheetRow) -> tuple[SelfAssessmentValues | None, list[Finding]]:
        answers = self._answers(row)
        problems = [
            _finding(row, number, f"ต้องเป็น {' '.join(ANSWERS)}")
            for number, words in answers.items()
            if words not in ANSWERS
        ]
        day = self._day(row, problems)
        if problems or day is None:
            return None, problems
        values = SelfAssessmentValues(
            fiscal_year=self.rows.fiscal_year,
            quarter=Quarter(row.sheet.code).number,
            answers={number: ANSWERS[words] for number, words in answers.items()},
            assessed_on=day,
            assessor=row.cells.get(ASSESSOR, "")[:200],
            note=row.cells.get(NOTE, ""),
        )
        return values, []

    def _day(self, row: SheetRow, problems: list[Finding]) -> date | None:
        if not row.cells.get(DAY):
            problems.append(_finding(row, DAY, "กรุณากรอกวันที่"))
            return None
        try:
            return self.dates.read(row, FIXED[DAY], row.cells[DAY])
        except DateInputError as error:
            problems.append(_finding(row, DAY, str(error)))
            return None


def _columns(questionnaire: Questionnaire) -> tuple[ImportColumn, ...]:
    fixed = (ImportColumn(key, title, 40 if key == NAME else 20) for key, title in FIXED.items())
    asked = (
        ImportColumn(row.number, f"{row.number} {row.text}", 24, tuple(ANSWERS))
        for row in questionnaire.ordered
    )
    return (*fixed, *asked, ImportColumn(NOTE, "หมายเหตุของสหกรณ์", 40))


def _stored_cell(institution: Institution, own: SelfAssessment | None, key: str) -> str:
    if key in (NUMBER, NAME):
        return str(getattr(institution, key))
    if own is None:
        return ""
    if key == DAY:
        return format_date_numeric(own.assessed_on)
    if key in (ASSESSOR, NOTE):
        return str(getattr(own, key))
    answer = own.answers.get(key)
    return str(RiskAnswer(answer).label) if answer else ""


def _same(own: SelfAssessment, values: SelfAssessmentValues, version: FigureVersion) -> bool:
    return (
        own.questionnaire_id == version.pk
        and own.answers == dict(values.answers)
        and (own.assessed_on, own.assessor, own.note)
        == (values.assessed_on, values.assessor, values.note)
    )


def _planned(
    row: SheetRow,
    institution: Institution,
    own: SelfAssessment | None,
    values: SelfAssessmentValues,
    view: OwnView,
    version: FigureVersion,
) -> PlannedChange:
    return PlannedChange(
        own.pk if own else None,
        own.version if own else 0,
        row.sheet.name,
        row.number,
        institution.name,
        {
            "institution": institution.pk,
            "questionnaire": version.pk,
            "fiscal_year": values.fiscal_year,
            "quarter": values.quarter,
            "answers": dict(values.answers),
            "assessed_on": values.assessed_on.isoformat(),
            "assessor": values.assessor,
            "note": values.note,
        },
        _differences(own, values),
        str(OwnLevel(own.level).label) if own else "",
        str(view.level.label),
    )


def _differences(
    own: SelfAssessment | None, values: SelfAssessmentValues
) -> list[tuple[str, str, str]]:
    before = own.answers if own else {}
    day = shown_date(own.assessed_on) if own else ""
    changed = [(FIXED[DAY], day, shown_date(values.assessed_on))]
    changed += [
        (f"ข้อ {number}", _label(before.get(number)), _label(answer))
        for number, answer in values.answers.items()
    ]
    if own or values.assessor:
        changed.append((FIXED[ASSESSOR], own.assessor if own else "", values.assessor))
    return [line for line in changed if line[1] != line[2]]


def _label(answer: str | None) -> str:
    return str(RiskAnswer(answer).label) if answer else ""


def _held(changes: Sequence[PlannedChange]) -> dict[int | None, SelfAssessment]:
    """Stored rows by key, locked, of the versions that were checked."""
    planned = by_target(changes)
    first = changes[0].values
    titles = {(c.values["institution"], c.values["quarter"]): c.title for c in changes}
    rows = list(
        SelfAssessment.objects.select_for_update()
        .filter(fiscal_year=first["fiscal_year"])
        .filter(institution__in={pk for pk, _ in titles})
        .order_by("pk")
    )
    touched = [row for row in rows if (row.institution_id, row.quarter) in titles]
    require_unchanged(planned, {row.pk: row.version for row in touched})
    added = [row for row in touched if row.pk not in planned]
    refuse_stale([titles[row.institution_id, row.quarter] for row in added])
    return {row.pk: row for row in touched}


def _from_json(stored: Any) -> SelfAssessmentValues:
    return SelfAssessmentValues(
        fiscal_year=stored["fiscal_year"],
        quarter=stored["quarter"],
        answers=stored["answers"],
        assessed_on=date.fromisoformat(stored["assessed_on"]),
        assessor=stored["assessor"],
        note=stored["note"],
    )


def _problem(row: SheetRow, pointer: str, message: str) -> Finding:
    return _finding(row, pointer.removeprefix("/answers/").strip("/"), message)


def _finding(row: SheetRow, key: str, message: str) -> Finding:
    title = next((column.title for column in row.sheet.columns if column.key == key), "")
    return Finding(message, row.sheet.name, row.number, title, row.cells.get(key, "")[:80])


def closed_because(office: OrgUnit, fiscal_year: int) -> str:
    first, _ = quarter_bounds(fiscal_year, 1)
    return "ยังไม่ถึงปีงบประมาณนี้" if first > timezone.localdate() else ""


SELF_ASSESSMENT_IMPORT = ImportForm(
    code="early_warning.self-assessments",
    title="การประเมินความเสี่ยงด้วยตนเอง",
    action=IMPORTED,
    roles=frozenset({Role.OFFICER, Role.CHIEF}),
    sheets=sheets,
    prefilled=prefilled,
    check=check,
    require_open=lambda actor, office, fiscal_year: require_recorder(actor, office),
    write=write,
    page=("early_warning:self-assessments", "การประเมินความเสี่ยงด้วยตนเอง"),
    about=ABOUT,
    result_title="ระดับความเสี่ยง",
    closed_because=closed_because,
)
