"""Who signs for an office, and in which capacity."""

from datetime import date

from cpd_portal.core.choices import Role
from cpd_portal.core.models import Membership, OrgUnit
from cpd_portal.core.signing import Signatory, head_of, signature_block

__all__ = ["Signatory", "head_of", "signatory"]


def signatory(office: OrgUnit, today: date) -> Signatory:
    """The chief, or who acts for the chief by order; the acting one where both are there."""
    found = (
        Membership.objects.filter(org_unit=office, role=Role.CHIEF, user__is_active=True)
        .in_force(today)
        .select_related("user", "org_unit")
        .order_by("-acting", "pk")
        .first()
    )
    return signature_block(found) if found else Signatory("", (head_of(office),))
