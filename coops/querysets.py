"""Chainable filters of cooperatives, farmer groups and their assessments."""

from typing import TYPE_CHECKING, Self

from django.db.models import F, FilteredRelation, Q

from coops.choices import Kind, RunState, Sector
from cpd_portal.core.scoping import NationalQuerySet, OfficeScopedQuerySet
from cpd_portal.thai.searching import search_key

if TYPE_CHECKING:
    from cpd_portal.core.models import OrgUnit


class InstitutionQuerySet(OfficeScopedQuerySet):
    def of_kind(self, kind: Kind | str) -> Self:
        return self.filter(kind=kind)

    def of_sector(self, sector: Sector | str) -> Self:
        return self.filter(sector=sector)

    def of_office(self, office: "OrgUnit") -> Self:
        return self.filter(office=office)

    def search(self, text: str) -> Self:
        """Name without regard to spaces, marks and "จำกัด", or the registration number.

        Text that holds nothing to search for ("จำกัด" alone) leaves the rows as they are.
        """
        key = search_key(text)
        if not key:
            return self
        return self.filter(Q(name_search__contains=key) | Q(registration_search__contains=key))

    def of_number(self, number: str) -> Self:
        """By registration number, whatever its digits and spaces."""
        return self.filter(registration_search=search_key(number))

    def with_assessment(self, fiscal_year: int) -> Self:
        """Adds `tier`, `unassessed_group`, `total`, `complete` of the year; null without one."""
        joined = self.alias(
            year_assessment=FilteredRelation(
                "assessments", condition=Q(assessments__fiscal_year=fiscal_year)
            )
        )
        return joined.annotate(
            tier=F("year_assessment__tier"),
            unassessed_group=F("year_assessment__unassessed_group"),
            total=F("year_assessment__total"),
            complete=F("year_assessment__complete"),
        )


class RuleSetQuerySet(NationalQuerySet):
    def in_force(self) -> Self:
        """The version that counts of each kind, sector and year."""
        return self.filter(in_force=True)

    def of_year(self, fiscal_year: int) -> Self:
        return self.filter(fiscal_year=fiscal_year)

    def of(self, kind: Kind | str, sector: Sector | str, fiscal_year: int) -> Self:
        """`sector` is "" for farmer groups."""
        return self.filter(kind=kind, sector=sector, fiscal_year=fiscal_year)


class AssessmentQuerySet(OfficeScopedQuerySet):
    def of_year(self, fiscal_year: int) -> Self:
        return self.filter(fiscal_year=fiscal_year)

    def of_kind(self, kind: Kind | str) -> Self:
        return self.filter(rule_set__kind=kind)

    def of_sector(self, sector: Sector | str) -> Self:
        return self.filter(rule_set__sector=sector)

    def of_office(self, office: "OrgUnit") -> Self:
        return self.filter(office=office)

    def incomplete(self) -> Self:
        return self.filter(complete=False)


class ClassificationRunQuerySet(NationalQuerySet):
    def of_year(self, fiscal_year: int) -> Self:
        return self.filter(fiscal_year=fiscal_year)

    def accepted(self) -> Self:
        return self.filter(state=RunState.ACCEPTED)

    def active(self) -> Self:
        return self.filter(state__in=(RunState.QUEUED, RunState.COMPUTING))

    def computed(self) -> Self:
        """Those with results to look at."""
        return self.filter(state__in=(RunState.COMPUTED, RunState.ACCEPTED, RunState.REJECTED))


class RunResultQuerySet(OfficeScopedQuerySet):
    pass


class RunExceptionQuerySet(OfficeScopedQuerySet):
    office_field = "institution__office"
