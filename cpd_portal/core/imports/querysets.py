"""Filters of imports."""

from typing import Self

from cpd_portal.core.imports.choices import ImportState
from cpd_portal.core.scoping import OfficeScopedQuerySet


class ImportQuerySet(OfficeScopedQuerySet):
    def of(self, form: str, office_id: int, fiscal_year: int) -> Self:
        return self.filter(form=form, office_id=office_id, fiscal_year=fiscal_year)

    def unconfirmed(self) -> Self:
        return self.filter(state__in=(ImportState.CHECKED, ImportState.REJECTED))

    def confirmed(self) -> Self:
        return self.filter(state=ImportState.CONFIRMED)


class PlannedRowQuerySet(OfficeScopedQuerySet):
    office_field = "of__office"
