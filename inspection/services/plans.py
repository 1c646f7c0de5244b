"""The plan of an office: its quota, what risk proposes, the chief's approval."""

from datetime import date

from django.utils import timezone

from coops.models import Institution
from cpd_portal.core.audit import recorded
from cpd_portal.core.exceptions import RuleViolation, StaleObject
from cpd_portal.core.holidays.selectors import holidays
from cpd_portal.core.models import OrgUnit, User
from cpd_portal.thai.fiscal import fiscal_year_bounds
from inspection.choices import PlanState, VisitState
from inspection.models import InspectionPlan, Visit
from inspection.plan_weights import risk_weights
from inspection.rules.plans import spread
from inspection.selectors.risk import risks_of
from inspection.services.guards import require_chief, require_planner

NOTHING = "แผนครบจำนวนแล้ว หรือไม่มีแห่งใดให้เสนอเพิ่ม"


@recorded("inspection.plan.saved")
def plan_save(
    *,
    actor: User,
    office: OrgUnit,
    fiscal_year: int,
    version: int,
    quota: int,
    note: str = "",
) -> InspectionPlan:
    """The quota and where it comes from; `version` 0 begins the plan.

    Raises NotAllowed, StaleObject, or RuleViolation for a plan that only the chief changes.
    """
    require_planner(actor, office)
    plan = _found(office, fiscal_year)
    if plan is None:
        plan = InspectionPlan(office=office, fiscal_year=fiscal_year, version=0, made_by=actor)
    if plan.version != version:
        raise StaleObject
    require_changeable(actor, plan)
    plan.quota, plan.note = quota, note.strip()
    return _store(plan)


@recorded("inspection.plan.proposed")
def plan_propose(*, actor: User, plan: InspectionPlan, version: int, today: date) -> list[Visit]:
    """Plans visits to the institutions with the highest risk until the quota is reached, on days
    spread over what is left of the year. What is planned already stays."""
    current = held_plan(actor, plan, version)
    lines = risks_of(actor, current.office, current.fiscal_year, today, risk_weights())
    planned = sum(line.is_planned for line in lines)
    chosen = [line for line in lines if not line.is_planned][: max(0, current.quota - planned)]
    if not chosen:
        raise RuleViolation(NOTHING)
    first, last = fiscal_year_bounds(current.fiscal_year)
    if today > last:
        raise RuleViolation("ปีงบประมาณของแผนผ่านไปแล้ว จึงเสนอการตรวจเพิ่มไม่ได้")
    days = spread(max(first, today), last, len(chosen), holidays())
    _store(current)
    visits = [
        Visit(
            institution_id=line.pk,
            office=current.office,
            fiscal_year=current.fiscal_year,
            planned_on=day,
        )
        for line, day in zip(chosen, days, strict=True)
    ]
    return Visit.objects.bulk_create(visits)


@recorded("inspection.plan.approved")
def plan_approve(*, actor: User, plan: InspectionPlan, version: int) -> InspectionPlan:
    """From now on only the chief changes it."""
    require_chief(actor, plan.office)
    current = held_plan(actor, plan, version)
    if current.state == PlanState.APPROVED:
        raise RuleViolation("แผนนี้อนุมัติแล้ว")
    rows = Visit.objects.of_year(current.fiscal_year).filter(office=current.office)
    if not rows.exclude(state=VisitState.CANCELLED).exists():
        raise RuleViolation("แผนยังไม่มีแห่งที่จะตรวจ จึงอนุมัติไม่ได้")
    current.state = PlanState.APPROVED
    current.approved_by, current.approved_at = actor, timezone.now()
    return _store(current)


@recorded("inspection.plan.entry_added")
def plan_add(
    *, actor: User, plan: InspectionPlan, institution: Institution, planned_on: date
) -> Visit:
    """Several visits to one institution in a year are possible."""
    current = held_plan(actor, plan, None)
    if institution.office_id != current.office_id:
        raise RuleViolation(f"{institution.name}ไม่ได้อยู่ในความดูแลของ{current.office.name}")
    require_in_year(planned_on, current.fiscal_year)
    _store(current)
    return Visit.objects.create(
        institution=institution,
        office=current.office,
        fiscal_year=current.fiscal_year,
        planned_on=planned_on,
    )


def require_changeable(actor: User, plan: InspectionPlan) -> None:
    """An approved plan is changed by the chief alone."""
    if plan.state == PlanState.APPROVED:
        require_chief(actor, plan.office)


def require_open_plan(actor: User, office: OrgUnit, fiscal_year: int) -> None:
    """Also where no plan was begun yet."""
    plan = _found(office, fiscal_year)
    if plan is not None:
        require_changeable(actor, plan)


def require_in_year(day: date, fiscal_year: int) -> None:
    first, last = fiscal_year_bounds(fiscal_year)
    if not first <= day <= last:
        raise RuleViolation(f"วันที่จะตรวจต้องอยู่ในปีงบประมาณ {fiscal_year}")


def held_plan(actor: User, plan: InspectionPlan, version: int | None) -> InspectionPlan:
    """Held until the end of the transaction; `version` None where any will do."""
    current = _found(plan.office, plan.fiscal_year)
    if current is None or version not in (None, current.version):
        raise StaleObject
    require_planner(actor, current.office)
    require_changeable(actor, current)
    return current


def _found(office: OrgUnit, fiscal_year: int) -> InspectionPlan | None:
    found: InspectionPlan | None = (
        InspectionPlan.objects.select_for_update(of=("self",))
        .select_related("office")
        .filter(office=office, fiscal_year=fiscal_year)
        .first()
    )
    return found


def _store(plan: InspectionPlan) -> InspectionPlan:
    plan.version += 1
    plan.save()
    return plan
