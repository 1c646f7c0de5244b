"""Filters of visits and defects that can be chained."""

from datetime import date
from typing import Self

from django.db.models import Exists, OuterRef, Q

from cpd_portal.core.models import Membership
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


class AppointmentQuerySet(OfficeScopedQuerySet):
    def in_force(self, today: date) -> Self:
        """With an order, begun, not ended, and the person still in the unit: who was moved away
        has lost the duty (clause 11 (2) of the regulation), also before anybody records it."""
        there = Membership.objects.in_force(today).filter(
            user=OuterRef("inspector"), org_unit=OuterRef("office")
        )
        return self.filter(
            Q(ended_on=None) | Q(ended_on__gt=today),
            Exists(there),
            starts_on__lte=today,
            inspector__is_active=True,
        ).exclude(order_no="")


class NoticeQuerySet(OfficeScopedQuerySet):
    office_field = "batch__office"
