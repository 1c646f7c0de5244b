"""Results as they stand, or as they stood at the end of a day, from the audit trail."""

from datetime import date
from typing import Any

from django.db.models import Case, Min, QuerySet, TextChoices, Value, When
from django.utils import timezone

from coops.models import Assessment, Institution
from cpd_portal.core.models import User
from cpd_portal.core.past import end_of


class Outcome(TextChoices):
    """Where one institution stands in one year."""

    ONE = "1", "ชั้น 1"
    TWO = "2", "ชั้น 2"
    THREE = "3", "ชั้น 3"
    GROUP_1 = "unassessed_1", "ไม่นำมาประเมิน กลุ่มที่ 1"
    GROUP_2 = "unassessed_2", "ไม่นำมาประเมิน กลุ่มที่ 2"
    INCOMPLETE = "incomplete", "ข้อมูลยังไม่ครบ"
    ABSENT = "absent", "ไม่อยู่ในรายชื่อ"


TIERS = (Outcome.ONE, Outcome.TWO, Outcome.THREE)


def results_on(user: User, fiscal_year: int, day: date | None = None) -> QuerySet[Any]:
    """The year's assessments that the user may see: rows of `Assessment`, or of its events
    when a day is given. Both have the facts, `tier`, `unassessed_group`, `total` and
    `complete`; by the office that had them then."""
    if day is None:
        rows: QuerySet[Any] = Assessment.objects.visible_to(user).of_year(fiscal_year)
        return rows
    found = national_results_on(fiscal_year, day)
    return found if user.reach.nationwide else found.filter(office__in=user.reach.unit_ids)


def results_of_own(user: User, fiscal_year: int, day: date | None = None) -> QuerySet[Any]:
    """The same for the institutions that are in reach now, whoever had them in that year."""
    if day is None:
        rows: QuerySet[Any] = Assessment.objects.of_year(fiscal_year)
    else:
        rows = national_results_on(fiscal_year, day)
    if user.reach.nationwide:
        return rows
    return rows.filter(institution__in=Institution.objects.visible_to(user))


def national_results_on(fiscal_year: int, day: date) -> QuerySet[Any]:
    """Of the whole country: the last event of each assessment up to the end of the day, unless
    it was removed."""
    latest = (
        _events(fiscal_year)
        .filter(pgh_created_at__lt=end_of(day))
        .order_by("pgh_obj_id", "-pgh_created_at", "-pgh_id")
        .distinct("pgh_obj_id")
        .values("pgh_id")
    )
    return _events(fiscal_year).filter(pgh_id__in=latest).exclude(pgh_label="delete")


def recorded_since(fiscal_year: int) -> date | None:
    """The day of the first entry of the year; before it nothing is known."""
    first = _events(fiscal_year).aggregate(first=Min("pgh_created_at"))["first"]
    return timezone.localtime(first).date() if first else None


def outcome_of() -> Case:
    """The value of `Outcome` of each row."""
    tiers = [When(tier=int(tier), then=Value(tier.value)) for tier in TIERS]
    groups = [
        When(unassessed_group=number, then=Value(group.value))
        for number, group in ((1, Outcome.GROUP_1), (2, Outcome.GROUP_2))
    ]
    return Case(*tiers, *groups, default=Value(Outcome.INCOMPLETE.value))


def _events(fiscal_year: int) -> QuerySet[Any]:
    events: QuerySet[Any] = Assessment.pgh_event_model.objects.filter(  # type: ignore[attr-defined]
        fiscal_year=fiscal_year
    )
    return events
