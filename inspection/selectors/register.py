"""The register of defects as files list it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Max, Q

from cpd_portal.core.models import User
from cpd_portal.thai.searching import search_key
from inspection.choices import DefectAct
from inspection.models import Defect, DefectStep
from inspection.querysets import DefectQuerySet

ROWS_AT_ONCE = 2_000


class RegisterShow(models.TextChoices):
    OPEN = "open", "ยังแก้ไขไม่แล้วเสร็จ"
    OVERDUE = "overdue", "พ้นกำหนดแก้ไข"
    WAITING = "waiting", "เสนอปิด รอยืนยัน"
    REFERRED = "referred", "เสนอนายทะเบียนแล้ว"


@dataclass(frozen=True, kw_only=True)
class RegisterChoice:
    """Everything may be left out; `as_of` is the day that lateness is counted on."""

    as_of: date
    office: str = ""
    show: str = ""
    state: str = ""
    severity: str = ""
    category: str = ""
    source: str = ""
    found_from: date | None = None
    found_to: date | None = None
    q: str = ""


def register_of(user: User, choice: RegisterChoice) -> DefectQuerySet:
    """Duplicates that were merged are left out."""
    rows: DefectQuerySet = Defect.objects.visible_to(user).filter(merged_into=None)
    given = {
        "office__code": choice.office,
        "state": choice.state,
        "severity": choice.severity,
        "category": choice.category,
        "source": choice.source,
        "found_on__gte": choice.found_from,
        "found_on__lte": choice.found_to,
    }
    rows = rows.filter(**{name: value for name, value in given.items() if value})
    return _shown(_searched(rows, choice.q), choice)


def streamed_register(rows: DefectQuerySet) -> Iterator[Any]:
    """In the order of offices and institutions; `referred_on` is the last day of a referral."""
    found: Any = (
        rows.select_related("institution", "office")
        .annotate(referred_on=Max("steps__day", filter=Q(steps__act=DefectAct.REFERRED)))
        .order_by("office__code", "institution__name_sort", "found_on", "pk")
    )
    return iter(found.iterator(chunk_size=ROWS_AT_ONCE))


def _searched(rows: DefectQuerySet, q: str) -> DefectQuerySet:
    key = search_key(q)
    if not key:
        return rows
    return rows.filter(
        Q(institution__name_search__contains=key)
        | Q(institution__registration_search__contains=key)
    )


def _shown(rows: DefectQuerySet, choice: RegisterChoice) -> DefectQuerySet:
    if choice.show == RegisterShow.OPEN:
        return rows.uncured()
    if choice.show == RegisterShow.OVERDUE:
        return rows.overdue(choice.as_of).exclude(exempt_until__gte=choice.as_of)
    if choice.show == RegisterShow.WAITING:
        return rows.exclude(proposed_state="")
    if choice.show == RegisterShow.REFERRED:
        referred = DefectStep.objects.filter(act=DefectAct.REFERRED)
        return rows.filter(pk__in=referred.values("defect"))
    return rows
