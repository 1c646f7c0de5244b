"""One entry of a plan: its day, its team, taking it out."""

from collections.abc import Sequence
from datetime import date

from cpd_portal.core.audit import recorded
from cpd_portal.core.exceptions import RuleViolation, StaleObject
from cpd_portal.core.models import User
from inspection.choices import VisitState
from inspection.models import Visit, VisitInspector
from inspection.services.guards import require_planner
from inspection.services.plans import require_in_year, require_open_plan
from inspection.services.teams import require_team


@recorded("inspection.plan.entry_moved")
def entry_move(*, actor: User, visit: Visit, version: int, planned_on: date) -> Visit:
    current = _held(actor, visit, version)
    require_in_year(planned_on, current.fiscal_year)
    rows = current.inspectors.select_related("inspector")
    team = {row.inspector: row.is_leader for row in rows}
    for leader in (person for person, leads in team.items() if leads):
        require_team(current.institution, planned_on, leader, list(team))
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
    """Who goes, under whom.

    Raises NotAllowed, StaleObject, RuleViolation.
    """
    current = _held(actor, visit, version)
    others = [person for person in dict.fromkeys(members) if person != leader]
    require_team(current.institution, current.planned_on, leader, [leader, *others])
    current.inspectors.all().delete()
    VisitInspector.objects.bulk_create(
        VisitInspector(visit=current, inspector=person, is_leader=person == leader)
        for person in (leader, *others)
    )
    return _store(current)


def _held(actor: User, visit: Visit, version: int) -> Visit:
    """The row as it is now, held until the transaction ends."""
    current: Visit = (
        Visit.objects.select_for_update(of=("self",))
        .select_related("office", "institution__type", "institution__office")
        .get(pk=visit.pk)
    )
    require_planner(actor, current.office)
    if current.version != version:
        raise StaleObject
    if current.state != VisitState.PLANNED:
        raise RuleViolation("การตรวจนี้เริ่มแล้วหรือยกเลิกแล้ว จึงแก้ไขในแผนไม่ได้")
    require_open_plan(actor, current.office, current.fiscal_year)
    return current


def _store(visit: Visit) -> Visit:
    visit.version += 1
    visit.save()
    return visit
