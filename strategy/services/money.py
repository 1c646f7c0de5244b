"""Writes of the ledger: rows are added, never changed.

Every write holds the project's row, so that two people cannot spend the same money.
"""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.utils import timezone

from cpd_portal.core.audit import recorded
from cpd_portal.core.choices import Role
from cpd_portal.core.exceptions import InvalidInput, NotAllowed, RuleViolation
from cpd_portal.core.models import OrgUnit, User
from cpd_portal.thai.fiscal import fiscal_year_bounds, fiscal_year_of, quarter_of
from strategy.choices import EntryKind, ExpenseCategory
from strategy.models import LedgerEntry, Plan, Project
from strategy.rules.money import refused, reversal_refused, used_words
from strategy.selectors.money import balance, left_of, outstanding_of
from strategy.services.entry_checks import (
    CARRIED,
    amount_problems,
    category_problems,
    commitment_problems,
    kind_problems,
    reference_problems,
    year_problems,
)

SPENT = (EntryKind.COMMITMENT, EntryKind.DISBURSEMENT)
PLANNERS_ONLY = "จัดสรรและกันเงินเหลื่อมปีได้เฉพาะกองแผนงาน"


@dataclass(frozen=True, kw_only=True)
class EntryValues:
    """One transaction, baht. The day says fiscal year and quarter; where they are given too
    (a spreadsheet, a program), they must agree."""

    kind: EntryKind
    amount: Decimal
    category: ExpenseCategory
    occurred_on: date
    reference_no: str
    fiscal_year: int | None = None
    quarter: int | None = None
    treasury_no: str = ""
    detail: str = ""
    commitment: LedgerEntry | None = None


@dataclass(frozen=True, kw_only=True)
class Reversal:
    """`amount` None takes back all that is left of the row."""

    occurred_on: date
    reference_no: str
    reason: str
    amount: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class CarryOver:
    """Money of `from_year` that may still be spent in the next one: free money, or what of a
    commitment is not paid yet (then `amount` is that)."""

    from_year: int
    reference_no: str
    category: ExpenseCategory
    amount: Decimal | None = None
    commitment: LedgerEntry | None = None
    detail: str = ""


@recorded("strategy.ledger.recorded")
def ledger_record(
    *, actor: User, project: Project, unit: OrgUnit, values: EntryValues
) -> LedgerEntry:
    """Raises NotAllowed, InvalidInput with the fields, or RuleViolation naming the amounts."""
    require_recorder(actor, unit, values.kind)
    held = _held(project)
    year = _year_of(held.strategy.plan, values)
    _require_values(held, unit, values, year)
    _require_unused(held, unit, values.kind, year, values.reference_no)
    outstanding = outstanding_of(values.commitment) if values.commitment else None
    problem = refused(values.kind, values.amount, balance(held, unit.pk, year), outstanding)
    if problem:
        raise RuleViolation(problem)
    return _added(actor, held, unit, values)


@recorded("strategy.ledger.reversed")
def ledger_reverse(*, actor: User, entry: LedgerEntry, reversal: Reversal) -> LedgerEntry:
    """A row of the same kind with the opposite amount. Money carried over comes back whole: the
    row of the other year with it.

    Raises NotAllowed, InvalidInput, or RuleViolation naming the amounts.
    """
    held = _held(entry.project)
    row = LedgerEntry.objects.select_related("unit", "commitment").get(pk=entry.pk)
    require_recorder(actor, row.unit, EntryKind(row.kind))
    if row.reverses_id is not None:
        raise RuleViolation("รายการนี้เป็นการกลับรายการอยู่แล้ว กลับซ้ำไม่ได้")
    _require_reversal(row, reversal)
    if row.kind in CARRIED:
        other = _other_half(row)
        _take_back(actor, held, other, _at_year(other, reversal))
        return _take_back(actor, held, row, _at_year(row, reversal))
    return _take_back(actor, held, row, reversal)


