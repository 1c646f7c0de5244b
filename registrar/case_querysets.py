"""Filters of cases that can be chained."""

from typing import Self

from django.db.models import Q

from cpd_portal.core.models import User
from cpd_portal.core.scoping import OfficeScopedQuerySet
from registrar.choices import OPEN_CASES, CaseState


class CaseQuerySet(OfficeScopedQuerySet):
    def undecided(self) -> Self:
        return self.filter(state__in=OPEN_CASES)

    def awaiting(self, user: User) -> Self:
        """Where the next step is the person's: the one in charge while the case is prepared or
        followed up, then whoever signs or decides."""
        in_charge = Q(state__in=(CaseState.PREPARING, CaseState.DECIDED), handler=user)
        return self.filter(in_charge | Q(awaits__overlap=posts(user)))

    def decided(self) -> Self:
        return self.filter(decision__isnull=False)


class OfCaseQuerySet(OfficeScopedQuerySet):
    office_field = "case__office"


def posts(user: User) -> list[str]:
    """The person's roles as the chain of opinions names them."""
    return [
        post_at(row.role, None if row.org_unit.is_headquarters else row.org_unit.code)
        for row in user.active_memberships
    ]


def post_at(role: str, office: str | None) -> str:
    """A role at an office by its code, or at headquarters (None)."""
    return f"{role}@{office or 'headquarters'}"
