"""A further period of the strategy: its plan as it is handed in, read like the printed one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from cpd_portal.core.audit import recorded
from cpd_portal.core.choices import Role
from cpd_portal.core.exceptions import NotAllowed, RuleViolation
from cpd_portal.core.models import OrgUnit, User
from cpd_portal.thai.searching import search_key
from strategy.choices import YEARS_OF_A_PLAN
from strategy.loading import REFERENCE
from strategy.models import (
    Activity,
    ActivityTarget,
    ExpectedResult,
    Objective,
    Plan,
    PlannedBudget,
    PlanVersion,
    Project,
    ResponsibleUnit,
    Strategy,
    SuccessIndicator,
)
from strategy.period_loading import load_periods
from strategy.target_loading import PRINTED_VERSION, load_targets

PLANNERS_ONLY = "เพิ่มแผนช่วงใหม่ได้เฉพาะกองแผนงาน"
BUDGET_LABEL = "ประมาณการงบประมาณ (ล้านบาท)"
REASON = "แผนตามแฟ้มที่นำเข้า อ่านเป็นตัวเลขโดยระบบ ยังไม่ยืนยัน"


@dataclass(frozen=True, kw_only=True)
class NewProject:
    """`code` within the plan ("5.1"); `units` are codes of the responsible divisions, in the
    order of the plan; `budgets` million baht by fiscal year."""

    strategy: int
    code: str
    title: str
    target_group: str
    objective: str
    expected_result: str
    units: tuple[str, ...]
    budgets: Mapping[int, Decimal]


@dataclass(frozen=True, kw_only=True)
class NewActivity:
    """`cells`: what is promised in each year, as it is handed in."""

    project: str
    number: str
    title: str
    cells: Mapping[int, str]


@dataclass(frozen=True, kw_only=True)
class NewPlan:
    """`strategies`: titles by number; `indicators`: pairs of project and success indicator."""

    first_year: int
    title: str
    strategies: Mapping[int, str]
    projects: Sequence[NewProject]
    activities: Sequence[NewActivity]
    indicators: Sequence[tuple[str, str]]


@recorded("strategy.plan.added")
def plan_add(*, actor: User, new: NewPlan) -> Plan:
    """Stores a plan that was checked already. Raises NotAllowed or RuleViolation."""
    if not actor.has_role(Role.PLANNER):
        raise NotAllowed(PLANNERS_ONLY)
    require_new_period(new.first_year)
    plan: Plan = Plan.objects.create(
        first_year=new.first_year,
        last_year=new.first_year + YEARS_OF_A_PLAN - 1,
        title=new.title,
    )
    projects = _add_projects(new, _add_strategies(plan, new))
    _add_activities(new, projects)
    _add_indicators(new, projects)
    PlanVersion.objects.create(plan=plan, number=PRINTED_VERSION, reason=REASON, made_by=actor)
    load_targets(plan)
    load_periods(REFERENCE, plan)
    return plan


def require_new_period(first_year: int) -> None:
    """Raises RuleViolation where a plan has one of the years, or where years would be left out."""
    last = Plan.objects.order_by("-last_year").values_list("last_year", flat=True).first()
    if last is not None and first_year <= last:
        raise RuleViolation(
            f"ปีงบประมาณ {first_year} อยู่ในแผนที่มีแล้ว การปรับเป้าหมายและงบประมาณทำที่หน้าโครงการ"
        )
    if last is not None and first_year != last + 1:
        raise RuleViolation(f"แผนช่วงถัดไปต้องเริ่มปีงบประมาณ {last + 1}")


def code_in_portal(first_year: int, code: str) -> str:
    """Codes of later plans begin with the plan's first year."""
    return f"{first_year}-{code}"


def _add_strategies(plan: Plan, new: NewPlan) -> dict[int, Strategy]:
    rows = Strategy.objects.bulk_create(
        Strategy(plan=plan, number=number, title=title)
        for number, title in sorted(new.strategies.items())
    )
    return {row.number: row for row in rows}


def _add_projects(new: NewPlan, strategies: Mapping[int, Strategy]) -> dict[str, Project]:
    units = {unit.code: unit for unit in OrgUnit.objects.headquarters()}
    rows = Project.objects.bulk_create(
        Project(
            strategy=strategies[one.strategy],
            code=code_in_portal(new.first_year, one.code),
            position=int(one.code.partition(".")[2]),
            printed_code=one.code,
            title=one.title,
            target_group=one.target_group,
            budget_label=BUDGET_LABEL,
            search_text=_search_text(new, one),
        )
        for one in new.projects
    )
    projects = {one.code: row for one, row in zip(new.projects, rows, strict=True)}
    Objective.objects.bulk_create(
        Objective(project=projects[one.code], position=1, text=one.objective)
        for one in new.projects
        if one.objective
    )
    ExpectedResult.objects.bulk_create(
        ExpectedResult(project=projects[one.code], position=1, text=one.expected_result)
        for one in new.projects
        if one.expected_result
    )
    ResponsibleUnit.objects.bulk_create(
        ResponsibleUnit(
            project=projects[one.code], position=at, name=units[code].name, unit=units[code]
        )
        for one in new.projects
        for at, code in enumerate(one.units, start=1)
    )
    PlannedBudget.objects.bulk_create(
        PlannedBudget(project=projects[one.code], fiscal_year=year, amount=amount)
        for one in new.projects
        for year, amount in one.budgets.items()
        if amount
    )
    return projects


def _add_activities(new: NewPlan, projects: Mapping[str, Project]) -> None:
    count: dict[str, int] = {}
    for one in new.activities:
        count[one.project] = count.get(one.project, 0) + 1
        activity = Activity.objects.create(
            project=projects[one.project],
            position=count[one.project],
            number=one.number,
            printed_no=one.number,
            title=one.title,
        )
        ActivityTarget.objects.bulk_create(
            ActivityTarget(activity=activity, fiscal_year=year, text=text)
            for year, text in one.cells.items()
        )


def _add_indicators(new: NewPlan, projects: Mapping[str, Project]) -> None:
    count: dict[str, int] = {}
    rows = []
    for code, text in new.indicators:
        count[code] = count.get(code, 0) + 1
        rows.append(SuccessIndicator(project=projects[code], position=count[code], text=text))
    SuccessIndicator.objects.bulk_create(rows)


def _search_text(new: NewPlan, one: NewProject) -> str:
    texts = [one.code, one.title, one.target_group, one.objective, one.expected_result]
    texts += [text for code, text in new.indicators if code == one.code]
    for activity in new.activities:
        if activity.project == one.code:
            texts += [activity.title, *activity.cells.values()]
    return "\n".join(search_key(text) for text in texts)