@recorded("strategy.ledger.carried_over")
def ledger_carry_over(
    *, actor: User, project: Project, unit: OrgUnit, carry: CarryOver
) -> tuple[LedgerEntry, LedgerEntry]:
    """Out of one year and into the next in one step. A commitment moves with its money.

    Raises NotAllowed, InvalidInput, or RuleViolation naming the amounts.
    """
    require_recorder(actor, unit, EntryKind.CARRIED_OUT)
    held = _held(project)
    amount = _carried_amount(held, unit, carry)
    last_day, first_day = _turn_of(carry.from_year)
    if carry.commitment is not None:
        _release(actor, held, carry.commitment, carry, amount)
    values = EntryValues(
        kind=EntryKind.CARRIED_OUT,
        amount=amount,
        category=carry.category,
        occurred_on=last_day,
        reference_no=carry.reference_no,
        detail=carry.detail,
    )
    _require_unused(held, unit, values.kind, carry.from_year, carry.reference_no)
    problem = refused(values.kind, amount, balance(held, unit.pk, carry.from_year))
    if problem:
        raise RuleViolation(problem)
    gone = _added(actor, held, unit, values)
    into = replace(
        values,
        kind=EntryKind.CARRIED_IN,
        occurred_on=first_day,
    )
    come = _added(actor, held, unit, into)
    if carry.commitment is not None:
        _commit_again(actor, held, carry.commitment, replace(into, kind=EntryKind.COMMITMENT))
    return gone, come


def _held(project: Project) -> Project:
    """The project, held until the end of the transaction."""
    rows = Project.objects.select_for_update(of=("self",)).select_related("strategy__plan")
    held: Project = rows.get(pk=project.pk)
    return held


def require_recorder(actor: User, unit: OrgUnit, kind: EntryKind) -> None:
    """Raises NotAllowed."""
    if actor.has_role(Role.PLANNER):
        return
    if kind not in SPENT:
        raise NotAllowed(PLANNERS_ONLY)
    if not actor.has_role(Role.OFFICER, Role.CHIEF, at=unit):
        raise NotAllowed(f"บันทึกการใช้เงินได้เฉพาะเจ้าหน้าที่และหัวหน้าของ{unit.name} หรือกองแผนงาน")


def _year_of(plan: Plan, values: EntryValues) -> int:
    """The fiscal year of the day, when it is of the plan, and year and quarter are as given."""
    errors = year_problems(
        plan, values.occurred_on, values.fiscal_year, values.quarter, timezone.localdate()
    )
    if errors:
        raise InvalidInput(errors)
    return fiscal_year_of(values.occurred_on)


def _require_values(project: Project, unit: OrgUnit, values: EntryValues, year: int) -> None:
    errors = [
        *amount_problems(values.amount),
        *kind_problems(project.strategy.plan, values.kind, year),
        *category_problems(values.category),
        *reference_problems(values.reference_no),
        *commitment_problems(project, unit, values.kind, year, values.commitment),
    ]
    if errors:
        raise InvalidInput(errors)


def _require_unused(
    project: Project, unit: OrgUnit, kind: EntryKind, year: int, reference_no: str
) -> None:
    found = LedgerEntry.objects.filter(
        project=project,
        unit=unit,
        kind=kind,
        fiscal_year=year,
        reference_no=reference_no.strip(),
        reverses=None,
    )
    if found.exists():
        raise RuleViolation(used_words(kind, year, reference_no))


def _added(actor: User, project: Project, unit: OrgUnit, values: EntryValues) -> LedgerEntry:
    row: LedgerEntry = LedgerEntry.objects.create(
        project=project,
        unit=unit,
        fiscal_year=fiscal_year_of(values.occurred_on),
        quarter=quarter_of(values.occurred_on),
        kind=values.kind,
        amount=values.amount,
        category=values.category,
        occurred_on=values.occurred_on,
        reference_no=values.reference_no.strip(),
        treasury_no=values.treasury_no.strip(),
        detail=values.detail.strip(),
        commitment=values.commitment,
        recorded_by=actor,
    )
    return row


def _require_reversal(row: LedgerEntry, reversal: Reversal) -> None:
    errors = reference_problems(reversal.reference_no)
    if not reversal.reason.strip():
        errors.append(("/reason", "กรุณาระบุเหตุผลที่กลับรายการ"))
    if reversal.amount is not None:
        errors += amount_problems(reversal.amount)
        if row.kind in CARRIED:
            errors.append(("/amount", "เงินกันเหลื่อมปีกลับได้ทั้งรายการเท่านั้น"))
    if row.kind not in CARRIED and fiscal_year_of(reversal.occurred_on) != row.fiscal_year:
        message = f"การกลับรายการต้องลงวันที่ในปีงบประมาณ {row.fiscal_year} เช่นเดียวกับรายการเดิม"
        errors.append(("/occurred_on", message))
    if reversal.occurred_on > timezone.localdate():
        errors.append(("/occurred_on", "วันที่ต้องไม่อยู่ในอนาคต"))
    if errors:
        raise InvalidInput(errors)


