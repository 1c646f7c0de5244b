"""Versions of a plan, and what differs between two of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F, Q

from strategy.models import BudgetRevision, Plan, PlannedBudget, PlanVersion, Target
from strategy.selectors.targets import measure_words

Cells = dict[tuple[str, str, int], str]


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
    """Targets and budgets of two versions, cell by cell: four queries."""
    old, new = (_cells(plan, number) for number in (before, after))
    return [
        Difference(*key, old.get(key, ""), new.get(key, ""))
        for key in {**old, **new}
        if old.get(key, "") != new.get(key, "")
    ]


def _cells(plan: Plan, version: int) -> Cells:
    rows = (
        Target.objects.all()
        .as_of(version)
        .filter(measure__project__strategy__plan=plan)
        .select_related("measure__project", "measure__activity", "measure__indicator")
    )
    found: Cells = {}
    for row in rows:
        words = f"{measure_words(row.measure)} ({row.measure.unit or 'ขั้นงาน'})"
        key = (row.measure.project.code, words, row.fiscal_year)
        found[key] = row.words
    budgets = BudgetRevision.objects.filter(
        project__strategy__plan=plan, version__number__lte=version
    ).order_by("version__number")
    printed = PlannedBudget.objects.filter(project__strategy__plan=plan)
    for budget_rows in (printed, budgets):
        values = budget_rows.annotate(code=F("project__code"))
        for code, year, amount in values.values_list("code", "fiscal_year", "amount"):
            found[code, "ประมาณการงบประมาณ (ล้านบาท)", year] = format(amount.normalize(), "f")
    return found
