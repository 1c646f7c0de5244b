"""The plan's execution as read: money, approved progress and status of every project and year.

Three queries for a whole plan, however many rows the ledger has: the ledger's sums, the targets
and the values come with the projects or beside them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import OuterRef, QuerySet, Sum

from cpd_portal.core.choices import Quarter, SubmissionState
from cpd_portal.core.models import Submission, User
from cpd_portal.thai.fiscal import fiscal_year_bounds
from strategy.choices import Basis, Status
from strategy.figures.thresholds import thresholds_in_force
from strategy.models import (
    BudgetRevision,
    LedgerSum,
    Measure,
    PlannedBudget,
    Project,
    ResponsibleUnit,
    Target,
)
from strategy.period_loading import form_code
from strategy.rules.money import Balance, balance_of
from strategy.rules.status import (
    Facts,
    Judged,
    Spending,
    Step,
    Thresholds,
    judge,
    judge_project,
)
from strategy.selectors.past import known_on
from strategy.selectors.rows import exact, json_rows
from strategy.selectors.targets import (
    TargetValues,
    Value,
    measure_words,
    targets_by_project,
)

ZERO = Decimal(0)
MILLION = Decimal(1_000_000)
QUARTERS = 4
PROGRESS_FORMS = [form_code(quarter) for quarter in Quarter]


@dataclass(frozen=True)
class Unit:
    pk: int
    code: str
    name: str


@dataclass(frozen=True)
class TargetYear:
    """One target with what was reached by the newest approved quarter, and its status."""

    target: Target
    value: Value | None
    judged: Judged

    @property
    def measure(self) -> Measure:
        return self.target.measure


@dataclass(frozen=True)
class ProjectYear:
    """`planned` is million baht, the balance baht. `quarter` is the newest one that every
    responsible unit's approved form covers. `judged` is None in a year without targets."""

    fiscal_year: int
    planned: Decimal | None
    printed: Decimal | None
    balance: Balance
    quarter: int | None
    targets: tuple[TargetYear, ...]
    judged: Judged | None

    @property
    def is_empty(self) -> bool:
        """Nothing is promised, planned or booked."""
        return self.judged is None and self.planned is None and self.balance == Balance()


@dataclass(frozen=True)
class ProjectExecution:
    project: Project
    units: tuple[Unit, ...]
    years: Mapping[int, ProjectYear]

    def year(self, fiscal_year: int) -> ProjectYear:
        """An empty one where the project has nothing."""
        return self.years.get(fiscal_year) or ProjectYear(
            fiscal_year, None, None, Balance(), None, (), None
        )

    @property
    def balance(self) -> Balance:
        return sum((year.balance for year in self.years.values()), Balance())

    @property
    def planned(self) -> Decimal:
        return sum((year.planned or ZERO for year in self.years.values()), ZERO)

    @property
    def newest(self) -> ProjectYear | None:
        """The last year with an approved report."""
        reported = [year for year in self.years.values() if year.quarter is not None]
        return reported[-1] if reported else None


@dataclass(frozen=True)
class Execution:
    projects: list[ProjectExecution]
    thresholds: Thresholds


def execution(
    user: User, projects: "QuerySet[Project]", today: date, as_of: date | None = None
) -> Execution:
    """Of the given projects of one plan, in the order of the plan. With a day, as it stood at
    its end, judged by the thresholds of now."""
    rows: list[Any] = list(_with_facts(projects.visible_to(user)))  # type: ignore[attr-defined]
    keys = [row.pk for row in rows]
    if as_of is not None:
        known = known_on(keys, PROGRESS_FORMS, as_of)
        for row in rows:
            known.tell(row)
    targets = targets_by_project(keys, as_of=as_of)
    thresholds = thresholds_in_force()
    return Execution(
        [_executed(row, targets.get(row.pk, []), thresholds, today) for row in rows],
        thresholds,
    )


# --- reading --------------------------------------------------------------------


