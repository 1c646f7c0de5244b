"""Chainable filters of the strategic plan: national reference data."""

from typing import Self

from cpd_portal.core.scoping import NationalQuerySet
from cpd_portal.thai.searching import search_key


class ProjectQuerySet(NationalQuerySet):
    def search(self, text: str) -> Self:
        """Words of any part of the project, without regard to spaces and marks.

        Text that holds nothing to search for leaves the rows as they are.
        """
        key = search_key(text)
        return self.filter(search_text__contains=key) if key else self

    def of_strategy(self, number: int) -> Self:
        return self.filter(strategy__number=number)

    def of_unit(self, code: str) -> Self:
        """Projects for which the unit is responsible, alone or with others."""
        return self.filter(responsible_units__unit__code=code)
