"""What every act of a visit needs: the visit held, a team with the right to inspect."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.utils import timezone

from coops.choices import Kind
from coops.models import Institution
from cpd_portal.core.exceptions import InvalidInput, NotAllowed, RuleViolation
from cpd_portal.core.models import User
from inspection.choices import Rank
from inspection.models import Visit, VisitInspector
from inspection.querysets import AppointmentQuerySet
from inspection.rules.appointments import leader as judge_leader
from inspection.selectors.appointments import inspectors_of, is_large_institution
from inspection.services.guards import require_inspector

NOT_IN_TEAM = "ทำได้เฉพาะผู้ตรวจการที่มีชื่อในคณะตรวจครั้งนี้"
FUTURE = "เวลาต้องไม่อยู่ในอนาคต ให้ตรวจนาฬิกาของเครื่อง"


def visit_held(visit: Visit) -> Visit:
    """The row as it is now, until the end of the transaction."""
    row: Visit = (
        Visit.objects.select_for_update(of=("self",))
        .select_related("office", "institution")
        .get(pk=visit.pk)
    )
    return row


def require_in_team(actor: User, visit: Visit, moment: datetime) -> None:
    """The right to inspect is looked at on the day of the act: what was done while the order was
    in force may arrive later, and nothing more is accepted from the day it lapsed."""
    day = timezone.localdate(min(moment, timezone.now()))
    require_inspector(actor, visit.office, day, Kind(visit.institution.kind))
    if not VisitInspector.objects.filter(visit=visit, inspector=actor).exists():
        raise NotAllowed(NOT_IN_TEAM)


def require_in_team_then(actor: User, visit: Visit, moments: Iterable[datetime]) -> None:
    """At each of the moments; those of one day are one question."""
    for moment in {timezone.localdate(moment): moment for moment in moments}.values():
        require_in_team(actor, visit, moment)


def require_team(institution: Institution, day: date, leader: User, team: Sequence[User]) -> None:
    """All of the team need an appointment in force on the day, and a large savings cooperative
    a leader of the rank that the regulation asks for.

    Raises RuleViolation.
    """
    appointed = _appointments(institution, day)
    names = set(appointed.filter(inspector__in=team).values_list("inspector", flat=True))
    missing = [str(person) for person in team if person.pk not in names]
    if missing:
        label = Kind(institution.kind).label
        raise RuleViolation(f"{', '.join(missing)} ไม่มีคำสั่งให้ตรวจ{label}ที่มีผลในวันที่จะตรวจ")
    ranks = appointed.filter(inspector=leader).values_list("rank", flat=True)
    large = is_large_institution(institution)
    checks = [judge_leader(Rank(rank), large, day) for rank in ranks]
    if not any(check.passed for check in checks):
        raise RuleViolation(f"{checks[0].text} ({checks[0].citation})")


def require_past(pointer: str, moment: datetime) -> None:
    if moment > timezone.now():
        raise InvalidInput([(pointer, FUTURE)])


def _appointments(institution: Institution, day: date) -> AppointmentQuerySet:
    return inspectors_of(institution.office, day, Kind(institution.kind))