def _take_back(actor: User, project: Project, row: LedgerEntry, reversal: Reversal) -> LedgerEntry:
    left = left_of(row)
    amount = left if reversal.amount is None else reversal.amount
    kind = EntryKind(row.kind)
    outstanding = outstanding_of(row) if kind == EntryKind.COMMITMENT else left
    if reversal.amount is None and kind == EntryKind.COMMITMENT:
        amount = min(left, outstanding)
    now = balance(project, row.unit_id, row.fiscal_year)
    problem = reversal_refused(kind, amount, left, now, outstanding)
    if problem or amount <= 0:
        raise RuleViolation(problem or "รายการนี้ไม่มียอดเหลือให้กลับรายการแล้ว")
    made: LedgerEntry = LedgerEntry.objects.create(
        project=project,
        unit=row.unit,
        fiscal_year=row.fiscal_year,
        quarter=quarter_of(reversal.occurred_on),
        kind=row.kind,
        amount=-amount,
        category=row.category,
        occurred_on=reversal.occurred_on,
        reference_no=reversal.reference_no.strip(),
        detail=reversal.reason.strip(),
        commitment=row.commitment,
        reverses=row,
        recorded_by=actor,
    )
    return made


def _other_half(row: LedgerEntry) -> LedgerEntry:
    """The row of the other year of money carried over."""
    goes = row.kind == EntryKind.CARRIED_OUT
    other: LedgerEntry = LedgerEntry.objects.select_related("unit").get(
        project=row.project_id,
        unit=row.unit_id,
        kind=EntryKind.CARRIED_IN if goes else EntryKind.CARRIED_OUT,
        fiscal_year=row.fiscal_year + (1 if goes else -1),
        reference_no=row.reference_no,
        reverses=None,
    )
    return other


def _at_year(row: LedgerEntry, reversal: Reversal) -> Reversal:
    """Money carried over is taken back on the days on which it was carried."""
    return replace(reversal, occurred_on=row.occurred_on)


def _turn_of(fiscal_year: int) -> tuple[date, date]:
    """Last day of the year, first day of the next one."""
    return fiscal_year_bounds(fiscal_year)[1], fiscal_year_bounds(fiscal_year + 1)[0]


def _carried_amount(project: Project, unit: OrgUnit, carry: CarryOver) -> Decimal:
    errors = reference_problems(carry.reference_no)
    plan = project.strategy.plan
    if carry.from_year not in plan.years:
        errors.append(("/from_year", f"ปีงบประมาณต้องอยู่ในแผน {plan.first_year}–{plan.last_year}"))
    elif _turn_of(carry.from_year)[1] > timezone.localdate():
        errors.append(("/from_year", f"ปีงบประมาณ {carry.from_year} ยังไม่สิ้นสุด ยังกันเงินไม่ได้"))
    amount = carry.amount
    if carry.commitment is not None:
        commitment = carry.commitment
        same = (commitment.project_id, commitment.unit_id, commitment.fiscal_year)
        if same != (project.pk, unit.pk, carry.from_year):
            errors.append(("/commitment", "ข้อผูกพันนี้เป็นของโครงการ หน่วยงาน หรือปีงบประมาณอื่น"))
        amount = outstanding_of(commitment)
    errors += amount_problems(amount if amount is not None else Decimal(0))
    if errors or amount is None:
        raise InvalidInput(errors)
    return amount


def _release(
    actor: User, project: Project, commitment: LedgerEntry, carry: CarryOver, amount: Decimal
) -> None:
    reversal = Reversal(
        occurred_on=_turn_of(carry.from_year)[0],
        reference_no=carry.reference_no,
        reason=f"ย้ายข้อผูกพันไปปี {carry.from_year + 1} พร้อมเงินกันเหลื่อมปี",
        amount=amount,
    )
    _take_back(actor, project, commitment, reversal)


def _commit_again(
    actor: User, project: Project, commitment: LedgerEntry, values: EntryValues
) -> None:
    moved = replace(
        values,
        reference_no=commitment.reference_no,
        treasury_no=commitment.treasury_no,
        detail=f"ยกมาจากปี {commitment.fiscal_year} {commitment.detail}".strip(),
    )
    _added(actor, project, commitment.unit, moved)
