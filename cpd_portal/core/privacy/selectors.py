"""Who opened or took what when: all access logs as one list, the latest first."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import CharField, F, QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.utils import timezone

from cpd_portal.core.models import User
from cpd_portal.core.privacy.registry import AccessLog, access_logs

Rows = QuerySet[Any, dict[str, Any]]


@dataclass(frozen=True)
class AccessQuestion:
    """Empty values ask for everything."""

    code: str = ""
    username: str = ""
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True)
class AccessLine:
    at: datetime
    user: User | None
    title: str
    subject: str
    """What was opened, in words; its key where it is gone."""
    request_id: str


def accesses(question: AccessQuestion) -> Rows:
    """To be cut into pages; `access_lines` puts a page into words."""
    asked = [log for log in access_logs() if question.code in ("", log.code)]
    first, *others = [_rows(log, question) for log in asked]
    return first.union(*others, all=True).order_by("-at", "log", "key")


def access_lines(rows: Iterable[dict[str, Any]]) -> list[AccessLine]:
    page = list(rows)
    people = User.objects.in_bulk({row["user_id"] for row in page})
    logs = {log.code: log for log in access_logs()}
    words = _subjects(page, logs)
    return [
        AccessLine(
            at=row["at"],
            user=people.get(row["user_id"]),
            title=logs[row["log"]].title,
            subject=words.get((row["log"], row["key"]), row["key"]),
            request_id=row["request_id"],
        )
        for row in page
    ]


def _rows(log: AccessLog, question: AccessQuestion) -> Rows:
    rows = log.model._default_manager.order_by()
    if question.username:
        rows = rows.filter(user__username=question.username)
    if question.first:
        rows = rows.filter(at__gte=_midnight(question.first))
    if question.last:
        rows = rows.filter(at__lt=_midnight(question.last + timedelta(days=1)))
    found: Rows = rows.annotate(
        log=Value(log.code, CharField()), key=Cast(F(f"{log.subject}_id"), TextField())
    ).values("at", "user_id", "request_id", "log", "key")
    return found


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _subjects(
    page: Iterable[dict[str, Any]], logs: dict[str, AccessLog]
) -> dict[tuple[str, str], str]:
    """One query for each log of which the page shows rows."""
    keys: defaultdict[str, set[str]] = defaultdict(set)
    for row in page:
        keys[row["log"]].add(row["key"])
    return {
        (code, str(subject.pk)): str(subject)
        for code, wanted in keys.items()
        for subject in logs[code].subject_model._default_manager.filter(pk__in=wanted)
    }
