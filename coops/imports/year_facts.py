"""Facts of an accounting year beside its statement, from an office's spreadsheet.

One sheet per kind, because the facts differ. An empty cell leaves the stored fact as it is.
"""

from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from coops.choices import FactSource, Kind
from coops.entry import FACTS_IMPORTED
from coops.imports.accounting_cells import (
    NUMBER,
    AccountingCells,
    as_json,
    columns_of,
    facts_of,
    finding,
    findings_of,
    from_json,
    prefilled_cell,
    shown_fact,
    title_of,
)
from coops.imports.accounting_rows import AccountingRows, RowRefused, columns, held
from coops.models import Institution, YearFacts
from coops.rules import Problem
from coops.selectors.desk import closed_because
from coops.services import refresh_derived, require_open
from coops.services.guards import held_assessments
from coops.services.statements import YEAR_END, Provenance
from coops.services.year_facts import FACTS, put_facts
from cpd_portal.core.choices import Role
from cpd_portal.core.exceptions import InvalidInput
from cpd_portal.core.imports.choices import Scope
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

ABOUT = (
    "กรอกหรือแก้เฉพาะคอลัมน์ข้อเท็จจริง อย่าเปลี่ยนชื่อแผ่นงานและแถวหัวตาราง",
    "ช่องที่เว้นว่างไว้ไม่เปลี่ยนค่าที่บันทึกแล้ว หากต้องการลบค่า ให้ลบในแบบกรอกรายแห่ง",
    "ค่าที่มาจากกรมตรวจบัญชีสหกรณ์ล็อกไว้ ใส่ค่าอื่นไม่ได้",
    "วันที่ใช้ปี พ.ศ. หรือ ค.ศ. ก็ได้ ปีบัญชีที่สิ้นสุดนอกช่วงของปีงบประมาณ ระบบไม่รับ",
)


def sheets(office: OrgUnit, fiscal_year: int) -> list[ImportSheet]:
    return [ImportSheet(kind, str(kind.label), columns_of(facts_of(kind))) for kind in Kind]


def prefilled(office: OrgUnit, fiscal_year: int, sheet: ImportSheet) -> Iterator[list[str]]:
    rows = AccountingRows(Scope.OFFICE, office, fiscal_year)
    for institution in sorted(rows.institutions, key=lambda row: row.name_sort):
        if institution.kind == sheet.code:
            ended, facts = rows.ends[institution.pk].counts, rows.facts.get(institution.pk)
            yield [
                prefilled_cell(institution, ended, None, facts, column.key)
                for column in sheet.columns
            ]


def check(office: OrgUnit, fiscal_year: int, rows: Sequence[SheetRow]) -> Outcome:
    return _Checking(AccountingRows(Scope.OFFICE, office, fiscal_year)).run(rows)


@dataclass
class _Checking:
    """One pass over the rows of a file."""

    rows: AccountingRows
    cells: AccountingCells = field(default_factory=AccountingCells)

    def run(self, rows: Sequence[SheetRow]) -> Outcome:
        outcome = Outcome()
        for row in rows:
            try:
                change = self._change(row)
            except RowRefused as refused:
                outcome.findings += refused.findings
                continue
            if change is None:
                outcome.unchanged += 1
            else:
                outcome.changes.append(change)
        outcome.findings += self.cells.dates.mixed()
        return outcome

    def _change(self, row: SheetRow) -> PlannedChange | None:
        """What confirming does; None where nothing differs. Raises RowRefused."""
        institution = self._institution(row)
        values = self._read(row, institution)
        stored = self.rows.facts.get(institution.pk)
        after = deepcopy(stored) if stored else YearFacts()
        ended = self.rows.ends[institution.pk].counts
        if ended is not None:
            after.accounting_year_end = ended
        changed = self._put(row, after, values, institution)
        if not changed:
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
                "kind": institution.kind,
                "facts": as_json({YEAR_END: after.accounting_year_end, **values}),
                "who": self._who,
            },
            [(title_of(n), shown_fact(stored, n), shown_fact(after, n)) for n in changed],
        )

    def _institution(self, row: SheetRow) -> Institution:
        found = self.rows.find(row)
        if isinstance(found, Finding):
            raise RowRefused([found])
        if found.kind != row.sheet.code:
            raise RowRefused([finding(row, NUMBER, "เลขทะเบียนนี้อยู่ในแผ่นงานอื่น ตามชนิดในทะเบียน")])
        return found

    def _read(self, row: SheetRow, institution: Institution) -> dict[str, Any]:
        """The facts of a row whose cells can be read and whose year-end is the right one."""
        read, problems = self.cells.read(row)
        ends = self.rows.ends[institution.pk]
        has_facts = any(name in row.cells for name in FACTS)
        given = read.get(YEAR_END, ends.counts)
        if given is not None and (wrong := ends.problem_with(given)):
            problems.append(finding(row, YEAR_END, wrong))
        elif ends.counts is None and has_facts:
            problems.append(
                finding(row, YEAR_END, f"{ends.undecided_because} ต้องบันทึกก่อนว่าใช้งบการเงินใด")
            )
        if problems:
            raise RowRefused(problems)
        return {name: value for name, value in read.items() if name != YEAR_END}

    def _put(
        self, row: SheetRow, after: YearFacts, values: dict[str, Any], institution: Institution
    ) -> list[str]:
        if not values:
            return []
        provenance = Provenance(FactSource.IMPORTED, timezone.localdate(), self._who)
        try:
            return put_facts(after, values, Kind(institution.kind), provenance)
        except InvalidInput as error:
            problems = [Problem(pointer, message) for pointer, message in error.errors]
            raise RowRefused(findings_of(row, problems, set())) from error

    @property
    def _who(self) -> str:
        return f"แฟ้มของ{self.rows.office.name}"


def write(actor: User, changes: Sequence[PlannedChange]) -> int:
    """Facts by one INSERT and one UPDATE, then what follows on the open assessments.

    Raises RuleViolation naming the rows that somebody changed or added since the check.
    """
    year = changes[0].values["fiscal_year"]
    affected = held_assessments((change.values["institution"] for change in changes), year)
    stored = held(YearFacts, changes, year)
    new: list[YearFacts] = []
    changed: list[YearFacts] = []
    for change in changes:
        pk = change.values["institution"]
        row = stored.get(pk) or YearFacts(institution_id=pk, fiscal_year=year)
        facts = from_json(change.values["facts"])
        row.accounting_year_end = facts.pop(YEAR_END)
        provenance = Provenance(FactSource.IMPORTED, timezone.localdate(), change.values["who"])
        put_facts(row, facts, Kind(change.values["kind"]), provenance)
        (changed if pk in stored else new).append(row)
    copy_into(YearFacts, (columns(row) for row in new))
    copy_update(changed, [*FACTS, YEAR_END, "sources"])
    refresh_derived(affected)
    return len(changes)


FACTS_IMPORT = ImportForm(
    code="coops.year-facts",
    title="ข้อเท็จจริงของปีบัญชี",
    action=FACTS_IMPORTED,
    roles=frozenset({Role.OFFICER, Role.CHIEF}),
    sheets=sheets,
    prefilled=prefilled,
    check=check,
    require_open=require_open,
    write=write,
    page=("coops:entry", "บันทึกและส่งข้อมูล"),
    about=ABOUT,
    closed_because=closed_because,
)
