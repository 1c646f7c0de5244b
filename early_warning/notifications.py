"""What this room tells a person: new warnings, actions given to him, and those overdue."""

from typing import Any

from django.db.models import F, Q
from django.urls import reverse

from cpd_portal.core.choices import Role
from cpd_portal.core.models import User
from cpd_portal.core.notifications.moments import day_after, midnight_of
from cpd_portal.core.notifications.registry import NotificationKind, NotificationSource, Span
from early_warning.models import Alert, AlertAction

READERS = (Role.OFFICER, Role.INSPECTOR, Role.CHIEF, Role.EXECUTIVE)
ALERTS = NotificationKind(
    "early_warning.alerts",
    "เตือนภัยล่วงหน้า",
    "คำเตือนใหม่ของแห่งที่รับผิดชอบ ของทั้งสำนักงานสำหรับหัวหน้า และการดำเนินการที่มอบหมายให้",
    lambda user: user.has_role(*READERS),
    mail="สรุประดับ รายใหม่ และกำหนดเวลาของเดือน เดือนละหนึ่งฉบับ",
    is_mailed=True,
)


def _raised(user: User, span: Span) -> Any:
    chief_of = [row.org_unit_id for row in user.active_memberships if row.role == Role.CHIEF]
    mine = Q(institution__responsible=user) | Q(institution__office__in=chief_of)
    rows = Alert.objects.visible_to(user).current().awaiting().filter(mine)
    return rows.filter(raised_on__gte=span.since.date())


def _given(user: User, span: Span) -> Any:
    return _own(user).filter(recorded_at__gte=span.since).exclude(recorded_by=user)


def _overdue(user: User, span: Span) -> Any:
    return _own(user).filter(due_on__range=(span.since.date(), span.today))


def _own(user: User) -> Any:
    """Not done yet."""
    rows = AlertAction.objects.visible_to(user).filter(owner=user)
    return rows.filter(done_on=None, withdrawn_on=None)


def _page(key: str) -> str:
    return reverse("early_warning:alert", args=[key])


SOURCES = (
    NotificationSource(
        "early_warning.raised",
        ALERTS,
        "มีคำเตือนใหม่",
        _raised,
        at=midnight_of("raised_on"),
        subject=F("institution__name"),
        detail=F("level"),
        address=_page,
    ),
    NotificationSource(
        "early_warning.action-given",
        ALERTS,
        "ได้รับมอบการดำเนินการตามคำเตือน",
        _given,
        at=F("recorded_at"),
        subject=F("alert__institution__name"),
        detail=F("title"),
        target=F("alert"),
        address=_page,
    ),
    NotificationSource(
        "early_warning.action-overdue",
        ALERTS,
        "การดำเนินการตามคำเตือนพ้นกำหนด",
        _overdue,
        at=day_after("due_on"),
        subject=F("alert__institution__name"),
        detail=F("title"),
        target=F("alert"),
        address=_page,
    ),
)
