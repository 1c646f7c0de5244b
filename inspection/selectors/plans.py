"""The plan of an office with its entries and progress, and all offices beside one another."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, FilteredRelation, Max, Prefetch, Q

from cpd_portal.core.models import OrgUnit, User
from inspection.choices import PlanState, VisitState
from inspection.models import InspectionPlan, Visit, VisitInspector

DONE = (VisitState.FINISHED,)
YEARS = range(2560, 2700)
"""Fiscal years (B.E.) that can have plans."""
COUNTED = (VisitState.PLANNED, VisitState.STARTED, VisitState.FINISHED)


@dataclass(frozen=True, slots=True)
class Progress:
    """Institutions of one office in one year; `late`: planned for a day that has passed."""

    quota: int | None
    planned: int
    finished: int
    late: int

    @property
    def missing(self) -> int:
        """How many the plan lacks to its quota."""
        return max(0, (self.quota or 0) - self.planned)

    @property
    def percent(self) -> Decimal | None:
        """Inspected of those that have to be; more than 100 where more were. None without a
        quota."""
        return Decimal(100 * self.finished) / self.quota if self.quota else None


@dataclass(frozen=True, slots=True)
class OfficeProgress:
    code: str
    short_name: str
    state: str
    progress: Progress

    @property
    def state_label(self) -> str:
        return str(PlanState(self.state).label) if self.state else "ยังไม่จัดทำ"


def plan_of(user: User, office: OrgUnit, fiscal_year: int) -> InspectionPlan | None:
    found: InspectionPlan | None = (
        InspectionPlan.objects.visible_to(user)
        .select_related("office", "approved_by")
        .filter(office=office, fiscal_year=fiscal_year)
        .first()
    )
    return found


def entries_of(user: User, office: OrgUnit, fiscal_year: int) -> list[Visit]:
    """The visits of the year by day, those taken out last; with their teams and the day of the
    last notice (`noticed_at`)."""
    rows = (
        Visit.objects.visible_to(user)
        .of_year(fiscal_year)
        .filter(office=office)
        .select_related("institution", "institution__type", "office")
        .prefetch_related(team())
        .annotate(noticed_at=Max("notices__batch__made_at"))
        .order_by("planned_on", "institution__name_sort")
    )
    return sorted(rows, key=lambda visit: visit.state == VisitState.CANCELLED)


def team() -> Prefetch:  # type: ignore[type-arg]
    members = VisitInspector.objects.select_related("inspector").order_by("-is_leader", "pk")
    return Prefetch("inspectors", queryset=members)


def progress_of(plan: InspectionPlan | None, entries: Iterable[Visit], today: date) -> Progress:
    counted = [visit for visit in entries if visit.state in COUNTED]
    return Progress(
        quota=plan.quota if plan else None,
        planned=len({visit.institution_id for visit in counted}),
        finished=len({visit.institution_id for visit in counted if visit.state in DONE}),
        late=sum(v.state == VisitState.PLANNED and v.planned_on < today for v in counted),
    )


def overview(user: User, fiscal_year: int, today: date) -> list[OfficeProgress]:
    """Every office in reach, in Thai order: one query."""
    of_year = Q(visits__fiscal_year=fiscal_year, visits__state__in=COUNTED)
    late = Q(visits__state=VisitState.PLANNED, visits__planned_on__lt=today)
    rows: Any = (
        OrgUnit.objects.visible_to(user)
        .offices()
        .annotate(
            plan=FilteredRelation(
                "inspection_plans", condition=Q(inspection_plans__fiscal_year=fiscal_year)
            )
        )
        .annotate(
            quota=F("plan__quota"),
            state=F("plan__state"),
            planned=_institutions(of_year),
            finished=_institutions(of_year & Q(visits__state__in=DONE)),
            late=Count("visits", filter=of_year & late, distinct=True),
        )
        .order_by("name_sort")
    )
    return [
        OfficeProgress(
            row.code,
            row.short_name,
            row.state or "",
            Progress(row.quota, row.planned, row.finished, row.late),
        )
        for row in rows
    ]


def together(rows: Iterable[OfficeProgress]) -> Progress:
    """The sum of the offices. Inspections of offices without a plan count too."""
    all_of = [row.progress for row in rows]
    quotas = [progress.quota for progress in all_of if progress.quota is not None]
    return Progress(
        quota=sum(quotas) if quotas else None,
        planned=sum(progress.planned for progress in all_of),
        finished=sum(progress.finished for progress in all_of),
        late=sum(progress.late for progress in all_of),
    )


def _institutions(wanted: Q) -> Count:
    return Count("visits__institution", filter=wanted, distinct=True)
