"""Financial statements from a spreadsheet.

An office brings in its own; the auditing department's list comes in at headquarters for the
whole country, with its opinion and grades of internal control, whole and locked whole. A row
without any amount is left out: the template lists every institution.
"""

from collections.abc import Iterator, Mapping, Sequence
from copy import copy, deepcopy
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.utils import timezone

from coops.choices import FactSource, Kind
from coops.entry import STATEMENTS_AUDITED, STATEMENTS_IMPORTED
from coops.fact_words import fact_column
from coops.imports.accounting_cells import (
    NUMBER,
    AccountingCells,
    as_json,
    columns_of,
    finding,
    findings_of,
    from_json,
    prefilled_cell,
    shown_fact,
    shown_statement,
    title_of,
)
from coops.imports.accounting_rows import AccountingRows, RowRefused, columns, held
from coops.models import FinancialStatement, Institution, YearFacts
from coops.rules import AMOUNTS, Problem
from coops.selectors.accounting_years import source_words
from coops.selectors.desk import closed_because
from coops.services import refresh_derived, require_open
from coops.services.guards import held_assessments
from coops.services.statements import (
    YEAR_END,
    Provenance,
    problems_of_statement,
    put_statement,
)
from coops.services.year_facts import AUDITED_FACTS, put_facts
from cpd_portal.core.choices import Role
from cpd_portal.core.exceptions import InvalidInput
from cpd_portal.core.imports.choices import Scope
from cpd_portal.core.imports.planned import refuse_stale
from cpd_portal.core.imports.registry import ImportForm
from cpd_portal.core.imports.staging import copy_into, copy_update
from cpd_portal.core.imports.table import (
    Finding,
    ImportSheet,
    Outcome,
    PlannedChange,
    SheetRow,
)
from cpd_portal.core.models import OrgUnit, User

SHEET, SHEET_NAME = "statements", "งบการเงิน"
SOURCE_TITLE = "ที่มา"
AUDITOR = "กรมตรวจบัญชีสหกรณ์"
_SUMS = ("total_assets", "total_liabilities", "total_equity")
STATEMENT_COLUMNS = (YEAR_END, *AMOUNTS, *_SUMS, "source", "sourced_on", "sourced_by")
ABOUT = (
    "หนึ่งแถวต่อหนึ่งแห่ง แถวที่ไม่มียอดเงินเลยถือว่ายังไม่มีงบ และไม่เปลี่ยนอะไร",
    "งบแต่ละฉบับแทนฉบับเดิมทั้งฉบับ สินทรัพย์ต้องเท่ากับหนี้สินรวมกับทุน กำไรสุทธิต้องเท่ากับรายได้หักค่าใช้จ่าย",
    "ปีบัญชีที่สิ้นสุดนอกช่วงของปีงบประมาณ ระบบไม่รับและบอกแถวกับเหตุผล",
    "ใช้เลขไทยหรืออารบิก มีหรือไม่มีเครื่องหมายจุลภาคก็ได้ ขาดทุนให้ใส่เครื่องหมายลบหรือวงเล็บ",
)
ABOUT_AUDITED = (
    *ABOUT,
    "งบที่นำเข้าจากแฟ้มนี้ล็อกทั้งฉบับ สำนักงานแก้ไม่ได้ รวมถึงความเห็นของผู้สอบบัญชีและการควบคุมภายใน",
)


def sheets(scope: Scope, office: OrgUnit, fiscal_year: int) -> list[ImportSheet]:
    facts = AUDITED_FACTS if scope == Scope.HEADQUARTERS else ()
    return [ImportSheet(SHEET, SHEET_NAME, columns_of((*AMOUNTS, *facts)))]


def prefilled(
    scope: Scope, office: OrgUnit, fiscal_year: int, sheet: ImportSheet
) -> Iterator[list[str]]:
    rows = AccountingRows(scope, office, fiscal_year)
    for institution in sorted(rows.institutions, key=lambda row: row.name_sort):
        statement, facts = rows.statements.get(institution.pk), rows.facts.get(institution.pk)
        ended = rows.ends[institution.pk].counts
        yield [
            prefilled_cell(institution, ended, statement, facts, column.key)
            for column in sheet.columns
        ]


def check(scope: Scope, office: OrgUnit, fiscal_year: int, rows: Sequence[SheetRow]) -> Outcome:
    return _Checking(AccountingRows(scope, office, fiscal_year)).run(rows)


