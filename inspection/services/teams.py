"""What every act of a visit needs: the visit held, the person in its team."""

from datetime import datetime

from django.utils import timezone

from coops.choices import Kind
from cpd_portal.core.exceptions import InvalidInput, NotAllowed
from cpd_portal.core.models import User
from inspection.models import Visit, VisitInspector
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


def require_in_team(actor: User, visit: Visit) -> None:
    """The right to inspect is looked at on the day of the act."""
    today = timezone.localdate()
    require_inspector(actor, visit.office, today, Kind(visit.institution.kind))
    if not VisitInspector.objects.filter(visit=visit, inspector=actor).exists():
        raise NotAllowed(NOT_IN_TEAM)


def require_past(pointer: str, moment: datetime) -> None:
    if moment > timezone.now():
        raise InvalidInput([(pointer, FUTURE)])
