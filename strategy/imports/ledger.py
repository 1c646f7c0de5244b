"""Rows of the ledger from a spreadsheet: new ones only, of one fiscal year.

The planning division brings rows of every unit, a division what it commits and pays itself. A
row that is in the ledger already is left out with a warning; nothing is changed or taken back.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from django.utils import timezone

from cpd_portal.core.choices import Role
from cpd_portal.core.exceptions import RuleViolation
from cpd_portal.core.imports.cells import (
    UNREADABLE,
    Refused,
    amount,
    finding,
    labels,
    missing,
    one_of,
    whole,
)
from cpd_portal.core.imports.choices import Level, Scope
from cpd_portal.core.imports.dates import DateColumns, shown_date
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
from cpd_portal.thai.fiscal import fiscal_year_of
from cpd_portal.thai.formatting import format_money
from cpd_portal.thai.numerals import to_arabic_digits
from strategy.choices import EntryKind, ExpenseCategory
from strategy.imports import TEMPLATE
from strategy.models import Plan, Project
from strategy.rules.books import Booking, Books
from strategy.selectors.books import books
from strategy.services.entry_checks import (
    LONGEST,
    amount_problems,
    kind_problems,
    reference_problems,
    year_problems,
)
from strategy.services.ledger_import import ledger_import

PROJECT, UNIT, KIND, DAY, QUARTER = "project", "unit", "kind", "occurred_on", "quarter"
AMOUNT, CATEGORY, REFERENCE = "amount", "category", "reference_no"
TREASURY, COMMITMENT, DETAIL = "treasury_no", "commitment", "detail"
SPENT = (EntryKind.COMMITMENT, EntryKind.DISBURSEMENT)
COLUMNS = (
    ImportColumn(PROJECT, "โครงการ", 10),
    ImportColumn(UNIT, "รหัสหน่วยงาน", 14),
    ImportColumn(
        KIND, "รายการ", 14, tuple(str(kind.label) for kind in (EntryKind.ALLOCATION, *SPENT))
    ),
    ImportColumn(DAY, "วันที่", 16),
    ImportColumn(QUARTER, "ไตรมาส", 9, ("1", "2", "3", "4")),
    ImportColumn(AMOUNT, "จำนวนเงิน (บาท)", 18),
    ImportColumn(CATEGORY, "งบรายจ่าย", 18, labels(ExpenseCategory)),
    ImportColumn(REFERENCE, "เลขที่เอกสาร", 24),
    ImportColumn(TREASURY, "เลขที่เอกสารในระบบ GFMIS", 24),
    ImportColumn(COMMITMENT, "ชำระข้อผูกพันเลขที่", 24),
    ImportColumn(DETAIL, "รายละเอียด", 40),
)
NEEDED = (PROJECT, UNIT, KIND, DAY, QUARTER, AMOUNT, CATEGORY, REFERENCE)
IN_LEDGER = "มีในบัญชีแล้ว (เลขที่เอกสาร วันที่ และจำนวนเงินเดียวกัน) แถวนี้จึงไม่นำเข้า"
ABOUT = (
    "แต่ละแถวเป็นรายการใหม่หนึ่งรายการของปีงบประมาณในชื่อแผ่นงาน จำนวนเงินเป็นบาท",
    "รายการในบัญชีไม่ถูกแก้หรือลบ รายการที่ผิดให้กลับรายการ และกันเงินเหลื่อมปี ที่หน้าบัญชีเงินของโครงการ",
    "ระบบคิดยอดตามลำดับแถว: แถวจัดสรรต้องมาก่อนแถวที่ใช้เงินนั้น ใช้เกินเงินที่มีไม่ได้",
    "การเบิกจ่ายตามสัญญาที่ผูกพันไว้ ให้ใส่เลขที่เอกสารของข้อผูกพันในช่อง “ชำระข้อผูกพันเลขที่”",
    "แถวที่มีในบัญชีแล้วจะไม่นำเข้าซ้ำ และมีคำเตือนบอก",
)


def sheets(office: OrgUnit, fiscal_year: int) -> list[ImportSheet]:
    """None in a year that no plan's money reaches."""
    if not plans_of(fiscal_year):
        return []
    return [ImportSheet("entries", versioned("รายการเงิน", str(fiscal_year), TEMPLATE), COLUMNS)]


def plans_of(fiscal_year: int) -> list[Plan]:
    """Those of the year, and the one before it, whose money may have been carried into it."""
    return list(Plan.objects.filter(first_year__lte=fiscal_year, last_year__gte=fiscal_year - 1))


