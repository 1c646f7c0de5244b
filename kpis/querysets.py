"""Chainable filters of the scorecard: national reference data, open to every signed-in person."""

from typing import TYPE_CHECKING, Self

from cpd_portal.core.scoping import NationalQuerySet

if TYPE_CHECKING:
    from kpis.models import Kpi


class ScorecardQuerySet(NationalQuerySet):
    def for_year(self, fiscal_year: int) -> Self:
        """`fiscal_year` is a B.E. year."""
        return self.filter(fiscal_year=fiscal_year)


class KpiResultQuerySet(NationalQuerySet):
    """The whole department reads results; who enters them is decided by the KPI's owner."""

    def of_round(self, kpi: "Kpi", round: str) -> Self:
        """The newest attempt first."""
        return self.filter(kpi=kpi, round=round).order_by("-attempt")

    def open(self) -> Self:
        return self.filter(frozen_at=None)

    def frozen(self) -> Self:
        return self.exclude(frozen_at=None)


class KpiQuerySet(NationalQuerySet):
    def for_year(self, fiscal_year: int) -> Self:
        """`fiscal_year` is a B.E. year."""
        return self.filter(scorecard__fiscal_year=fiscal_year)

    def with_criteria(self) -> Self:
        """With everything that scoring needs."""
        return self.select_related("group").prefetch_related("criteria__tiers")

    def with_baseline(self) -> Self:
        return self.prefetch_related("baseline_rows__values")
