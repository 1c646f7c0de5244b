"""Reads of the strategic plan as frozen values: for pages, the API and other apps.

What the document lacks is None, never an empty text and never zero. Budgets are million baht.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import OuterRef, QuerySet

from cpd_portal.core.models import OrgUnit, SourceAnomaly, User
from cpd_portal.thai.numerals import to_arabic_digits
from strategy.choices import DATASET, PLAN_YEARS, PRINTED_PLAN
from strategy.models import (
    Activity,
    ActivityTarget,
    Definition,
    ExpectedResult,
    Objective,
    PlannedBudget,
    Project,
    ResponsibleUnit,
    Strategy,
    SuccessIndicator,
)
from strategy.querysets import ProjectQuerySet
from strategy.selectors.rows import exact, json_rows
from strategy.selectors.versions import history_rows

ZERO = Decimal(0)
NEAR = 2
YearTargets = dict[int, str | None]
YearBudgets = dict[int, Decimal | None]


@dataclass(frozen=True)
class StrategyHead:
    number: int
    title: str | None
    lines: str


@dataclass(frozen=True)
class Paragraph:
    """`number` is the printed number in Arabic digits; None where it is printed unnumbered."""

    number: str | None
    text: str
    lines: str


@dataclass(frozen=True)
class Responsible:
    """The name as printed; the unit's code where it is one of the office tree."""

    name: str
    unit_code: str | None
    unit_name: str | None


@dataclass(frozen=True)
class ActivityDetail:
    number: str
    printed_no: str | None
    title: str | None
    lines: str
    targets: YearTargets


@dataclass(frozen=True)
class Anomaly:
    """`where` is a path inside the project: "code", "activities/3.4/targets/2563"."""

    where: str
    printed: str
    reading: str
    note: str


@dataclass(frozen=True)
class Change:
    """A version of the plan that changed the project; nobody made the printed one."""

    number: int
    reason: str
    by: str | None
    at: datetime


@dataclass(frozen=True)
class ProjectDetail:
    code: str
    printed_code: str | None
    title: str | None
    strategy: StrategyHead
    objectives: tuple[Paragraph, ...]
    target_group: str | None
    definitions: tuple[Paragraph, ...]
    responsible: tuple[Responsible, ...]
    expected_results: tuple[Paragraph, ...]
    success_indicators: tuple[Paragraph, ...]
    activities: tuple[ActivityDetail, ...]
    budget: YearBudgets
    budget_total: Decimal
    anomalies: tuple[Anomaly, ...]
    lines: str
    passes: int
    history: tuple[Change, ...]

    @property
    def responsible_units(self) -> tuple[Responsible, ...]:
        """Those of the responsible that are units of the office tree."""
        return tuple(row for row in self.responsible if row.unit_code)


@dataclass(frozen=True)
class ProjectSummary:
    """One row of the list."""

    code: str
    title: str | None
    responsible: tuple[Responsible, ...]
    budget: YearBudgets
    budget_total: Decimal
    notes: int


@dataclass(frozen=True)
class StrategyGroup:
    """The listed projects of one strategy and their sums."""

    strategy: StrategyHead
    projects: tuple[ProjectSummary, ...]
    budget: dict[int, Decimal]
    budget_total: Decimal


@dataclass(frozen=True)
class BudgetTotals:
    """Sums over projects, million baht; the document prints none."""

    by_year: dict[int, Decimal]
    by_strategy: dict[int, Decimal]
    total: Decimal


@dataclass(frozen=True)
class Neighbour:
    code: str
    title: str | None


# --- projects -----------------------------------------------------------------


def project_details(user: User, plan: int = PRINTED_PLAN) -> list[ProjectDetail]:
    """Every project with all its parts, in the order of the plan."""
    return _details(_visible(user).of_plan(plan))


def project_detail(user: User, code: str) -> ProjectDetail | None:
    """One project with all its parts; None where there is none."""
    return next(iter(_details(_visible(user).filter(code=code))), None)


