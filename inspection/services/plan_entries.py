"""One entry of a plan: its day, its team, taking it out."""

from collections.abc import Sequence
from datetime import date

from coops.choices import Kind
from cpd_portal.core.audit import recorded
from cpd_portal.core.exceptions import RuleViolation, StaleObject
from cpd_portal.core.models import User
from inspection.choices import Rank, VisitState
from inspection.models import InspectionPlan, Visit, VisitInspector
from inspection.rules.appointments import leader as judge_leader
from inspection.selectors.appointments import inspectors_of, is_large_institution
from inspection.services.guards import require_planner
from inspection.services.plans import require_changeable, require_in_year


@recorded("inspection.plan.entry_moved")
def entry_move(*, actor: User, visit: Visit, version: int, planned_on: date) -> Visit:
    current = _held(actor, visit, version)
    require_in_year(planned_on, current.fiscal_year)
    team = [one.inspector for one in current.inspectors.select_related("inspector")]
    _require_appointed(current, team, planned_on)
    current.planned_on = planned_on
    return _store(current)


@recorded("inspection.plan.entry_removed")
def entry_remove(*, actor: User, visit: Visit, version: int, reason: str) -> Visit:
    """The entry stays with its reason."""
    current = _held(actor, visit, version)
    if not reason.strip():
        raise RuleViolation("กรุณาระบุเหตุผลที่เอาออกจากแผน")
    current.state, current.cancelled_because = VisitState.CANCELLED, reason.strip()
    return _store(current)


@recorded("inspection.plan.team_assigned")
def entry_assign(
    *, actor: User, visit: Visit, version: int, leader: User, members: Sequence[User]
) -> Visit:
    """Who goes; all of them need an appointment in force on the day, and a large savings
    cooperative a leader of the rank that the regulation asks for.

    Raises NotAllowed, StaleObject, RuleViolation.
    """
    current = _held(actor, visit, version)
    others = [person for person in dict.fromkeys(members) if person != leader]
    _require_appointed(current, [leader, *others], current.planned_on)
    _require_leader(current, leader)
    current.inspectors.all().delete()
    VisitInspector.objects.bulk_create(
        VisitInspector(visit=current, inspector=person, is_leader=person == leader)
        for person in (leader, *others)
    )
    return _store(current)


def _require_appointed(visit: Visit, team: Sequence[User], day: date) -> None:
    kind = Kind(visit.institution.kind)
    rows = inspectors_of(visit.office, day, kind).filter(inspector__in=team)
    appointed = set(rows.values_list("inspector", flat=True))
    missing = [str(person) for person in team if person.pk not in appointed]
    if missing:
        raise RuleViolation(f"{', '.join(missing)} ไม่มีคำสั่งให้ตรวจ{kind.label}ที่มีผลในวันที่จะตรวจ")


def _require_leader(visit: Visit, leader: User) -> None:
    kind = Kind(visit.institution.kind)
    ranks = inspectors_of(visit.office, visit.planned_on, kind).filter(inspector=leader)
    found = [Rank(rank) for rank in ranks.values_list("rank", flat=True)]
    large = is_large_institution(visit.institution)
    checks = [judge_leader(rank, large, visit.planned_on) for rank in found]
    if not any(check.passed for check in checks):
        raise RuleViolation(f"{checks[0].text} ({checks[0].citation})")


def _held(actor: User, visit: Visit, version: int) -> Visit:
    """The row as it is now, held until the transaction ends."""
    current: Visit = (
        Visit.objects.select_for_update(of=("self",))
        .select_related("office", "institution__type")
        .get(pk=visit.pk)
    )
    require_planner(actor, current.office)
    if current.version != version:
        raise StaleObject
    if current.state != VisitState.PLANNED:
        raise RuleViolation("การตรวจนี้เริ่มแล้วหรือยกเลิกแล้ว จึงแก้ไขในแผนไม่ได้")
    plan = InspectionPlan.objects.filter(
        office=current.office, fiscal_year=current.fiscal_year
    ).select_related("office")
    for found in plan:
        require_changeable(actor, found)
    return current


def _store(visit: Visit) -> Visit:
    visit.version += 1
    visit.save()
    return visit
