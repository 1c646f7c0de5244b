"""Filters of visits and defects that can be chained."""

from datetime import date, timedelta
from typing import Self

from django.db.models import Q

from cpd_portal.core.scoping import OfficeScopedQuerySet
from inspection.choices import OPEN_STATES, DefectState, Severity, VisitState


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
        """Found by the last day, and not closed for good before the first: what still has to be
        followed up goes on counting."""
        going_on = ~Q(state=DefectState.RESOLVED)
        return self.filter(going_on | Q(closed_on__gte=first), found_on__lte=last)

    def overdue(self, today: date) -> Self:
        """Past the due day and not exempted."""
        return self.uncured().filter(due_on__lt=today).filter(_not_exempt(today))

    def due_soon(self, today: date, days: int) -> Self:
        """Due within so many days."""
        rows = self.uncured().filter(_not_exempt(today))
        return rows.filter(due_on__range=(today, today + timedelta(days=days)))

    def awaiting_confirmation(self) -> Self:
        return self.uncured().exclude(proposed_state="")


def _not_exempt(today: date) -> Q:
    return Q(exempt_until=None) | Q(exempt_until__lt=today)


class OfDefectQuerySet(OfficeScopedQuerySet):
    office_field = "defect__office"


class AttachmentQuerySet(OfficeScopedQuerySet):
    pass
