"""Invented transactions: what was planned is allocated in part, committed, and paid over the
year; what is left of a commitment is carried into the next year."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from random import Random

from cpd_portal.core.models import OrgUnit
from cpd_portal.thai.fiscal import fiscal_year_of, quarter_bounds, quarter_of
from strategy.choices import EntryKind, ExpenseCategory
from strategy.models import LedgerEntry, PlannedBudget, Project

MILLION = Decimal(1_000_000)
SATANG = Decimal("0.01")
PARTS_OF_PLAN = (Decimal("0.8"), Decimal("0.9"), Decimal(1))
PARTS_COMMITTED = (Decimal("0.5"), Decimal("0.6"), Decimal("0.7"))


@dataclass(frozen=True)
class _Year:
    """One planned budget with the units that share it."""

    project: Project
    units: tuple[OrgUnit, ...]
    fiscal_year: int
    amount: Decimal


def sample_ledger(random: Random, last_year: int, last_quarter: int) -> int:
    """Stores the rows; in the last year up to that quarter. Returns their number."""
    count = 0
    for year in _years():
        last = last_quarter if year.fiscal_year == last_year else 4
        for unit in year.units:
            share = year.amount / len(year.units)
            count += _unit_year(random, year, unit, share, last)
    return count


def _years() -> Iterator[_Year]:
    budgets = PlannedBudget.objects.select_related("project").order_by(
        "fiscal_year", "project__position"
    )
    for budget in budgets.prefetch_related("project__responsible_units__unit"):
        rows = budget.project.responsible_units.all()
        units = tuple(row.unit for row in rows if row.unit is not None)
        yield _Year(budget.project, units, budget.fiscal_year, budget.amount * MILLION)


def _unit_year(random: Random, year: _Year, unit: OrgUnit, share: Decimal, last: int) -> int:
    allocated = (share * random.choice(PARTS_OF_PLAN)).quantize(SATANG)
    mark = f"{year.project.code}/{year.fiscal_year}"
    rows = [_row(year, unit, EntryKind.ALLOCATION, allocated, 1, f"จัดสรร {mark}", random)]
    committed = (allocated * random.choice(PARTS_COMMITTED)).quantize(SATANG)
    contract = _row(year, unit, EntryKind.COMMITMENT, committed, 1, f"สัญญา {mark}", random)
    contract.save(force_insert=True)
    paid = (committed / 4).quantize(SATANG)
    running = ((allocated - committed) * random.randint(60, 95) / 100 / 4).quantize(SATANG)
    for quarter in range(1, last + 1):
        settles = _row(
            year, unit, EntryKind.DISBURSEMENT, paid, quarter, f"ขบ {mark}-{quarter}", random
        )
        settles.commitment = contract
        rows.append(settles)
        reference = f"ฎีกา {mark}-{quarter}"
        rows.append(_row(year, unit, EntryKind.DISBURSEMENT, running, quarter, reference, random))
    LedgerEntry.objects.bulk_create(rows)
    return len(rows) + 1


def _row(
    year: _Year,
    unit: OrgUnit,
    kind: EntryKind,
    amount: Decimal,
    quarter: int,
    reference_no: str,
    random: Random,
) -> LedgerEntry:
    first, last = quarter_bounds(year.fiscal_year, quarter)
    day = date.fromordinal(random.randint(first.toordinal() + 5, last.toordinal() - 5))
    return LedgerEntry(
        project=year.project,
        unit=unit,
        fiscal_year=fiscal_year_of(day),
        quarter=quarter_of(day),
        kind=kind,
        amount=amount,
        category=(
            ExpenseCategory.INVESTMENT
            if kind == EntryKind.COMMITMENT
            else ExpenseCategory.OPERATIONS
        ),
        occurred_on=day,
        reference_no=reference_no,
        treasury_no=str(random.randint(3_100_000_000, 3_199_999_999)),
        detail="ตัวอย่าง",
    )
