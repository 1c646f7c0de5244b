"""Things that happen, to be told."""

from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from cpd_portal.core.announcements.models import Announcement
from cpd_portal.core.documents.models import Document
from cpd_portal.core.models import (
    EntryPeriod,
    OrgUnit,
    Submission,
    User,
)
from cpd_portal.core.notifications.selectors import (
    Notification,
    found,
    notifications,
    span_of,
)
from tests.days import in_days, today

EVERYTHING = {
    "core.submissions",
    "core.documents",
    "core.imports",
    "core.handovers",
    "core.announcements",
    "inspection.defects",
    "early_warning.alerts",
    "registrar.cases",
}


def told(user: User, **choice: Any) -> list[Notification]:
    fresh = User.objects.get(pk=user.pk)
    span = span_of(timezone.now())
    return notifications(fresh, found(fresh, span, **choice))


def words(user: User, **choice: Any) -> list[tuple[str, str, str]]:
    return [(row.source.title, row.subject, row.detail) for row in told(user, **choice)]


def a_report(user: User, **changed: Any) -> Document:
    values = {
        "report": "core.test",
        "title": "ทะเบียนสหกรณ์",
        "format": "pdf",
        "status": "done",
        "finished_at": timezone.now(),
        "file": ContentFile(b"%PDF", name="a.pdf"),
    }
    made: Document = Document.objects.create(requester=user, **{**values, **changed})
    return made


def a_submission(form: str = "coops.strength", **changed: Any) -> Submission:
    period = EntryPeriod.objects.filter(form=form).order_by("-fiscal_year")[0]
    made: Submission = Submission.objects.create(
        period=period, office=OrgUnit.objects.get(code="50"), **changed
    )
    return made


def an_announcement() -> Announcement:
    author = User.objects.create_user("announcer", "secret-for-tests", full_name="ผู้ประกาศ")
    made: Announcement = Announcement.objects.create(
        title="ปิดระบบคืนนี้",
        body="เวลา 22.00 น.",
        starts=today(),
        ends=in_days(7),
        units=["50"],
        author=author,
    )
    return made