def neighbours(user: User, code: str) -> list[Neighbour]:
    """The nearest projects of the same strategy, the asked one among them."""
    siblings = _visible(user).filter(strategy__projects__code=code)
    rows = [Neighbour(row, title or None) for row, title in siblings.values_list("code", "title")]
    place = next((at for at, row in enumerate(rows) if row.code == code), 0)
    return rows[max(0, place - NEAR) : place + NEAR + 1]


def project_groups(
    user: User, words: str = "", strategy: int | None = None, unit: str = ""
) -> list[StrategyGroup]:
    """The projects that match, by strategy; strategies without a match are left out."""
    found = _visible(user).of_plan(PRINTED_PLAN).search(words)
    if strategy is not None:
        found = found.of_strategy(strategy)
    if unit:
        found = found.of_unit(unit)
    projects = list(found.prefetch_related("budgets", "responsible_units__unit"))
    notes = _notes(projects)
    heads = {project.strategy.pk: project.strategy for project in projects}
    summaries = [(row.strategy_id, _summary(row, notes.get(row.code, []))) for row in projects]
    return [
        _group(head, [summary for of, summary in summaries if of == pk])
        for pk, head in heads.items()
    ]


# --- the frame ----------------------------------------------------------------


def strategies(user: User) -> list[StrategyHead]:
    rows = Strategy.objects.filter(plan=PRINTED_PLAN).visible_to(user)
    return [_head(row) for row in rows]


def responsible_units(user: User) -> list[tuple[str, str]]:
    """Code and name of every unit that is responsible for a project."""
    responsible = OrgUnit.objects.filter(
        pk__in=_visible(user).of_plan(PRINTED_PLAN).values("responsible_units__unit")
    ).order_by("name_sort")
    return list(responsible.values_list("code", "name"))


def budget_totals(user: User) -> BudgetTotals:
    rows = list(
        PlannedBudget.objects.filter(project__strategy__plan=PRINTED_PLAN)
        .visible_to(user)
        .values_list("fiscal_year", "project__strategy__number", "amount")
    )
    numbers = sorted({number for _, number, _ in rows})
    return BudgetTotals(
        by_year={
            year: sum((amount for at, _, amount in rows if at == year), ZERO)
            for year in PLAN_YEARS
        },
        by_strategy={
            number: sum((amount for _, of, amount in rows if of == number), ZERO)
            for number in numbers
        },
        total=sum((amount for _, _, amount in rows), ZERO),
    )


def sums_of(groups: list[StrategyGroup]) -> BudgetTotals:
    """Sums over the listed projects."""
    by_strategy = {group.strategy.number: group.budget_total for group in groups}
    by_year = {year: sum((group.budget[year] for group in groups), ZERO) for year in PLAN_YEARS}
    return BudgetTotals(by_year, by_strategy, sum(by_strategy.values(), ZERO))


# --- building -----------------------------------------------------------------


def _visible(user: User) -> ProjectQuerySet:
    queryset: ProjectQuerySet = Project.objects.all()
    return queryset.visible_to(user).select_related("strategy")


def _details(projects: ProjectQuerySet) -> list[ProjectDetail]:
    """With all that is printed of each project: two queries, however many there are."""
    whole: list[Any] = list(_with_parts(projects))
    notes = _notes(whole)
    return [_detail(project, notes.get(project.code, [])) for project in whole]


def _with_parts(projects: ProjectQuerySet) -> "QuerySet[Any]":
    own = OuterRef("pk")
    paragraphs = {
        name: json_rows(
            model._default_manager.filter(project=own).order_by("position"),
            printed_no="printed_no",
            text="text",
            lines="lines",
        )
        for name, model in _PARAGRAPHS.items()
    }
    units = ResponsibleUnit.objects.filter(project=own).order_by("position")
    targets = ActivityTarget.objects.filter(activity=OuterRef("pk"))
    activities = Activity.objects.filter(project=own).order_by("position")
    budgets = PlannedBudget.objects.filter(project=own)
    found: QuerySet[Any] = projects.select_related("strategy__plan").annotate(
        **paragraphs,
        responsible_rows=json_rows(units, name="name", code="unit__code", unit="unit__name"),
        activity_rows=json_rows(
            activities,
            number="number",
            printed_no="printed_no",
            title="title",
            lines="lines",
            targets=json_rows(targets, year="fiscal_year", text="text"),
        ),
        history_rows=history_rows(own),
        budget_rows=json_rows(budgets, year="fiscal_year", amount=exact("amount")),
    )
    return found


