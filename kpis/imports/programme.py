"""What the programme cooperatives collected, from one spreadsheet: a row for each cooperative.

An empty cell leaves what is stored as it is.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from coops.models import Institution
from cpd_portal.core.exceptions import StaleObject
from cpd_portal.core.imports.cells import UNREADABLE, Refused, Repeats, amount, finding, missing
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
from kpis.choices import Computation
from kpis.imports import OWNERS, PAGE, TEMPLATE
from kpis.models import Kpi, ProgrammeMember
from kpis.rules import shown
from kpis.selectors.collection_facts import NOTHING_KNOWN, Known, known_facts
from kpis.selectors.programme import collection_years, members_of
from kpis.selectors.readings import readings_of
from kpis.services.programme import CollectionEntry, MemberEntry, member_problems, member_save

MEMBER, NUMBER, ON_PLAN, NOTE = "member", "registration_no", "on_plan", "on_plan_note"
YES_NO = {"ใช่": True, "ไม่ใช่": False}
SAID = {True: "ได้ตามแผน", False: "ไม่ได้ตามแผน"}
AMOUNT, AUDITED, CLOSED, SOURCE = "amount", "audited", "closed_in_time", "source"
TITLES = {
    AMOUNT: "มูลค่ารวบรวมปี {} (บาท)",
    AUDITED: "ผู้สอบบัญชีรับรองปี {}",
    CLOSED: "ปิดบัญชีทันปี {}",
    SOURCE: "ที่มาปี {}",
}
ABOUT = (
    "หนึ่งแถวต่อสหกรณ์หนึ่งแห่ง ห้ามแก้รหัส ช่องที่เว้นว่างไม่เปลี่ยนค่าที่บันทึกไว้",
    "มูลค่ากรอกเป็นบาท พร้อมที่มาของแต่ละปี",
    "การรับรองและการปิดบัญชีที่ข้อเท็จจริงของปีบัญชีระบุไว้แล้ว กรอกให้ต่างไม่ได้",
    "เลขทะเบียนใช้จับคู่ชื่อในบัญชีรายชื่อกับทะเบียนสหกรณ์",
)


def sheets(office: OrgUnit, fiscal_year: int) -> list[ImportSheet]:
    columns = [
        ImportColumn(MEMBER, "รหัส", 10),
        ImportColumn("name", "สหกรณ์", 44),
        ImportColumn("province", "จังหวัด", 18),
        ImportColumn(NUMBER, "เลขทะเบียน", 24),
    ]
    for year in collection_years(fiscal_year):
        for name, title in TITLES.items():
            offered = tuple(YES_NO) if name in (AUDITED, CLOSED) else ()
            columns.append(ImportColumn(f"{name}_{year}", title.format(year), 22, offered))
    columns.append(ImportColumn(ON_PLAN, "กิจกรรมตามแผน", 18, tuple(SAID.values())))
    columns.append(ImportColumn(NOTE, "หมายเหตุ", 40))
    name = versioned("มูลค่ารวบรวม", str(fiscal_year), TEMPLATE)
    return [ImportSheet("members", name, tuple(columns))]


def prefilled(office: OrgUnit, fiscal_year: int, sheet: ImportSheet) -> Iterator[list[str]]:
    kpi = _kpi(office, fiscal_year)
    rows = members_of(kpi) if kpi else []
    known = known_facts(rows, collection_years(fiscal_year), readings_of(kpi)) if kpi else {}
    for row in rows:
        cells = _cells(_stored(row, fiscal_year, known))
        fixed = {MEMBER: str(row.pk), "name": clean(row.name), "province": clean(row.province)}
        yield [{**cells, **fixed}.get(column.key, "") for column in sheet.columns]


def check(office: OrgUnit, fiscal_year: int, rows: Sequence[SheetRow]) -> Outcome:
    kpi = _kpi(office, fiscal_year)
    if kpi is None:
        return Outcome()
    return _Checking(kpi, members_of(kpi), rows).run()


def write(actor: User, changes: Sequence[PlannedChange]) -> int:
    """Raises RuleViolation: somebody changed the same cooperatives since the check."""
    stale: list[str] = []
    members = ProgrammeMember.objects.in_bulk([change.pk for change in changes])
    numbers = [change.values[NUMBER] for change in changes if change.values[NUMBER]]
    institutions = _institutions(numbers)
    for change in changes:
        member = members[change.pk]
        entry = _entry(change.values, institutions)
        try:
            member_save(actor=actor, member=member, version=change.version, entry=entry)
        except StaleObject:
            stale.append(change.title)
    refuse_stale(stale)
    return len(changes)


def _kpi(office: OrgUnit, fiscal_year: int) -> Kpi | None:
    rows = Kpi.objects.for_year(fiscal_year).filter(
        owner=office, criteria__computation=Computation.COLLECTION
    )
    found: Kpi | None = rows.select_related("scorecard").first()
    return found


def _institutions(numbers: Sequence[str]) -> dict[str, Institution]:
    rows = Institution.objects.filter(registration_no__in=numbers).select_related("office")
    return {row.registration_no: row for row in rows}


def _stored(row: ProgrammeMember, fiscal_year: int, known: Known) -> MemberEntry:
    """As it would be entered; what the cooperatives' room knows goes first."""
    values = {value.year: value for value in row.values.all()}
    years = {}
    for year in collection_years(fiscal_year):
        value, facts = values.get(year), known.get((row.pk, year), NOTHING_KNOWN)
        audited, closed = (value.audited, value.closed_in_time) if value else (False, False)
        years[year] = CollectionEntry(
            amount=value.amount if value else None,
            audited=audited if facts.audited is None else facts.audited,
            closed_in_time=closed if facts.closed_in_time is None else facts.closed_in_time,
            source=value.source if value else "",
        )
    return MemberEntry(
        institution=row.in_register,
        on_plan=row.on_plan,
        on_plan_note=row.on_plan_note,
        years=years,
    )


