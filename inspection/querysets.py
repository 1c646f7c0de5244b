"""Filters of visits and defects that can be chained."""

from datetime import date, timedelta
from typing import Self

from django.db.models import Exists, OuterRef, Q

from cpd_portal.core.models import Membership
from cpd_portal.core.models.people import User
from cpd_portal.core.scoping import OfficeScopedQuerySet
from inspection.choices import OPEN_STATES, DefectState, Severity, VisitState


class VisitQuerySet(OfficeScopedQuerySet):
    def of_year(self, fiscal_year: int) -> Self:
        return self.filter(fiscal_year=fiscal_year)

    def ahead(self) -> Self:
        """Planned or under way."""
        return self.filter(state__in=(VisitState.PLANNED, VisitState.STARTED))

    def of_inspector(self, user: User) -> Self:
        """Where the person is in the team."""
        return self.filter(inspectors__inspector=user)

    def with_content(self) -> Self:
        """With the team, the answers and the papers, however many visits."""
        return self.prefetch_related("inspectors__inspector", "answers__inspector", "attachments")


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

    def followed_by(self, user: User) -> Self:
        """Which the person recorded, unless they were handed over, or took over."""
        return self.filter(Q(followed_by=user) | Q(followed_by=None, recorded_by=user))

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


class OfAttachmentQuerySet(OfficeScopedQuerySet):
    office_field = "attachment__office"


class OfAppointmentQuerySet(OfficeScopedQuerySet):
    office_field = "appointment__office"


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