def prefilled(office: OrgUnit, fiscal_year: int, sheet: ImportSheet) -> Iterator[list[str]]:
    """Nothing: the rows are new."""
    return iter(())


def check(
    may_allocate: bool, office: OrgUnit, fiscal_year: int, rows: Sequence[SheetRow]
) -> Outcome:
    return _Checking(may_allocate, office, fiscal_year, timezone.localdate()).run(rows)


def write(actor: User, changes: Sequence[PlannedChange]) -> int:
    """Raises RuleViolation naming the rows that the ledger of by now no longer allows."""
    bookings = [_from_json(change.values) for change in changes]
    year = fiscal_year_of(bookings[0].occurred_on)
    return ledger_import(actor=actor, fiscal_year=year, bookings=bookings)


@dataclass
class _Checking:
    """One pass over the rows of a file, in their order, against the ledger of the year."""

    may_allocate: bool
    office: OrgUnit
    fiscal_year: int
    today: date
    dates: DateColumns = field(default_factory=DateColumns)

    def run(self, rows: Sequence[SheetRow]) -> Outcome:
        of_plans = Project.objects.filter(strategy__plan__in=plans_of(self.fiscal_year))
        self.projects: Mapping[str, Project] = {
            row.code: row for row in of_plans.select_related("strategy__plan")
        }
        self.units: Mapping[str, OrgUnit] = {unit.code: unit for unit in OrgUnit.objects.all()}
        outcome = Outcome()
        read = []
        for row in rows:
            booking, problems = self._booking(row)
            outcome.findings += problems
            if booking is not None and not problems:
                read.append((row, booking))
        stored = books(self.fiscal_year, [booking for _, booking in read])
        self._book(read, stored, outcome)
        outcome.findings += self.dates.mixed()
        return outcome

    def _book(
        self, read: Sequence[tuple[SheetRow, Booking]], stored: Books, outcome: Outcome
    ) -> None:
        """A row that was refused is left out of the sums."""
        lines: dict[tuple[int, int, str, str], int] = {}
        for row, booking in read:
            earlier = lines.setdefault(booking.key, row.number)
            refusal = stored.refusal(booking)
            if earlier != row.number:
                words = f"ซ้ำกับแถวที่ {earlier} (โครงการ หน่วยงาน รายการ และเลขที่เอกสารเดียวกัน)"
                outcome.findings.append(finding(row, REFERENCE, words))
            elif stored.holds(booking):
                outcome.findings.append(finding(row, REFERENCE, IN_LEDGER, Level.WARNING))
                outcome.unchanged += 1
            elif refusal is not None:
                outcome.findings.append(finding(row, refusal[0].removeprefix("/"), refusal[1]))
            else:
                outcome.changes.append(_change(row, booking, stored))

    def _booking(self, row: SheetRow) -> tuple[Booking | None, list[Finding]]:
        problems = missing(row, *NEEDED)
        values: dict[str, Any] = {}
        readers: Mapping[str, Callable[[str], Any]] = {
            PROJECT: self._project,
            UNIT: self._unit,
            KIND: self._kind,
            DAY: lambda text: self.dates.read(row, "วันที่", text),
            QUARTER: lambda text: whole(text, 1, 4),
            AMOUNT: amount,
            CATEGORY: partial(one_of, ExpenseCategory),
        }
        for key, text in row.cells.items():
            try:
                values[key] = readers[key](text) if key in readers else text
            except (*UNREADABLE, DateInputError) as error:
                problems.append(finding(row, key, str(error)))
        problems += [
            finding(row, pointer.removeprefix("/"), message)
            for pointer, message in self._rules(values)
        ]
        if problems:
            return None, problems
        return _booking(values), []

    def _project(self, text: str) -> Project:
        found = self.projects.get(to_arabic_digits(text))
        if found is None:
            raise Refused(f"ไม่มีโครงการนี้ในแผนของปีงบประมาณ {self.fiscal_year}")
        return found

    def _unit(self, text: str) -> OrgUnit:
        found = self.units.get(text)
        if found is None:
            raise Refused("ไม่รู้จักรหัสหน่วยงานนี้")
        if not self.may_allocate and found != self.office:
            raise Refused(f"แฟ้มนี้เป็นของ{self.office.name} ใช้ได้เฉพาะรหัส {self.office.code}")
        return found

    def _kind(self, text: str) -> EntryKind:
        kind = EntryKind(one_of(EntryKind, text))
        if not self.may_allocate and kind == EntryKind.ALLOCATION:
            raise Refused("จัดสรรได้เฉพาะกองแผนงาน")
        return kind

    def _rules(self, values: Mapping[str, Any]) -> list[tuple[str, str]]:
        """Of what could be read."""
        problems = []
        if {PROJECT, DAY, QUARTER} <= values.keys():
            plan = values[PROJECT].strategy.plan
            problems += [
                # The year stands in the name of the sheet: the day is what is wrong.
                ("/occurred_on" if pointer == "/fiscal_year" else pointer, message)
                for pointer, message in year_problems(
                    plan, values[DAY], self.fiscal_year, values[QUARTER], self.today
                )
            ]
        if {PROJECT, KIND} <= values.keys():
            plan = values[PROJECT].strategy.plan
            problems += kind_problems(plan, values[KIND], self.fiscal_year)
        if AMOUNT in values:
            problems += amount_problems(values[AMOUNT])
        if REFERENCE in values:
            problems += reference_problems(values[REFERENCE])
        if COMMITMENT in values and values.get(KIND, EntryKind.DISBURSEMENT) != (
            EntryKind.DISBURSEMENT
        ):
            problems.append(("/commitment", "ข้อผูกพันระบุได้เฉพาะการเบิกจ่าย"))
        problems += [
            (f"/{key}", f"ยาวเกิน {LONGEST[key]:,} ตัวอักษร")
            for key in (TREASURY, DETAIL)
            if len(values.get(key, "")) > LONGEST[key]
        ]
        return problems


