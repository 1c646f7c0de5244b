"""Versions of a plan, and what differs between two of them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q

from cpd_portal.thai.formatting import format_plain
from strategy.models import BudgetRevision, Plan, PlannedBudget, PlanVersion, Target
from strategy.selectors.rows import json_rows
from strategy.selectors.targets import measure_words

BUDGET = "ประมาณการงบประมาณ (ล้านบาท)"
Cell = tuple[str, str, int]


@dataclass(frozen=True)
class Difference:
    """One cell as of two versions; "" where a version has none."""

    project: str
    words: str
    fiscal_year: int
    before: str
    after: str


def versions_of(plan: Plan) -> list[PlanVersion]:
    rows = PlanVersion.objects.filter(plan=plan).select_related("made_by")
    return list(rows.order_by("-number"))


def history_rows(project: OuterRef) -> ArraySubquery:
    """The versions that changed a target or budget of the project, the newest first, to be read
    with it."""
    own = {"version": OuterRef("pk")}
    changed = Exists(Target.objects.filter(**own, measure__project=OuterRef(project))) | Exists(
        BudgetRevision.objects.filter(**own, project=OuterRef(project))
    )
    return json_rows(
        PlanVersion.objects.filter(changed).order_by("-number"),
        number="number",
        reason="reason",
        by="made_by__full_name",
        at="made_at",
    )


def planned_budgets(
    projects: Iterable[int], version: int | None = None
) -> dict[tuple[int, int], Decimal]:
    """Million baht by project and fiscal year as of a version; None: the newest. Version 1 is
    what is printed."""
    keys = list(projects)
    found = {
        (project, year): amount
        for project, year, amount in PlannedBudget.objects.filter(project__in=keys).values_list(
            "project", "fiscal_year", "amount"
        )
    }
    upto = Q() if version is None else Q(version__number__lte=version)
    revised = BudgetRevision.objects.filter(upto, project__in=keys).order_by("version__number")
    for project, year, amount in revised.values_list("project", "fiscal_year", "amount"):
        found[project, year] = amount
    return found


def differences(plan: Plan, before: int, after: int) -> list[Difference]:
    """Targets and budgets of two versions, cell by cell: three queries for both."""
    history = [*_printed_budgets(plan), *_revised_budgets(plan), *_targets(plan)]
    old, new = (_as_of(history, number) for number in (before, after))
    return [
        Difference(*key, old.get(key, ""), new.get(key, ""))
        for key in {**old, **new}
        if old.get(key, "") != new.get(key, "")
    ]


def _as_of(history: Iterable[tuple[int, Cell, str]], version: int) -> dict[Cell, str]:
    """What each cell says; `history` is by version within a cell."""
    return {cell: words for number, cell, words in history if number <= version}


def _targets(plan: Plan) -> Iterator[tuple[int, Cell, str]]:
    rows = (
        Target.objects.filter(measure__project__strategy__plan=plan)
        .select_related("version", "measure__project", "measure__activity", "measure__indicator")
        .order_by("version__number", "measure", "fiscal_year")
    )
    for row in rows:
        words = f"{measure_words(row.measure)} ({row.measure.unit or 'ขั้นงาน'})"
        yield row.version.number, (row.measure.project.code, words, row.fiscal_year), row.words


def _printed_budgets(plan: Plan) -> Iterator[tuple[int, Cell, str]]:
    rows = PlannedBudget.objects.filter(project__strategy__plan=plan)
    for code, year, amount in rows.values_list("project__code", "fiscal_year", "amount"):
        yield 1, (code, BUDGET, year), format_plain(amount)


def _revised_budgets(plan: Plan) -> Iterator[tuple[int, Cell, str]]:
    rows = BudgetRevision.objects.filter(project__strategy__plan=plan)
    fields = ("version__number", "project__code", "fiscal_year", "amount")
    for number, code, year, amount in rows.order_by("version__number").values_list(*fields):
        yield number, (code, BUDGET, year), format_plain(amount)
