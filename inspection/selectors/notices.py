"""Letters before visits."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Prefetch

from inspection.choices import VisitState
from inspection.models import InspectionPlan, Notice, NoticeBatch, Visit
from inspection.querysets import VisitQuerySet
from inspection.selectors.plans import team


def announceable(plan: InspectionPlan, today: date) -> VisitQuerySet:
    """The visits of the plan that are still to come."""
    rows: VisitQuerySet = Visit.objects.of_year(plan.fiscal_year).filter(
        office=plan.office, state=VisitState.PLANNED, planned_on__gte=today
    )
    return rows


def notices_of(batch: NoticeBatch) -> Sequence[Notice]:
    """By day, then in Thai order of the names."""
    visits = Visit.objects.select_related("institution").prefetch_related(team())
    rows = Notice.objects.filter(batch=batch).prefetch_related(Prefetch("visit", queryset=visits))
    return list(rows.order_by("planned_on", "visit__institution__name_sort"))
