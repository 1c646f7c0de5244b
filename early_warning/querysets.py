"""Filters of this room's rows that can be chained."""

from typing import Self

from cpd_portal.core.scoping import OfficeScopedQuerySet
from early_warning.choices import HandlingState


class OfInstitutionQuerySet(OfficeScopedQuerySet):
    """Rows that go with their institution when another office takes it over."""

    office_field = "institution__office"


class SelfAssessmentQuerySet(OfInstitutionQuerySet):
    def of_quarter(self, fiscal_year: int, quarter: int) -> Self:
        return self.filter(fiscal_year=fiscal_year, quarter=quarter)


class AlertQuerySet(OfInstitutionQuerySet):
    def current(self) -> Self:
        """Of institutions that are still on the watchlist."""
        return self.filter(ended_on=None)

    def awaiting(self) -> Self:
        """That nobody has closed."""
        return self.exclude(handling__state=HandlingState.CLOSED)


class OfAlertQuerySet(OfficeScopedQuerySet):
    office_field = "alert__institution__office"


class FurtherFiguresQuerySet(OfInstitutionQuerySet):
    """Of the institutions of the person's offices."""


class WatchReadingQuerySet(OfInstitutionQuerySet):
    def standing(self) -> Self:
        """What holds now, one row of each institution."""
        return self.filter(until=None)

    def on_watch(self) -> Self:
        return self.standing().filter(rank__gte=1)
