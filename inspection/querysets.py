"""Filters of visits and defects that can be chained."""

from datetime import date
from typing import Self

from django.db.models import Q

from cpd_portal.core.scoping import OfficeScopedQuerySet
from inspection.choices import OPEN_STATES, Severity, VisitState


class VisitQuerySet(OfficeScopedQuerySet):
    def of_year(self, fiscal_year: int) -> Self:
        return self.filter(fiscal_year=fiscal_year)

    def ahead(self) -> Self:
        """Planned or under way."""
        return self.filter(state__in=(VisitState.PLANNED, VisitState.STARTED))


class OfVisitQuerySet(OfficeScopedQuerySet):
    office_field = "visit__office"


class DefectQuerySet(OfficeScopedQuerySet):
    def uncured(self) -> Self:
        return self.filter(state__in=OPEN_STATES, merged_into=None)

    def counting(self) -> Self:
        """For the institution's status: no observations, no duplicates."""
        return self.filter(severity=Severity.DEFECT, merged_into=None)

    def of_period(self, first: date, last: date) -> Self:
        """Found by the last day, and not cured before the first."""
        return self.filter(Q(closed_on=None) | Q(closed_on__gte=first), found_on__lte=last)

    def overdue(self, today: date) -> Self:
        return self.uncured().filter(due_on__lt=today)


class OfDefectQuerySet(OfficeScopedQuerySet):
    office_field = "defect__office"


class AttachmentQuerySet(OfficeScopedQuerySet):
    pass