@dataclass
class _Checking:
    """One pass over the rows of a file."""

    rows: AccountingRows
    cells: AccountingCells = field(default_factory=AccountingCells)

    def run(self, rows: Sequence[SheetRow]) -> Outcome:
        outcome = Outcome()
        for row in rows:
            found = self.rows.find(row)
            if isinstance(found, Finding):
                outcome.findings.append(found)
            elif any(name in row.cells for name in AMOUNTS):
                self._plan(row, found, outcome)
            else:
                outcome.unchanged += 1
        outcome.findings += self.cells.dates.mixed()
        return outcome

    def _plan(self, row: SheetRow, institution: Institution, outcome: Outcome) -> None:
        try:
            change = self._change(row, institution)
        except RowRefused as refused:
            outcome.findings += refused.findings
            return
        if change is None:
            outcome.unchanged += 1
        else:
            outcome.changes.append(change)

    def _change(self, row: SheetRow, institution: Institution) -> PlannedChange | None:
        """What confirming does; None where nothing differs. Raises RowRefused."""
        values = self._read(row, institution)
        stored = self.rows.statements.get(institution.pk)
        after = copy(stored) if stored else FinancialStatement()
        put_statement(after, values, self._provenance())
        differences = _differences(stored, after)
        if stored and stored.is_locked and not self._is_audited and differences:
            raise RowRefused([finding(row, NUMBER, _locked(stored))])
        facts = self._facts_change(row, institution, values)
        differences += facts.differences
        if not differences:
            return None
        return PlannedChange(
            stored.pk if stored else None,
            stored.version if stored else 0,
            row.sheet.name,
            row.number,
            institution.name,
            {
                "institution": institution.pk,
                "fiscal_year": self.rows.fiscal_year,
                "statement": as_json({name: values.get(name) for name in (YEAR_END, *AMOUNTS)}),
                "who": self._who,
                **facts.values,
            },
            differences,
        )

    def _read(self, row: SheetRow, institution: Institution) -> dict[str, Any]:
        """The cells of a row that is in order."""
        read, problems = self.cells.read(row)
        unread = {name for name in row.cells if name not in read}
        wrong = problems_of_statement(read, self.rows.ends[institution.pk])
        if found := problems + findings_of(row, wrong, unread):
            raise RowRefused(found)
        return read

    def _facts_change(
        self, row: SheetRow, institution: Institution, values: Mapping[str, Any]
    ) -> "_FactsChange":
        """What the auditing department says beside the amounts, whole: what it leaves out is
        not known. An office says nothing here."""
        if not self._is_audited:
            return _FactsChange()
        stored = self.rows.facts.get(institution.pk)
        said = {name: values.get(name, _nothing(name)) for name in AUDITED_FACTS}
        after = deepcopy(stored) if stored else YearFacts()
        after.accounting_year_end = values[YEAR_END]
        try:
            changed = put_facts(after, said, Kind(institution.kind), self._provenance())
        except InvalidInput as error:
            problems = [Problem(pointer, message) for pointer, message in error.errors]
            raise RowRefused(findings_of(row, problems, set())) from error
        version = stored.version if stored else 0
        return _FactsChange(
            {"facts": as_json(said), "facts_version": version},
            [(title_of(n), shown_fact(stored, n), shown_fact(after, n)) for n in changed],
        )

    @property
    def _is_audited(self) -> bool:
        return self.rows.scope == Scope.HEADQUARTERS

    @property
    def _who(self) -> str:
        return AUDITOR if self._is_audited else f"แฟ้มของ{self.rows.office.name}"

    def _provenance(self) -> Provenance:
        source = FactSource.AUDITED if self._is_audited else FactSource.IMPORTED
        return Provenance(source, timezone.localdate(), self._who)


@dataclass(frozen=True)
class _FactsChange:
    """For the planned change, and for people."""

    values: Mapping[str, Any] = field(default_factory=dict)
    differences: Sequence[tuple[str, str, str]] = ()


