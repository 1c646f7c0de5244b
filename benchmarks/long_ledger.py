"""Ten years of a strategy: a second period like the printed one, its quarterly progress, and as
many rows of the ledger as are asked for."""

import re
from random import Random

from django.db import connection

from cpd_portal.core.models import User
from strategy.choices import PRINTED_PLAN, YEARS_OF_A_PLAN
from strategy.models import ActivityTarget, Plan, PlannedBudget, Project, SuccessIndicator
from strategy.sample.progress import sample_progress
from strategy.selectors.quarters import responsible_units
from strategy.services.new_plans import NewActivity, NewPlan, NewProject, plan_add

SECOND_PLAN = PRINTED_PLAN + YEARS_OF_A_PLAN
_YEAR = re.compile(r"๒๕๖([๐-๔])")
# Every quarter of every project, division and year gets rows in turn: eight payments to one
# allocation, each with a document of its own.
_ROWS = """
INSERT INTO strategy_ledgerentry
    (project_id, unit_id, fiscal_year, quarter, kind, amount, category, occurred_on,
     reference_no, treasury_no, detail, recorded_at)
SELECT place.project_id, place.unit_id, place.fiscal_year, place.quarter,
       CASE WHEN row %% 9 = 0 THEN 'allocation' ELSE 'disbursement' END,
       CASE WHEN row %% 9 = 0 THEN 90000 ELSE 10000.25 END,
       'operations', make_date(place.fiscal_year - 543, 2, 15), 'เพิ่ม ' || row, '', '', now()
FROM (
    SELECT responsible.project_id, responsible.unit_id, fiscal_year, quarter,
           row_number() OVER () AS number, count(*) OVER () AS places
    FROM strategy_responsibleunit responsible
    JOIN strategy_project project ON project.id = responsible.project_id
    JOIN strategy_strategy strategy ON strategy.id = project.strategy_id,
         generate_series(strategy.plan_id, strategy.plan_id + 4) AS fiscal_year,
         generate_series(1, 4) AS quarter
    WHERE strategy.plan_id = %s AND responsible.unit_id IS NOT NULL
) AS place
JOIN generate_series(1, %s) AS row ON row %% place.places + 1 = place.number
"""


def add_rows(plan: Plan, rows: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_ROWS, [plan.pk, rows])


def add_second_plan(actor: User) -> Plan:
    """The printed plan five years later, with the same projects, and its progress."""
    plan = plan_add(actor=actor, new=_five_years_later(Plan.objects.get(pk=PRINTED_PLAN)))
    sample_progress(Random(1), plan, responsible_units(plan))
    return plan


def _five_years_later(plan: Plan) -> NewPlan:
    projects = list(Project.objects.all().of_plan(plan.pk).select_related("strategy"))
    code = {project.pk: f"{project.strategy.number}.{project.position}" for project in projects}
    return NewPlan(
        first_year=SECOND_PLAN,
        title=plan.title,
        strategies={row.strategy.number: row.strategy.title for row in projects},
        projects=[_project(project, code[project.pk]) for project in projects],
        activities=_activities(code),
        indicators=[
            (code[row.project_id], _YEAR.sub(_later, row.text))
            for row in SuccessIndicator.objects.filter(project__in=code)
        ],
    )


def _project(project: Project, code: str) -> NewProject:
    budgets = PlannedBudget.objects.filter(project=project)
    units = project.responsible_units.exclude(unit=None).values_list("unit__code", flat=True)
    return NewProject(
        strategy=project.strategy.number,
        code=code,
        title=project.title,
        target_group=project.target_group,
        objective="",
        expected_result="",
        units=tuple(units),
        budgets={row.fiscal_year + YEARS_OF_A_PLAN: row.amount for row in budgets},
    )


def _activities(code: dict[int, str]) -> list[NewActivity]:
    cells: dict[tuple[int, str, str], dict[int, str]] = {}
    rows = ActivityTarget.objects.filter(activity__project__in=code).select_related("activity")
    for row in rows:
        key = (row.activity.project_id, row.activity.number, row.activity.title)
        cells.setdefault(key, {})[row.fiscal_year + YEARS_OF_A_PLAN] = _YEAR.sub(_later, row.text)
    return [
        NewActivity(project=code[project], number=number, title=title, cells=by_year)
        for (project, number, title), by_year in cells.items()
    ]


def _later(year: re.Match[str]) -> str:
    """๒๕๖๑ as ๒๕๖๖."""
    return "๒๕๖" + "๕๖๗๘๙"["๐๑๒๓๔".index(year[1])]
