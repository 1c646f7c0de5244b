"""Defects and visits that go from one person of an office to another."""

from datetime import date

from django.db.models import F

from cpd_portal.core.audit import recorded
from cpd_portal.core.models import OrgUnit, User
from cpd_portal.core.staff.guards import require_hands_over
from inspection.choices import VisitState
from inspection.models import Defect, Visit, VisitInspector
from inspection.services.teams import require_team


@recorded("inspection.defects.handed_over")
def defects_hand_over(
    *, actor: User, unit: OrgUnit, giver: User, receiver: User, on: date, reason: str
) -> int:
    """Open defects that the giver follows; what has to be done about them goes along.

    Raises NotAllowed.
    """
    require_hands_over(actor, unit)
    rows = Defect.objects.filter(office=unit).uncured().followed_by(giver)
    held = [row.pk for row in rows.select_for_update(of=("self",))]
    Defect.objects.filter(pk__in=held).update(followed_by=receiver, version=F("version") + 1)
    return len(held)


@recorded("inspection.visits.handed_over")
def visits_hand_over(
    *, actor: User, unit: OrgUnit, giver: User, receiver: User, on: date, reason: str
) -> int:
    """Visits not begun: the receiver takes the giver's place in the team.

    Raises NotAllowed, or RuleViolation: the receiver has no appointment for that day.
    """
    require_hands_over(actor, unit)
    rows = Visit.objects.filter(office=unit, state=VisitState.PLANNED).of_inspector(giver)
    held = list(rows.select_for_update(of=("self",)).select_related("institution__office"))
    for visit in held:
        _replace(visit, giver, receiver)
    return len(held)


def _replace(visit: Visit, giver: User, receiver: User) -> None:
    places = list(VisitInspector.objects.filter(visit=visit).select_related("inspector"))
    mine = next(place for place in places if place.inspector_id == giver.pk)
    others = [place for place in places if place.pk != mine.pk]
    there = next((place for place in others if place.inspector_id == receiver.pk), None)
    if there is None:
        mine.inspector = receiver
        mine.save(update_fields=["inspector"])
        team = [mine, *others]
    else:
        mine.delete()
        there.is_leader = there.is_leader or mine.is_leader
        there.save(update_fields=["is_leader"])
        team = others
    leader = next((place for place in team if place.is_leader), team[0])
    people = [place.inspector for place in team]
    require_team(visit.institution, visit.planned_on, leader.inspector, people)
    visit.version += 1
    visit.save(update_fields=["version"])
