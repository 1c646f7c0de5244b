"""The plan at a glance: strategies by years, what is behind, who has spent what."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from cpd_portal.core.models import OrgUnit, User
from strategy.choices import Status
from strategy.models import Plan, Project, ResponsibleUnit, Strategy
from strategy.rules.money import Balance
from strategy.rules.status import Rollup, Thresholds, roll_up
from strategy.selectors.execution import ProjectExecution, ProjectYear, execution
from strategy.selectors.rows import json_rows

ZERO = Decimal(0)
HEAT_STEP = Decimal(20)
NEEDS_CARE = (Status.BEHIND, Status.AT_RISK, Status.NO_REPORT)


@dataclass(frozen=True)
class Cell:
    """Several project-years together. `planned` is million baht, the balance baht."""

    planned: Decimal
    balance: Balance
    progress: Rollup

    @property
    def has_content(self) -> bool:
        return bool(self.progress.counts or self.planned or self.balance != Balance())

    @property
    def heat(self) -> int:
        """0 (nothing paid, or nothing to pay) to 4 (all but a little), by absorption."""
        paid = self.balance.absorption
        return 0 if paid is None else min(4, int(max(paid, ZERO) // HEAT_STEP))

    @property
    def statuses(self) -> list[tuple[Status, int]]:
        """In the order of the statuses, those that occur."""
        return [(one, self.progress.counts[one]) for one in Status if one in self.progress.counts]


@dataclass(frozen=True)
class ProjectLine:
    """`shown`: the chosen years, in the order of the columns."""

    project: Project
    shown: tuple[ProjectYear, ...]
    planned: Decimal
    balance: Balance


@dataclass(frozen=True)
class StrategyLine:
    strategy: Strategy
    projects: tuple[ProjectLine, ...]
    cells: dict[int, Cell]
    total: Cell


@dataclass(frozen=True)
class CareLine:
    """A project-year that somebody should look at."""

    execution: ProjectExecution
    year: ProjectYear


@dataclass(frozen=True)
class Overview:
    years: tuple[int, ...]
    lines: tuple[StrategyLine, ...]
    cells: dict[int, Cell]
    total: Cell
    care: tuple[CareLine, ...]
    thresholds: Thresholds

    @property
    def projects(self) -> int:
        return sum(len(line.projects) for line in self.lines)


@dataclass(frozen=True)
class OverviewFilter:
    """What of a plan is shown; None and "" mean everything."""

    words: str = ""
    strategy: int | None = None
    unit: str = ""
    fiscal_year: int | None = None
    status: str = ""


def plan_of(first_year: int) -> Plan | None:
    """With `strategy_numbers` and `unit_rows` (code and name) for its filters, and `all_plans`
    (first years): one query."""
    strategies = Strategy.objects.filter(plan=OuterRef("pk")).order_by("number")
    units = OrgUnit.objects.filter(
        pk__in=ResponsibleUnit.objects.filter(
            project__strategy__plan=OuterRef(OuterRef("pk"))
        ).values("unit")
    ).order_by("name_sort")
    plan: Plan | None = (
        Plan.objects.filter(pk=first_year)
        .annotate(
            strategy_numbers=ArraySubquery(strategies.values("number")),
            unit_rows=json_rows(units, code="code", name="name"),
            all_plans=ArraySubquery(Plan.objects.order_by("first_year").values("first_year")),
        )
        .first()
    )
    return plan


def overview(
    user: User, plan: Plan, wanted: OverviewFilter, today: date, as_of: date | None = None
) -> Overview:
    """`as_of` as in `execution`."""
    rows = Project.objects.all().of_plan(plan.pk).search(wanted.words)
    if wanted.strategy is not None:
        rows = rows.of_strategy(wanted.strategy)
    if wanted.unit:
        rows = rows.of_unit(wanted.unit)
    read = execution(user, rows, today, as_of)
    years = (wanted.fiscal_year,) if wanted.fiscal_year else _years(plan, read.projects)
    shown = [one for one in read.projects if _has_status(one, years, wanted.status)]
    return Overview(
        years=years,
        lines=_lines(shown, years),
        cells={year: _cell(_of_years(shown, (year,))) for year in years},
        total=_cell(_of_years(shown, years)),
        care=_care(shown, years, wanted.status),
        thresholds=read.thresholds,
    )


def _years(plan: Plan, projects: Iterable[ProjectExecution]) -> tuple[int, ...]:
    """Those of the plan, and the next one where money was carried into it."""
    after = plan.last_year + 1
    carried = any(after in project.years for project in projects)
    return (*plan.years, after) if carried else plan.years


def _has_status(project: ProjectExecution, years: Sequence[int], status: str) -> bool:
    if not status:
        return True
    found = (project.years[year].judged for year in years if year in project.years)
    return any(judged is not None and judged.status == status for judged in found)


def _of_years(projects: Iterable[ProjectExecution], years: Sequence[int]) -> list[ProjectYear]:
    return [one.years[year] for one in projects for year in years if year in one.years]


def _cell(parts: Sequence[ProjectYear]) -> Cell:
    judged = [(part.planned, part.judged) for part in parts if part.judged is not None]
    return Cell(
        planned=sum((part.planned or ZERO for part in parts), ZERO),
        balance=sum((part.balance for part in parts), Balance()),
        progress=roll_up(judged),
    )


def _lines(projects: Sequence[ProjectExecution], years: Sequence[int]) -> tuple[StrategyLine, ...]:
    by_strategy: dict[int, list[ProjectExecution]] = {}
    for one in projects:
        by_strategy.setdefault(one.project.strategy_id, []).append(one)
    return tuple(
        StrategyLine(
            strategy=own[0].project.strategy,
            projects=tuple(_project_line(one, years) for one in own),
            cells={year: _cell(_of_years(own, (year,))) for year in years},
            total=_cell(_of_years(own, years)),
        )
        for own in by_strategy.values()
    )


def _project_line(one: ProjectExecution, years: Sequence[int]) -> ProjectLine:
    shown = tuple(one.year(year) for year in years)
    return ProjectLine(
        project=one.project,
        shown=shown,
        planned=sum((year.planned or ZERO for year in shown), ZERO),
        balance=sum((year.balance for year in shown), Balance()),
    )


def _care(
    projects: Sequence[ProjectExecution], years: Sequence[int], status: str
) -> tuple[CareLine, ...]:
    """The worst first; of one project the newest year first."""
    wanted = (status,) if status else NEEDS_CARE
    lines = [
        CareLine(one, one.years[year])
        for one in projects
        for year in reversed(years)
        if year in one.years
        and (judged := one.years[year].judged) is not None
        and judged.status in wanted
    ]
    order = list(Status)
    return tuple(
        sorted(lines, key=lambda line: order.index(line.year.judged.status))  # type: ignore[union-attr]
    )