def _booking(values: Mapping[str, Any]) -> Booking:
    return Booking(
        project=values[PROJECT].pk,
        unit=values[UNIT].pk,
        kind=values[KIND],
        amount=values[AMOUNT],
        category=values[CATEGORY],
        occurred_on=values[DAY],
        reference_no=values[REFERENCE],
        treasury_no=values.get(TREASURY, ""),
        detail=values.get(DETAIL, ""),
        commitment_no=values.get(COMMITMENT, ""),
    )


def _change(row: SheetRow, booking: Booking, stored: Books) -> PlannedChange:
    """Adds the row to the books; before and after is what may still be spent."""
    before = stored.balance(booking.place).available
    stored.add(booking)
    after = stored.balance(booking.place).available
    shown = {
        **row.cells,
        DAY: shown_date(booking.occurred_on),
        AMOUNT: format_money(booking.amount),
    }
    title = f"โครงการ {row.cells[PROJECT]} {booking.kind.label} {booking.reference_no}"
    return PlannedChange(
        pk=None,
        version=0,
        sheet=row.sheet.name,
        row=row.number,
        title=title[:200],
        values=_as_json(booking),
        differences=[
            (column.title, "", shown[column.key])
            for column in row.sheet.columns
            if column.key in shown
        ],
        before=format_money(before),
        after=format_money(after),
    )


def _as_json(booking: Booking) -> dict[str, Any]:
    return {
        **asdict(booking),
        "kind": booking.kind.value,
        "amount": str(booking.amount),
        "occurred_on": booking.occurred_on.isoformat(),
    }


def _from_json(values: Mapping[str, Any]) -> Booking:
    return Booking(
        **{
            **values,
            "kind": EntryKind(values["kind"]),
            "amount": Decimal(values["amount"]),
            "occurred_on": date.fromisoformat(values["occurred_on"]),
        }
    )


def _require_year(actor: User, office: OrgUnit, fiscal_year: int) -> None:
    """Raises RuleViolation. The ledger itself has no deadline."""
    if not plans_of(fiscal_year):
        raise RuleViolation(f"ปีงบประมาณ {fiscal_year} ไม่อยู่ในแผนใด")


def _form(code: str, title: str, may_allocate: bool, roles: frozenset[Role]) -> ImportForm:
    return ImportForm(
        code=code,
        title=title,
        action="strategy.ledger.imported",
        roles=roles,
        sheets=sheets,
        prefilled=prefilled,
        check=partial(check, may_allocate),
        require_open=_require_year,
        write=write,
        page=("strategy:ledger", "บัญชีเงิน"),
        scope=Scope.HEADQUARTERS,
        about=ABOUT,
        result_title="คงเหลือใช้ได้ (บาท)",
    )


LEDGER_IMPORT = _form("strategy.ledger", "รายการเงินของทุกหน่วยงาน", True, frozenset({Role.PLANNER}))
UNIT_LEDGER_IMPORT = _form(
    "strategy.ledger-unit",
    "การใช้เงินของหน่วยงาน",
    False,
    frozenset({Role.OFFICER, Role.CHIEF}),
)