@dataclass
class _Checking:
    """One pass over the sheet against the cooperatives of the programme."""

    kpi: Kpi
    members: Sequence[ProgrammeMember]
    rows: Sequence[SheetRow]

    def run(self) -> Outcome:
        outcome = Outcome()
        self.year = self.kpi.scorecard.fiscal_year
        by_code = {str(row.pk): row for row in self.members}
        self.known = known_facts(self.members, collection_years(self.year), readings_of(self.kpi))
        self.found = _institutions([row.cells.get(NUMBER, "") for row in self.rows])
        repeats = Repeats()
        for row in self.rows:
            code = to_arabic_digits(row.cells.get(MEMBER, ""))
            member, repeated = by_code.get(code), repeats.of(row, MEMBER, code)
            problems = missing(row, MEMBER)
            if not problems and member is None:
                problems = [finding(row, MEMBER, "ไม่มีสหกรณ์รหัสนี้ในโครงการ กรุณารับแบบใหม่")]
            problems = problems or repeated
            if problems or member is None:
                outcome.findings += problems
            else:
                self._row(row, member, outcome)
        return outcome

    def _row(self, row: SheetRow, member: ProgrammeMember, outcome: Outcome) -> None:
        stored = _stored(member, self.year, self.known)
        entry, problems = self._read(row, stored)
        if not problems:
            found = member_problems(member, entry, self.known)
            problems = [finding(row, _column(at), words) for at, words in found]
        before, after = _cells(stored), _cells(entry)
        if problems:
            outcome.findings += problems
        elif before == after:
            outcome.unchanged += 1
        else:
            outcome.changes.append(
                PlannedChange(
                    pk=member.pk,
                    version=member.version,
                    sheet=row.sheet.name,
                    row=row.number,
                    title=f"{member.name} {member.province}"[:200],
                    values=_as_json(entry),
                    differences=[
                        (column.title, before[column.key], after[column.key])
                        for column in row.sheet.columns
                        if column.key in after and before[column.key] != after[column.key]
                    ],
                )
            )

    def _read(self, row: SheetRow, stored: MemberEntry) -> tuple[MemberEntry, list[Finding]]:
        """What the row says; empty cells say what is stored."""
        problems: list[Finding] = []
        entry = replace(
            stored,
            on_plan_note=row.cells.get(NOTE, stored.on_plan_note),
            years={year: _year(row, year, each, problems) for year, each in stored.years.items()},
        )
        if ON_PLAN in row.cells:
            said = {words: value for value, words in SAID.items()}
            if row.cells[ON_PLAN] in said:
                entry = replace(entry, on_plan=said[row.cells[ON_PLAN]])
            else:
                words = f"ต้องเป็นค่าใดค่าหนึ่ง: {', '.join(said)}"
                problems.append(finding(row, ON_PLAN, words))
        if NUMBER in row.cells:
            institution = self.found.get(row.cells[NUMBER])
            if institution is None:
                problems.append(finding(row, NUMBER, "ไม่พบเลขทะเบียนนี้ในทะเบียนสหกรณ์"))
            entry = replace(entry, institution=institution)
        return entry, problems


