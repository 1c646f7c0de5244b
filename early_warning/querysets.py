"""Filters of this room's rows that can be chained."""

from typing import Self

from cpd_portal.core.scoping import OfficeScopedQuerySet


class OfInstitutionQuerySet(OfficeScopedQuerySet):
    """Rows that go with their institution when another office takes it over."""

    office_field = "institution__office"


class SelfAssessmentQuerySet(OfInstitutionQuerySet):
    def of_quarter(self, fiscal_year: int, quarter: int) -> Self:
        return self.filter(fiscal_year=fiscal_year, quarter=quarter)
