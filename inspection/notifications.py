"""What this room tells a person: defects recorded for him, proposed for closing, and overdue."""

from typing import Any

from django.db.models import F
from django.urls import reverse

from cpd_portal.core.choices import Role
from cpd_portal.core.models import User
from cpd_portal.core.notifications.moments import day_after
from cpd_portal.core.notifications.registry import NotificationKind, NotificationSource, Span
from inspection.choices import DefectAct
from inspection.models import Defect, DefectStep
from inspection.selectors.concerns import chief_of, concerns

STAFF = (Role.OFFICER, Role.INSPECTOR, Role.CHIEF)
DEFECTS = NotificationKind(
    "inspection.defects",
    "ข้อบกพร่องและข้อสังเกต",
    "ของแห่งที่รับผิดชอบหรือติดตาม และของทั้งสำนักงานสำหรับหัวหน้า",
    lambda user: user.has_role(*STAFF),
    mail="สรุปที่เกินกำหนดและใกล้ครบกำหนด ไม่เกินหนึ่งฉบับใน 7 วัน",
    is_mailed=True,
)


def _recorded(user: User, span: Span) -> Any:
    """Found not long ago: a list of earlier years that is brought in is no news."""
    rows = Defect.objects.visible_to(user).uncured().filter(concerns(user))
    rows = rows.filter(recorded_at__gte=span.since, found_on__gte=span.since.date())
    return rows.exclude(recorded_by=user)


def _proposed(user: User, span: Span) -> Any:
    """For who may confirm it."""
    rows = DefectStep.objects.visible_to(user).filter(
        act=DefectAct.CLOSURE_PROPOSED, at__gte=span.since, defect__office__in=chief_of(user)
    )
    return rows.exclude(by=user).exclude(defect__proposed_state="")


def _overdue(user: User, span: Span) -> Any:
    rows = Defect.objects.visible_to(user).overdue(span.today).filter(concerns(user))
    return rows.filter(due_on__gte=span.since.date())


def _page(key: str) -> str:
    return reverse("inspection:defect", args=[key])


SOURCES = (
    NotificationSource(
        "inspection.recorded",
        DEFECTS,
        "มีข้อบกพร่องหรือข้อสังเกตใหม่ให้ติดตาม",
        _recorded,
        at=F("recorded_at"),
        subject=F("institution__name"),
        detail=F("title"),
        address=_page,
    ),
    NotificationSource(
        "inspection.proposed",
        DEFECTS,
        "มีข้อบกพร่องที่เสนอปิด รอท่านยืนยัน",
        _proposed,
        at=F("at"),
        subject=F("defect__institution__name"),
        detail=F("defect__title"),
        target=F("defect"),
        address=_page,
    ),
    NotificationSource(
        "inspection.overdue",
        DEFECTS,
        "ข้อบกพร่องพ้นกำหนดแก้ไข",
        _overdue,
        at=day_after("due_on"),
        subject=F("institution__name"),
        detail=F("title"),
        address=_page,
    ),
)