def _with_facts(projects: "QuerySet[Project]") -> "QuerySet[Any]":
    """Units, budgets, sums and approvals of each project, read with it."""
    own = OuterRef("pk")
    units = ResponsibleUnit.objects.filter(project=own, unit__isnull=False).order_by("position")
    printed = PlannedBudget.objects.filter(project=own).order_by("fiscal_year")
    revised = BudgetRevision.objects.filter(project=own).order_by("version__number")
    sums = (
        LedgerSum.objects.filter(project=own)
        .order_by()
        .values("fiscal_year", "kind")
        .annotate(amounts=Sum("amount"), settlements=Sum("settled"))
    )
    approved = Submission.objects.filter(
        state=SubmissionState.APPROVED,
        period__form__in=PROGRESS_FORMS,
        office__in=ResponsibleUnit.objects.filter(project=OuterRef(OuterRef("pk"))).values("unit"),
    )
    return projects.select_related("strategy__plan").annotate(
        unit_rows=json_rows(units, pk="unit_id", code="unit__code", name="unit__name"),
        printed_rows=json_rows(printed, year="fiscal_year", amount=exact("amount")),
        revised_rows=json_rows(revised, year="fiscal_year", amount=exact("amount")),
        sum_rows=json_rows(
            sums,
            year="fiscal_year",
            kind="kind",
            amount=exact("amounts"),
            settled=exact("settlements"),
        ),
        approved_rows=json_rows(
            approved, year="period__fiscal_year", round="period__round", unit="office_id"
        ),
    )


# --- putting together -------------------------------------------------------------


def _executed(
    row: Any,
    targets: Sequence[TargetValues],
    thresholds: Thresholds,
    today: date,
) -> ProjectExecution:
    units = tuple(Unit(**unit) for unit in row.unit_rows)
    printed = {one["year"]: Decimal(one["amount"]) for one in row.printed_rows}
    planned = {**printed, **{one["year"]: Decimal(one["amount"]) for one in row.revised_rows}}
    plan = row.strategy.plan
    money = _balances(row.sum_rows)
    years = {}
    # The year after the last holds what was carried over.
    for year in (*plan.years, plan.last_year + 1):
        quarter = approved_quarter(row.approved_rows, units, year)
        promised = [one for one in targets if one.target.fiscal_year == year]
        parts = tuple(_target_year(one, quarter, thresholds) for one in promised)
        balance = money.get(year, Balance())
        years[year] = ProjectYear(
            fiscal_year=year,
            planned=planned.get(year),
            printed=printed.get(year),
            balance=balance,
            quarter=quarter,
            targets=parts,
            judged=_judged(parts, planned.get(year), balance, quarter, year, thresholds, today),
        )
    if years[plan.last_year + 1].is_empty:
        del years[plan.last_year + 1]
    return ProjectExecution(row, units, years)


def approved_quarter(
    approvals: Iterable[Mapping[str, Any]], units: Sequence[Unit], fiscal_year: int
) -> int | None:
    """The newest quarter whose forms of all responsible units are approved."""
    held: dict[str, set[int]] = {}
    for row in approvals:
        if row["year"] == fiscal_year:
            held.setdefault(row["round"], set()).add(row["unit"])
    needed = {unit.pk for unit in units}
    full = [Quarter(name).number for name, have in held.items() if needed and needed <= have]
    return max(full, default=None)


def _balances(rows: Iterable[Mapping[str, Any]]) -> dict[int, Balance]:
    by_year: dict[int, list[tuple[str, Decimal, Decimal]]] = {}
    for row in rows:
        one = (row["kind"], Decimal(row["amount"]), Decimal(row["settled"]))
        by_year.setdefault(row["year"], []).append(one)
    return {year: balance_of(sums) for year, sums in by_year.items()}


def _target_year(one: TargetValues, quarter: int | None, thresholds: Thresholds) -> TargetYear:
    value = one.values.get(quarter) if quarter is not None else None
    target, measure = one.target, one.measure
    facts = Facts(
        title=measure_words(measure),
        basis=Basis(measure.basis),
        unit=measure.unit,
        target=target.value,
        exceeds=target.exceeds,
        value=value.value if value else None,
        milestone=value.milestone if value else "",
        elapsed=elapsed(quarter),
    )
    return TargetYear(target, value, judge(facts, thresholds))


def elapsed(quarter: int | None) -> Decimal:
    """Part of the fiscal year that is over at the end of the quarter."""
    return Decimal(quarter or 0) / QUARTERS


def _judged(
    parts: Sequence[TargetYear],
    planned: Decimal | None,
    balance: Balance,
    quarter: int | None,
    fiscal_year: int,
    thresholds: Thresholds,
    today: date,
) -> Judged | None:
    if not parts:
        return None
    if fiscal_year_bounds(fiscal_year)[0] > today:
        return Judged(Status.NOT_STARTED, None, (Step("ปีงบประมาณนี้ยังไม่เริ่ม"),))
    spending = Spending(planned, balance.funds, balance.disbursed)
    return judge_project([part.judged for part in parts], spending, elapsed(quarter), thresholds)
