"""The register from a spreadsheet: new institutions, and contact data of those that are in it.

One office for its officers and chief; for headquarters one file of the whole country, in which
every row says its office. An empty cell leaves the stored value as it is. Name, standing, last
day of the accounting year, kind and office of a stored institution have a history with dates and
documents: a file does not change them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any

from coops.choices import Kind, Level, Standing
from coops.imports.register_cells import (
    ADDRESS,
    LEVEL,
    NAME,
    NUMBER,
    OFFICE,
    RESPONSIBLE,
    STANDING,
    TITLES,
    TYPE,
    YEAR_END,
    RegisterCells,
    Values,
    finding,
    prefilled_cell,
    shown,
    understood,
)
from coops.models import Institution, InstitutionType, register_keys
from cpd_portal.core.choices import Role
from cpd_portal.core.imports.choices import Scope
from cpd_portal.core.imports.planned import by_target, refuse_stale, require_unchanged
from cpd_portal.core.imports.registry import ImportForm
from cpd_portal.core.imports.staging import copy_changes, copy_into
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

IMPORTED = "coops.institution.imported"
SHEET = "register"
WIDTHS = {NUMBER: 20, NAME: 40, TYPE: 26, ADDRESS: 50, RESPONSIBLE: 30}
ABOUT = (
    "แถวที่เลขทะเบียนยังไม่มีในทะเบียนจะเพิ่มเป็นสหกรณ์หรือกลุ่มเกษตรกรใหม่ แถวที่มีแล้วจะแก้ข้อมูลติดต่อ",
    "ช่องที่เว้นว่างไว้ไม่เปลี่ยนค่าที่บันทึกแล้ว อย่าเปลี่ยนชื่อแผ่นงานและแถวหัวตาราง",
    "ชื่อ ประเภท สถานะ วันสิ้นปีบัญชี และหน่วยงานของแห่งที่มีแล้วเปลี่ยนด้วยแฟ้มไม่ได้ เพราะต้องมีวันที่มีผลและเอกสาร",
    "วันที่ใช้ปี พ.ศ. หรือ ค.ศ. ก็ได้ ระบบแสดงวันที่ที่เข้าใจให้ตรวจก่อนยืนยัน",
)
# A new institution is not known without these.
NEEDED = (NAME, TYPE, YEAR_END, STANDING)
# Of a stored one these change by a document, from a date on.
HISTORIC = (NAME, TYPE, YEAR_END, STANDING, OFFICE)


def sheets(scope: Scope, office: OrgUnit, fiscal_year: int) -> list[ImportSheet]:
    offered = {
        TYPE: tuple(InstitutionType.objects.values_list("title", flat=True)),
        LEVEL: tuple(str(label) for label in Level.labels),
        STANDING: tuple(str(label) for label in Standing.labels),
    }
    columns = (
        ImportColumn(key, title, WIDTHS.get(key, 18), offered.get(key, ()))
        for key, title in TITLES.items()
        if key != OFFICE or scope == Scope.HEADQUARTERS
    )
    return [ImportSheet(SHEET, "ทะเบียน", tuple(columns))]


def prefilled(
    scope: Scope, office: OrgUnit, fiscal_year: int, sheet: ImportSheet
) -> Iterator[list[str]]:
    for row in _institutions(scope, office).iterator(chunk_size=2_000):
        yield [prefilled_cell(row, column.key) for column in sheet.columns]


def check(scope: Scope, office: OrgUnit, fiscal_year: int, rows: Sequence[SheetRow]) -> Outcome:
    return _Checking(scope, office).run(rows)


def _institutions(scope: Scope, office: OrgUnit) -> Any:
    rows = Institution.objects.select_related("type", "office", "responsible")
    return rows.of_office(office) if scope == Scope.OFFICE else rows


@dataclass
class _Checking:
    """One pass over the rows of a file against the register."""

    scope: Scope
    office: OrgUnit
    cells: RegisterCells = field(default_factory=RegisterCells)

    @cached_property
    def stored(self) -> dict[str, Institution]:
        return {row.registration_search: row for row in _institutions(self.scope, self.office)}

    def run(self, rows: Sequence[SheetRow]) -> Outcome:
        outcome = Outcome()
        keys = {row.number: search_key(row.cells.get(NUMBER, "")) for row in rows}
        elsewhere = self._elsewhere()
        first: dict[str, SheetRow] = {}
        for row in rows:
            key = keys[row.number]
            problem = self._number(row, key, elsewhere) or _repeated(
                row, first.setdefault(key, row)
            )
            if problem:
                outcome.findings.append(problem)
            else:
                self._plan(row, self.stored.get(key), outcome)
        outcome.findings += self.cells.dates.mixed()
        return outcome

    def _elsewhere(self) -> set[str]:
        """The numbers of other offices' institutions. All of them are read: a query with
        thousands of parameters takes longer."""
        if self.scope == Scope.HEADQUARTERS:
            return set()
        others = Institution.objects.exclude(office=self.office)
        return set(others.values_list("registration_search", flat=True))

    def _number(self, row: SheetRow, key: str, elsewhere: set[str]) -> Finding | None:
        if not key:
            return finding(row, NUMBER, "ยังไม่ได้ใส่เลขทะเบียน")
        if key in elsewhere:
            message = f"เลขทะเบียนนี้ใช้แล้ว และไม่ได้อยู่ในทะเบียนของ{self.office.name}"
            return finding(row, NUMBER, message)
        return None

    def _plan(self, row: SheetRow, stored: Institution | None, outcome: Outcome) -> None:
        values, problems = self.cells.read(row)
        problems += self._level(row, values, stored)
        problems += self._responsible(row, values, stored)
        if stored is None:
            problems += self._lacking(row)
            change = _new(row, values, self.office) if not problems else None
        else:
            changed = _changed(row, values, stored)
            problems += [_historic(row, key, stored) for key in changed if key in HISTORIC]
            change = _change(row, changed, values, stored) if changed else None
        if problems:
            outcome.findings += problems
        elif change is None:
            outcome.unchanged += 1
        else:
            outcome.changes.append(change)

    def _lacking(self, row: SheetRow) -> list[Finding]:
        needed = (*NEEDED, OFFICE) if self.scope == Scope.HEADQUARTERS else NEEDED
        return [
            finding(row, key, "สหกรณ์หรือกลุ่มเกษตรกรที่เพิ่มใหม่ต้องมีค่านี้")
            for key in needed
            if key not in row.cells
        ]

    def _level(
        self, row: SheetRow, values: Mapping[str, Values], stored: Institution | None
    ) -> list[Finding]:
        kind = stored.kind if stored else values.get(TYPE, {}).get("kind")
        level = values.get(LEVEL, {}).get("level", Level.PRIMARY)
        if kind != Kind.FARMER_GROUP or level == Level.PRIMARY:
            return []
        return [finding(row, LEVEL, f"กลุ่มเกษตรกรมีระดับ{Level.PRIMARY.label}เท่านั้น")]

    def _responsible(
        self, row: SheetRow, values: Mapping[str, Values], stored: Institution | None
    ) -> list[Finding]:
        own = self.office.pk if self.scope == Scope.OFFICE else None
        office = stored.office_id if stored else values.get(OFFICE, {}).get("office_id", own)
        username = row.cells.get(RESPONSIBLE, "")
        if RESPONSIBLE not in values or self.cells.belongs(username, office):
            return []
        return [finding(row, RESPONSIBLE, "บัญชีนี้ไม่ได้อยู่ในสำนักงานของสหกรณ์หรือกลุ่มเกษตรกรนี้")]


def write(actor: User, changes: Sequence[PlannedChange]) -> int:
    """New institutions by one INSERT, the others by one UPDATE.

    Raises RuleViolation naming the rows that somebody changed or added since the check.
    """
    new = [change for change in changes if change.is_new]
    return _insert(new) + _update(by_target(changes))


def _insert(changes: Sequence[PlannedChange]) -> int:
    rows = [_with_keys(change.values) for change in changes]
    taken = set(Institution.objects.values_list("registration_search", flat=True))
    refuse_stale([row["name"] for row in rows if row["registration_search"] in taken])
    return copy_into(Institution, rows)


def _with_keys(values: Mapping[str, Any]) -> dict[str, Any]:
    return {**values, **register_keys(values["name"], values["registration_no"])}


def _update(planned: Mapping[int, PlannedChange]) -> int:
    if not planned:
        return 0
    names = sorted({name for change in planned.values() for name in change.values})
    rows = (
        Institution.objects.select_for_update(of=("self",))
        .filter(pk__in=planned)
        .order_by("pk")
        .values("id", "version", *names)
    )
    stored = {row["id"]: row for row in rows}
    require_unchanged(planned, {pk: row["version"] for pk, row in stored.items()})
    return copy_changes(
        Institution, ({**row, **planned[pk].values} for pk, row in stored.items()), names
    )


def _changed(
    row: SheetRow, values: Mapping[str, Values], stored: Institution
) -> dict[str, tuple[str, str]]:
    """Columns that say something else than the register: what it says, what the file says."""
    both = {
        key: (shown(stored, key), understood(row, key, found)) for key, found in values.items()
    }
    differing = {key: words for key, words in both.items() if words[0] != words[1]}
    differing.pop(NUMBER, None)
    if NAME in differing and search_key(row.cells[NAME]) == stored.name_search:
        del differing[NAME]
    return differing


def _historic(row: SheetRow, key: str, stored: Institution) -> Finding:
    message = (
        f"ในทะเบียนคือ “{shown(stored, key)}” การเปลี่ยน{TITLES[key]}ต้องมีวันที่มีผลและเอกสาร จึงไม่รับจากแฟ้ม"
    )
    return finding(row, key, message)


def _new(row: SheetRow, values: Mapping[str, Values], office: OrgUnit) -> PlannedChange:
    flat: Values = {"office_id": office.pk}
    for found in values.values():
        flat.update(found)
    differences = [(TITLES[key], "", understood(row, key, found)) for key, found in values.items()]
    return PlannedChange(None, 0, row.sheet.name, row.number, flat["name"], flat, differences)


def _change(
    row: SheetRow,
    changed: Mapping[str, tuple[str, str]],
    values: Mapping[str, Values],
    stored: Institution,
) -> PlannedChange:
    flat: Values = {}
    for key in changed:
        flat.update(values[key])
    differences = [(TITLES[key], *words) for key, words in changed.items()]
    return PlannedChange(
        stored.pk, stored.version, row.sheet.name, row.number, stored.name, flat, differences
    )


def _repeated(row: SheetRow, first: SheetRow) -> Finding | None:
    if first is row:
        return None
    return finding(row, NUMBER, f"เลขทะเบียนซ้ำกับแถวที่ {first.number}")


def _form(code: str, title: str, scope: Scope, roles: frozenset[Role]) -> ImportForm:
    return ImportForm(
        code=code,
        title=title,
        action=IMPORTED,
        roles=roles,
        sheets=partial(sheets, scope),
        prefilled=partial(prefilled, scope),
        check=partial(check, scope),
        write=write,
        page=("coops:list", "สหกรณ์และกลุ่มเกษตรกร"),
        scope=scope,
        about=ABOUT,
    )


REGISTER_IMPORT = _form(
    "coops.register", "ทะเบียนของสำนักงาน", Scope.OFFICE, frozenset({Role.OFFICER, Role.CHIEF})
)
NATIONAL_REGISTER_IMPORT = _form(
    "coops.register-national",
    "ทะเบียนทั้งประเทศ",
    Scope.HEADQUARTERS,
    frozenset({Role.PLANNER, Role.ADMINISTRATOR}),
)
