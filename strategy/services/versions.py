"""Revisions of a plan: a further version with its reason. What is printed stays."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Max

from cpd_portal.core.audit import recorded
from cpd_portal.core.choices import Role
from cpd_portal.core.exceptions import InvalidInput, NotAllowed, RuleViolation
from cpd_portal.core.models import User
from strategy.models import BudgetRevision, Measure, Plan, PlanVersion, Project, Target
from strategy.selectors.versions import planned_budgets

PLANNERS_ONLY = "ปรับเป้าหมายและงบประมาณได้เฉพาะกองแผนงาน"
MOST_TARGET = Decimal("999999999999.99")
MOST_BUDGET = Decimal("9999999.99")


@dataclass(frozen=True)
class Revision:
    """What changes: values by measure and fiscal year, million baht by project and fiscal year.

    A budget that stands in one printed column for several years is split so. `texts` are the
    words beside a target, by measure and year, where they are not those so far.
    """

    reason: str
    targets: Mapping[tuple[int, int], Decimal] = field(default_factory=dict)
    budgets: Mapping[tuple[int, int], Decimal] = field(default_factory=dict)
    texts: Mapping[tuple[int, int], str] = field(default_factory=dict)


@recorded("strategy.plan.revised")
def plan_revise(*, actor: User, plan: Plan, revision: Revision) -> PlanVersion:
    """Raises NotAllowed, InvalidInput with pointers such as "/targets/12/2563", or RuleViolation
    where nothing changes."""
    if not actor.has_role(Role.PLANNER):
        raise NotAllowed(PLANNERS_ONLY)
    held = Plan.objects.select_for_update().get(pk=plan.pk)
    measures = Measure.objects.filter(project__strategy__plan=held).in_bulk()
    projects = set(Project.objects.all().of_plan(held.pk).values_list("pk", flat=True))
    _require_valid(held, revision, measures, projects)
    version = _next_version(actor, held, revision.reason)
    made = _add_targets(version, revision, measures) + _add_budgets(version, revision)
    if not made:
        raise RuleViolation("ไม่มีค่าใดเปลี่ยนจากรุ่นปัจจุบัน จึงไม่สร้างรุ่นใหม่")
    return version


@recorded("strategy.measure.verified")
def measure_verify(*, actor: User, measure: Measure) -> Measure:
    """The planning division confirms what was read from the print."""
    if not actor.has_role(Role.PLANNER):
        raise NotAllowed(PLANNERS_ONLY)
    current: Measure = Measure.objects.select_for_update().get(pk=measure.pk)
    if not current.verified:
        current.verified = True
        current.save(update_fields=["verified"])
    return current


def _next_version(actor: User, plan: Plan, reason: str) -> PlanVersion:
    newest = PlanVersion.objects.filter(plan=plan).aggregate(number=Max("number"))["number"] or 0
    version: PlanVersion = PlanVersion.objects.create(
        plan=plan, number=newest + 1, reason=reason.strip(), made_by=actor
    )
    return version


def _require_valid(
    plan: Plan, revision: Revision, measures: Mapping[int, Measure], projects: set[int]
) -> None:
    errors = []
    if not revision.reason.strip():
        errors.append(("/reason", "กรุณาระบุเหตุผลที่ปรับแผน"))
    for (measure, year), value in revision.targets.items():
        message = _target_problem(plan, measures.get(measure), year, value)
        if message:
            errors.append((f"/targets/{measure}/{year}", message))
    for (project, year), amount in revision.budgets.items():
        message = _budget_problem(plan, project in projects, year, amount)
        if message:
            errors.append((f"/budgets/{project}/{year}", message))
    if errors:
        raise InvalidInput(errors)


def _target_problem(plan: Plan, measure: Measure | None, year: int, value: Decimal) -> str:
    if measure is None or measure.is_milestone:
        return "ไม่มีเป้าหมายที่เป็นตัวเลขนี้ในแผน"
    if year not in plan.years:
        return f"ปีงบประมาณต้องอยู่ในแผน {plan.first_year}–{plan.last_year}"
    if not value.is_finite() or not 0 <= value <= MOST_TARGET:
        return "ค่าเป้าหมายต้องไม่ติดลบ"
    if measure.is_capped and value > 100:
        return "ร้อยละของกลุ่มเป้าหมายต้องไม่เกิน 100"
    return "" if value == round(value, 2) else "มีทศนิยมได้ไม่เกินสองตำแหน่ง"


def _budget_problem(plan: Plan, is_known: bool, year: int, amount: Decimal) -> str:
    if not is_known:
        return "ไม่มีโครงการนี้ในแผน"
    if year not in plan.years:
        return f"ปีงบประมาณต้องอยู่ในแผน {plan.first_year}–{plan.last_year}"
    if not amount.is_finite() or not 0 <= amount <= MOST_BUDGET:
        return "งบประมาณต้องไม่ติดลบ"
    return "" if amount == round(amount, 2) else "มีทศนิยมได้ไม่เกินสองตำแหน่ง (ล้านบาท)"


def _add_targets(version: PlanVersion, revision: Revision, measures: Mapping[int, Measure]) -> int:
    rows = Target.objects.filter(measure__in={measure for measure, _ in revision.targets})
    current = {(row.measure_id, row.fiscal_year): row for row in rows.as_of()}
    made = []
    for key, value in revision.targets.items():
        before = current.get(key)
        text = revision.texts.get(key, before.text if before else version.reason)
        if before is not None and (before.value, before.text) == (value, text):
            continue
        made.append(
            Target(
                version=version,
                measure=measures[key[0]],
                fiscal_year=key[1],
                value=value,
                exceeds=before.exceeds if before else False,
                text=text,
            )
        )
    return len(Target.objects.bulk_create(made))


def _add_budgets(version: PlanVersion, revision: Revision) -> int:
    current = planned_budgets({project for project, _ in revision.budgets})
    made = [
        BudgetRevision(version=version, project_id=project, fiscal_year=year, amount=amount)
        for (project, year), amount in revision.budgets.items()
        if current.get((project, year), Decimal(0)) != amount
    ]
    return len(BudgetRevision.objects.bulk_create(made))
