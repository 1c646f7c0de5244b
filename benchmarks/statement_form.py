"""The import that is measured: yearly statements of the whole country, 30 columns.

Of all facts that offices bring in, a statement has the most cells: 16 amounts that must add up
and balance, a date, and what identifies the institution and must agree with the register. It is
a form of the benchmark's own, with one audited row per line, through the portal's mechanism.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from coops.choices import FactSource, Kind, Level, Sector, Standing
from coops.models import FinancialStatement, Institution
from cpd_portal.core.choices import Role
from cpd_portal.core.imports.choices import Scope
from cpd_portal.core.imports.dates import DateColumns
from cpd_portal.core.imports.planned import refuse_stale
from cpd_portal.core.imports.registry import ImportForm
from cpd_portal.core.imports.staging import copy_into
from cpd_portal.core.imports.table import (
    Finding,
    ImportColumn,
    ImportSheet,
    Outcome,
    PlannedChange,
    SheetRow,
)
from cpd_portal.core.models import OrgUnit, User
from cpd_portal.thai.date_input import DateInputError
from cpd_portal.thai.searching import search_key

ACTION = "benchmarks.statement.imported"
NUMBER, ENDED, SOURCED_ON, SOURCED_BY = "number", "accounting_year_end", "sourced_on", "sourced_by"
REGISTER = {
    "name": "ชื่อ",
    "office": "รหัสหน่วยงาน",
    "office_name": "หน่วยงาน",
    "kind": "ชนิด",
    "sector": "ภาค",
    "type": "ประเภท",
    "level": "ระดับ",
    "standing": "สถานะ",
    "district": "อำเภอ/เขต",
}
AMOUNTS = {
    name: str(FinancialStatement._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    for name in (
        "current_assets",
        "other_assets",
        "total_assets",
        "current_liabilities",
        "other_liabilities",
        "total_liabilities",
        "share_capital",
        "reserves",
        "other_equity",
        "total_equity",
        "income",
        "expenses",
        "net_profit",
        "operating_expenses",
        "receivables_due",
        "receivables_paid_on_time",
    )
}
TITLES = {
    NUMBER: "เลขทะเบียน",
    **REGISTER,
    ENDED: "วันสิ้นปีบัญชี",
    **AMOUNTS,
    SOURCED_ON: "วันที่ได้ข้อมูล",
    SOURCED_BY: "ผู้ให้ข้อมูล",
    "source": "ที่มา",
}
SUMS = (
    ("total_assets", "current_assets", "other_assets"),
    ("total_liabilities", "current_liabilities", "other_liabilities"),
    ("income", "expenses", "net_profit"),
    ("total_assets", "total_liabilities", "total_equity"),
)
SOURCE = str(FactSource.AUDITED.label)
SHEET = ImportSheet(
    "statements", "งบการเงิน", tuple(ImportColumn(key, title) for key, title in TITLES.items())
)


_STORED = (
    *("name", "office__code", "office__name", "kind", "sector", "type__title"),
    *("level", "standing", "district"),
)


@dataclass(frozen=True, slots=True)
class Registered:
    """An institution, and what a file says of it as the register has it, by column."""

    pk: int
    number: str
    words: Mapping[str, str]


def register() -> Iterator[Registered]:
    labels = [dict(choices.choices) for choices in (Kind, Sector, Level, Standing)]
    rows = Institution.objects.order_by("pk").values_list("pk", "registration_no", *_STORED)
    for pk, number, *stored in rows.iterator(chunk_size=2_000):
        for place, known in zip((3, 4, 6, 7), labels, strict=True):
            stored[place] = str(known.get(stored[place], ""))
        yield Registered(pk, number, dict(zip(REGISTER, stored, strict=True)))


def check(office: OrgUnit, fiscal_year: int, rows: Sequence[SheetRow]) -> Outcome:
    outcome = Outcome()
    dates = DateColumns()
    stored = {search_key(row.number): row for row in register()}
    present = set(
        FinancialStatement.objects.of_year(fiscal_year).values_list("institution", flat=True)
    )
    for row in rows:
        institution = stored.get(search_key(row.cells.get(NUMBER, "")))
        if institution is None or institution.pk in present:
            outcome.findings.append(_finding(row, NUMBER, "ไม่พบเลขทะเบียนนี้ หรือมีงบปีนี้แล้ว"))
            continue
        values, problems = _read(row, institution, dates)
        if problems:
            outcome.findings += problems
            continue
        values.update(institution_id=institution.pk, fiscal_year=fiscal_year)
        outcome.changes.append(_planned(row, institution, values))
    outcome.findings += dates.mixed()
    return outcome


def _read(
    row: SheetRow, institution: Registered, dates: DateColumns
) -> tuple[dict[str, Any], list[Finding]]:
    cells = row.cells
    problems = [
        _finding(row, key, f"ในทะเบียนคือ “{words}”")
        for key, words in institution.words.items()
        if cells.get(key, "") != words
    ]
    values: dict[str, Any] = {"source": FactSource.AUDITED.value}
    if cells.get("source") != SOURCE:
        problems.append(_finding(row, "source", f"ต้องเป็น {SOURCE}"))
    values[SOURCED_BY] = cells.get(SOURCED_BY, "")
    for key in (ENDED, SOURCED_ON):
        try:
            values[key] = dates.read(row, TITLES[key], cells.get(key, "")).isoformat()
        except DateInputError as error:
            problems.append(_finding(row, key, str(error)))
    amounts, wrong = _amounts(row)
    values.update({key: str(amount) for key, amount in amounts.items()})
    return values, problems + wrong


def _amounts(row: SheetRow) -> tuple[dict[str, Decimal], list[Finding]]:
    amounts: dict[str, Decimal] = {}
    for key in AMOUNTS:
        try:
            amounts[key] = Decimal(row.cells.get(key, ""))
        except InvalidOperation:
            return {}, [_finding(row, key, "ต้องเป็นจำนวนเงิน เช่น 1250.50")]
    return amounts, [
        _finding(row, whole, "ไม่เท่ากับผลบวกของรายการ")
        for whole, first, second in SUMS
        if amounts[whole] != amounts[first] + amounts[second]
    ]


def _planned(row: SheetRow, institution: Registered, values: Mapping[str, Any]) -> PlannedChange:
    differences = [(TITLES[key], "", row.cells[key]) for key in AMOUNTS]
    return PlannedChange(
        None, 0, row.sheet.name, row.number, institution.words["name"], values, differences
    )


def write(actor: User, changes: Sequence[PlannedChange]) -> int:
    wanted = {change.values["institution_id"]: change.title for change in changes}
    stored = FinancialStatement.objects.of_year(changes[0].values["fiscal_year"])
    present = stored.values_list("institution", flat=True)
    refuse_stale([wanted[institution] for institution in present if institution in wanted])
    return copy_into(FinancialStatement, (change.values for change in changes))


def _finding(row: SheetRow, key: str, message: str) -> Finding:
    return Finding(message, row.sheet.name, row.number, TITLES[key], row.cells.get(key, "")[:80])


def _prefilled(office: OrgUnit, fiscal_year: int, sheet: ImportSheet) -> Iterable[Sequence[str]]:
    return ()


STATEMENT_FORM = ImportForm(
    code="benchmarks.statements",
    title="งบการเงิน",
    action=ACTION,
    roles=frozenset({Role.PLANNER}),
    sheets=lambda office, fiscal_year: [SHEET],
    prefilled=_prefilled,
    check=check,
    write=write,
    page=("coops:list", ""),
    scope=Scope.HEADQUARTERS,
)
