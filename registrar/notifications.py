"""What this room tells a person: cases and tasks given to him, steps that are his, and what is
overdue. Names of persons do not stand in the titles that are shown."""

from typing import Any

from django.db.models import F, OuterRef, Q, Subquery
from django.urls import reverse

from cpd_portal.core.models import User
from cpd_portal.core.notifications.moments import day_after
from cpd_portal.core.notifications.registry import NotificationKind, NotificationSource, Span
from registrar.case_querysets import posts
from registrar.choices import CaseAct
from registrar.models import Case, CaseStep, CaseTask

CASES = NotificationKind(
    "registrar.cases",
    "สำนวนนายทะเบียน",
    "สำนวนและงานที่มอบหมายให้ ขั้นที่รอความเห็นหรือการตัดสิน และที่พ้นกำหนด",
)


def _assigned(user: User, span: Span) -> Any:
    rows = CaseStep.objects.visible_to(user).filter(act=CaseAct.ASSIGNED, at__gte=span.since)
    return rows.filter(case__handler=user).exclude(by=user)


def _awaiting(user: User, span: Span) -> Any:
    """Since the latest step of the case, which brought it there."""
    steps = CaseStep.objects.filter(case=OuterRef("pk")).order_by("-at")
    rows = Case.objects.visible_to(user).undecided().filter(awaits__overlap=posts(user))
    return rows.exclude(barred__contains=[user.pk]).annotate(
        moved_at=Subquery(steps.values("at")[:1])
    )


def _task_given(user: User, span: Span) -> Any:
    given = Q(reason=OuterRef("title")) | Q(reason__startswith=OuterRef("title"))
    steps = CaseStep.objects.filter(given, case=OuterRef("case"), act=CaseAct.TASK_GIVEN)
    rows = _own_tasks(user).exclude(given_by=user)
    return rows.annotate(moved_at=Subquery(steps.order_by("-at").values("at")[:1]))


def _task_overdue(user: User, span: Span) -> Any:
    return _own_tasks(user).filter(due_on__range=(span.since.date(), span.today))


def _overdue(user: User, span: Span) -> Any:
    rows = Case.objects.visible_to(user).undecided().filter(handler=user, stopped_on=None)
    return rows.filter(due_on__range=(span.since.date(), span.today))


def _own_tasks(user: User) -> Any:
    return CaseTask.objects.visible_to(user).filter(owner=user, done_on=None)


def _page(key: str) -> str:
    return reverse("registrar:case", args=[key])


SOURCES = (
    NotificationSource(
        "registrar.assigned",
        CASES,
        "ได้รับมอบสำนวน",
        _assigned,
        at=F("at"),
        subject=F("case__shown_title"),
        detail=F("case__type_title"),
        target=F("case"),
        address=_page,
    ),
    NotificationSource(
        "registrar.awaiting",
        CASES,
        "สำนวนรอความเห็นหรือการตัดสินของท่าน",
        _awaiting,
        at=F("moved_at"),
        subject=F("shown_title"),
        detail=F("type_title"),
        address=_page,
    ),
    NotificationSource(
        "registrar.task-given",
        CASES,
        "ได้รับมอบงานในสำนวน",
        _task_given,
        at=F("moved_at"),
        subject=F("title"),
        detail=F("case__shown_title"),
        target=F("case"),
        address=_page,
    ),
    NotificationSource(
        "registrar.overdue",
        CASES,
        "สำนวนพ้นกำหนด",
        _overdue,
        at=day_after("due_on"),
        subject=F("shown_title"),
        detail=F("type_title"),
        address=_page,
    ),
    NotificationSource(
        "registrar.task-overdue",
        CASES,
        "งานในสำนวนพ้นกำหนด",
        _task_overdue,
        at=day_after("due_on"),
        subject=F("title"),
        detail=F("case__shown_title"),
        target=F("case"),
        address=_page,
    ),
)
