"""Filters of this room's tables that can be chained."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db.models import Q

from cpd_portal.core.scoping import NationalQuerySet

if TYPE_CHECKING:
    from coops.models import Institution


class DelegationQuerySet(NationalQuerySet):
    """Delegations are published orders: every signed-in person may read them."""

    def of_power(self, code: str) -> Self:
        return self.filter(power_codes__contains=[code])

    def in_force(self, day: date) -> Self:
        """Begun, not ended, and not revoked on that day or before."""
        return self.filter(
            Q(ends_on=None) | Q(ends_on__gte=day),
            Q(revoked_at=None) | Q(revoked_at__date__gt=day),
            starts_on__lte=day,
        )

    def over(self, institution: "Institution") -> Self:
        """Whose area and kind hold the institution."""
        return self.filter(
            Q(area=[]) | Q(area__contains=[institution.office.code]),
            Q(kind="") | Q(kind=institution.kind),
        )
