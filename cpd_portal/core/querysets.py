"""Chainable filters of the core's models."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from cpd_portal.core.choices import (
    HEADQUARTERS_KINDS,
    OFFICE_KINDS,
    OrgUnitKind,
    Round,
)
from cpd_portal.core.scoping import NationalQuerySet, OfficeScopedQuerySet, ScopedQuerySet

if TYPE_CHECKING:
    from cpd_portal.core.models import OrgUnit, User


class OrgUnitQuerySet(ScopedQuerySet):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        if isinstance(user, AnonymousUser):
            return self.none()
        return self.all() if user.reach.nationwide else self.filter(pk__in=user.reach.unit_ids)

    def below(self, units: Iterable["OrgUnit"]) -> Self:
        """The units themselves and everything under them."""
        inside = Q()
        for unit in units:
            inside |= Q(path__startswith=unit.path)
        return self.filter(inside)

    def offices(self) -> Self:
        """The 78 offices that key in facts."""
        return self.filter(kind__in=OFFICE_KINDS)

    def offices_and_regions(self) -> Self:
        return self.filter(kind__in=(*OFFICE_KINDS, OrgUnitKind.INSPECTION_REGION))

    def headquarters(self) -> Self:
        return self.filter(kind__in=HEADQUARTERS_KINDS)


class MembershipQuerySet(OfficeScopedQuerySet):
    office_field = "org_unit"

    def in_force(self, today: date) -> Self:
        return self.filter(
            Q(starts__isnull=True) | Q(starts__lte=today),
            Q(ends__isnull=True) | Q(ends__gte=today),
        )


def across(relation: str, wanted: Q) -> Q:
    """The same condition, on the rows that this relation leads to."""
    parts: list[Any] = wanted.children
    moved = [
        across(relation, part) if isinstance(part, Q) else (f"{relation}__{part[0]}", part[1])
        for part in parts
    ]
    return Q(*moved, _connector=wanted.connector, _negated=wanted.negated)


class EntryPeriodQuerySet(NationalQuerySet):
    def whole(self) -> Self:
        """Of forms that an office sends as a whole for a round of the year: those that the switch
        in the masthead offers."""
        return self.filter(subject="", round__in=Round.values)


class SubmissionQuerySet(OfficeScopedQuerySet):
    pass