def _year(
    row: SheetRow, year: int, stored: CollectionEntry, problems: list[Finding]
) -> CollectionEntry:
    read: dict[str, Any] = {}
    for name in (AMOUNT, AUDITED, CLOSED, SOURCE):
        key = f"{name}_{year}"
        if key not in row.cells:
            continue
        try:
            read[name] = _value(name, row.cells[key])
        except UNREADABLE as error:
            problems.append(finding(row, key, str(error)))
    return replace(stored, **read)


def _value(name: str, text: str) -> Decimal | bool | str:
    """Raises Refused or AmountInputError."""
    if name == AMOUNT:
        return amount(text)
    if name == SOURCE:
        return text
    if text not in YES_NO:
        raise Refused(f"ต้องเป็นค่าใดค่าหนึ่ง: {', '.join(YES_NO)}")
    return YES_NO[text]


def _column(pointer: str) -> str:
    name = pointer.removeprefix("/")
    return NUMBER if name == "institution" else name


def _cells(entry: MemberEntry) -> dict[str, str]:
    """As the sheet says it; of a year without an amount nothing counts."""
    yes = {value: word for word, value in YES_NO.items()}
    cells = {
        NUMBER: entry.institution.registration_no if entry.institution else "",
        ON_PLAN: "" if entry.on_plan is None else SAID[entry.on_plan],
        NOTE: clean(entry.on_plan_note),
    }
    for year, each in entry.years.items():
        known = each.amount is not None
        cells[f"{AMOUNT}_{year}"] = "" if each.amount is None else shown(each.amount)
        cells[f"{AUDITED}_{year}"] = yes[each.audited] if known else ""
        cells[f"{CLOSED}_{year}"] = yes[each.closed_in_time] if known else ""
        cells[f"{SOURCE}_{year}"] = clean(each.source) if known else ""
    return cells


def _as_json(entry: MemberEntry) -> dict[str, Any]:
    return {
        NUMBER: entry.institution.registration_no if entry.institution else "",
        ON_PLAN: entry.on_plan,
        NOTE: entry.on_plan_note,
        "years": {
            str(year): {
                AMOUNT: None if each.amount is None else str(each.amount),
                AUDITED: each.audited,
                CLOSED: each.closed_in_time,
                SOURCE: each.source,
            }
            for year, each in entry.years.items()
        },
    }


def _entry(kept: Mapping[str, Any], institutions: Mapping[str, Institution]) -> MemberEntry:
    return MemberEntry(
        institution=institutions.get(kept[NUMBER]),
        on_plan=kept[ON_PLAN],
        on_plan_note=kept[NOTE],
        years={
            int(year): CollectionEntry(
                **{**each, AMOUNT: None if each[AMOUNT] is None else Decimal(each[AMOUNT])}
            )
            for year, each in kept["years"].items()
        },
    )


def _closed_because(office: OrgUnit, fiscal_year: int) -> str:
    if _kpi(office, fiscal_year):
        return ""
    return f"{office.name}ไม่มีตัวชี้วัดที่วัดจากสหกรณ์ในโครงการในปีงบประมาณ {fiscal_year}"


PROGRAMME_IMPORT = ImportForm(
    code="kpis.programme",
    title="มูลค่ารวบรวมของสหกรณ์ในโครงการ",
    action="kpis.programme_member.imported",
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