_PARAGRAPHS: Mapping[str, type[Any]] = {
    "objective_rows": Objective,
    "definition_rows": Definition,
    "result_rows": ExpectedResult,
    "indicator_rows": SuccessIndicator,
}


def _detail(project: Any, notes: list[Anomaly]) -> ProjectDetail:
    years = project.strategy.plan.years
    printed = {row["year"]: Decimal(row["amount"]) for row in project.budget_rows}
    budget = {year: printed.get(year) for year in years}
    return ProjectDetail(
        code=project.code,
        printed_code=project.printed_code or None,
        title=project.title or None,
        strategy=_head(project.strategy),
        objectives=_paragraphs(project.objective_rows),
        target_group=project.target_group or None,
        definitions=_paragraphs(project.definition_rows),
        responsible=tuple(
            Responsible(row["name"], row["code"], row["unit"]) for row in project.responsible_rows
        ),
        expected_results=_paragraphs(project.result_rows),
        success_indicators=_paragraphs(project.indicator_rows),
        activities=tuple(_activity(row, years) for row in project.activity_rows),
        budget=budget,
        budget_total=_total(budget),
        anomalies=tuple(notes),
        lines=project.lines,
        passes=project.passes,
        history=tuple(
            Change(**{**row, "at": datetime.fromisoformat(row["at"])})
            for row in project.history_rows
        ),
    )


def _summary(project: Project, notes: list[Anomaly]) -> ProjectSummary:
    budget = _budget(project)
    return ProjectSummary(
        code=project.code,
        title=project.title or None,
        responsible=_responsible(project),
        budget=budget,
        budget_total=_total(budget),
        notes=len(notes),
    )


def _group(strategy: Strategy, projects: list[ProjectSummary]) -> StrategyGroup:
    by_year = {
        year: sum((row.budget[year] or ZERO for row in projects), ZERO) for year in PLAN_YEARS
    }
    return StrategyGroup(_head(strategy), tuple(projects), by_year, sum(by_year.values(), ZERO))


def _head(strategy: Strategy) -> StrategyHead:
    return StrategyHead(strategy.number, strategy.title or None, strategy.lines)


def _paragraphs(rows: Iterable[Mapping[str, str]]) -> tuple[Paragraph, ...]:
    return tuple(
        Paragraph(to_arabic_digits(row["printed_no"]) or None, row["text"], row["lines"])
        for row in rows
    )


def _responsible(project: Project) -> tuple[Responsible, ...]:
    return tuple(
        Responsible(row.name, row.unit.code if row.unit else None, row.unit and row.unit.name)
        for row in project.responsible_units.all()
    )


def _activity(row: Mapping[str, Any], years: Sequence[int]) -> ActivityDetail:
    printed = {target["year"]: target["text"] for target in row["targets"]}
    return ActivityDetail(
        number=row["number"],
        printed_no=row["printed_no"] or None,
        title=row["title"] or None,
        lines=row["lines"],
        targets={year: printed.get(year) for year in years},
    )


def _budget(project: Project) -> YearBudgets:
    printed = {row.fiscal_year: row.amount for row in project.budgets.all()}
    return {year: printed.get(year) for year in PLAN_YEARS}


def _total(budget: YearBudgets) -> Decimal:
    return sum((amount for amount in budget.values() if amount is not None), ZERO)


def _notes(projects: Iterable[Project]) -> dict[str, list[Anomaly]]:
    """The anomalies of each project, in the order of its file."""
    rows = SourceAnomaly.objects.filter(
        dataset=DATASET, record__in=[project.code for project in projects]
    )
    notes: dict[str, list[Anomaly]] = {}
    for row in rows.order_by("record", "position"):
        anomaly = Anomaly(row.where, row.printed, row.reading, row.note)
        notes.setdefault(row.record, []).append(anomaly)
    return notes
