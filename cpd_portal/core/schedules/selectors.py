"""One's own schedules, each with when it comes next and what came last."""

from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from cpd_portal.core.documents.models import Document
from cpd_portal.core.models.people import User
from cpd_portal.core.schedules.models import ReportSchedule


@dataclass(frozen=True)
class ScheduleLine:
    schedule: ReportSchedule
    following: date | None
    latest: Document | None


def schedules_of(user: User) -> list[ScheduleLine]:
    """Two queries, however many there are."""
    latest = Document.objects.filter(schedule=OuterRef("pk")).order_by("-scheduled_for")
    rows = list(
        ReportSchedule.objects.visible_to(user).annotate(
            latest_id=Subquery(latest.values("pk")[:1])
        )
    )
    documents = Document.objects.visible_to(user).in_bulk([row.latest_id for row in rows])
    today = timezone.localdate()
    return [ScheduleLine(row, row.next_after(today), documents.get(row.latest_id)) for row in rows]
