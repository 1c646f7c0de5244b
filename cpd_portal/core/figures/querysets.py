"""Filters of the versions of figures."""

from typing import Self

from django.db.models import Q

from cpd_portal.core.figures.choices import FigureState
from cpd_portal.core.scoping import NationalQuerySet


class FigureVersionQuerySet(NationalQuerySet):
    def of(self, code: str, fiscal_year: int | None = None) -> Self:
        """The versions of one set (of one year, where the set is dated)."""
        return self.filter(set_code=code, fiscal_year=fiscal_year)

    def in_force(self) -> Self:
        return self.filter(state=FigureState.IN_FORCE)

    def proposed(self) -> Self:
        return self.filter(state=FigureState.PROPOSED)

    def to_work_on(self) -> Self:
        """Whose consequences are still to be measured, or to be put into effect."""
        return self.filter(
            Q(state=FigureState.PROPOSED, effects__isnull=True)
            | Q(state=FigureState.IN_FORCE, progress__lt=100)
        )