def write(source: FactSource, actor: User, changes: Sequence[PlannedChange]) -> int:
    """Statements by one INSERT and one UPDATE, the facts beside them likewise, then what follows
    on the open assessments.

    Raises RuleViolation naming the rows that somebody changed or added since the check.
    """
    year = changes[0].values["fiscal_year"]
    affected = held_assessments((change.values["institution"] for change in changes), year)
    stored = held(FinancialStatement, changes, year)
    new: list[FinancialStatement] = []
    changed: list[FinancialStatement] = []
    for change in changes:
        pk = change.values["institution"]
        row = stored.get(pk) or FinancialStatement(institution_id=pk, fiscal_year=year)
        provenance = Provenance(source, timezone.localdate(), change.values["who"])
        put_statement(row, from_json(change.values["statement"]), provenance)
        (changed if pk in stored else new).append(row)
    copy_into(FinancialStatement, (columns(row) for row in new))
    copy_update(changed, STATEMENT_COLUMNS)
    _write_facts([change for change in changes if "facts" in change.values], year)
    refresh_derived(affected)
    return len(changes)


def _write_facts(changes: Sequence[PlannedChange], year: int) -> None:
    """What the auditing department says beside the amounts."""
    rows = YearFacts.objects.select_for_update().of_year(year)
    wanted = {change.values["institution"]: change for change in changes}
    stored = {row.institution_id: row for row in rows.filter(institution__in=wanted)}
    refuse_stale(
        [
            change.title
            for pk, change in wanted.items()
            if (stored[pk].version if pk in stored else 0) != change.values["facts_version"]
        ]
    )
    kinds = dict(Institution.objects.filter(pk__in=wanted).values_list("pk", "kind"))
    new: list[YearFacts] = []
    changed: list[YearFacts] = []
    for pk, change in wanted.items():
        row = stored.get(pk) or YearFacts(institution_id=pk, fiscal_year=year)
        row.accounting_year_end = from_json(change.values["statement"])[YEAR_END]
        provenance = Provenance(FactSource.AUDITED, timezone.localdate(), change.values["who"])
        names = put_facts(row, from_json(change.values["facts"]), Kind(kinds[pk]), provenance)
        if names:
            (changed if pk in stored else new).append(row)
    copy_into(YearFacts, (columns(row) for row in new))
    copy_update(changed, [*AUDITED_FACTS, "accounting_year_end", "sources"])


def _differences(
    before: FinancialStatement | None, after: FinancialStatement
) -> list[tuple[str, str, str]]:
    """For people: the amounts that differ, and a source that locks from now on."""
    found = [
        (title_of(name), shown_statement(before, name), shown_statement(after, name))
        for name in (YEAR_END, *AMOUNTS)
    ]
    if before and after.is_locked and not before.is_locked:
        found.append((SOURCE_TITLE, source_words(before.source), source_words(after.source)))
    return [line for line in found if line[1] != line[2]]


def _nothing(name: str) -> Any:
    return None if fact_column(name).null else ""


def _locked(stored: FinancialStatement) -> str:
    return f"งบการเงินปี {stored.fiscal_year} ของแห่งนี้มาจากกรมตรวจบัญชีสหกรณ์ ล็อกทั้งฉบับ แก้ด้วยแฟ้มนี้ไม่ได้"


STATEMENTS_IMPORT = ImportForm(
    code="coops.statements",
    title="งบการเงินของสำนักงาน",
    action=STATEMENTS_IMPORTED,
    roles=frozenset({Role.OFFICER, Role.CHIEF}),
    sheets=partial(sheets, Scope.OFFICE),
    prefilled=partial(prefilled, Scope.OFFICE),
    check=partial(check, Scope.OFFICE),
    require_open=require_open,
    write=partial(write, FactSource.IMPORTED),
    page=("coops:entry", "บันทึกและส่งข้อมูล"),
    about=ABOUT,
    closed_because=closed_because,
)
AUDITED_IMPORT = ImportForm(
    code="coops.statements-audited",
    title="งบการเงินจากกรมตรวจบัญชีสหกรณ์",
    action=STATEMENTS_AUDITED,
    roles=frozenset({Role.OFFICER, Role.CHIEF, Role.PLANNER}),
    sheets=partial(sheets, Scope.HEADQUARTERS),
    prefilled=partial(prefilled, Scope.HEADQUARTERS),
    check=partial(check, Scope.HEADQUARTERS),
    write=partial(write, FactSource.AUDITED),
    page=("coops:list", "สหกรณ์และกลุ่มเกษตรกร"),
    scope=Scope.HEADQUARTERS,
    about=ABOUT_AUDITED,
)
