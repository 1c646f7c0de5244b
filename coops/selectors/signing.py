"""Who signs for an office, and in which capacity."""

from dataclasses import dataclass
from datetime import date

from cpd_portal.core.choices import Acting, OrgUnitKind, Role
from cpd_portal.core.models import Membership, OrgUnit

PROVINCIAL = "สำนักงานสหกรณ์จังหวัด"


@dataclass(frozen=True)
class Signatory:
    """`name` is "" where nobody is known: the line is left to be filled by hand."""

    name: str
    lines: tuple[str, ...]


def signatory(office: OrgUnit, today: date) -> Signatory:
    """The chief, or who acts for the chief by order; the acting one where both are there."""
    found = (
        Membership.objects.filter(org_unit=office, role=Role.CHIEF, user__is_active=True)
        .in_force(today)
        .select_related("user")
        .order_by("-acting", "pk")
        .first()
    )
    position = head_of(office)
    if found is None:
        return Signatory("", (position,))
    if found.acting == Acting.NONE:
        return Signatory(found.user.full_name, (position,))
    label = str(Acting(found.acting).label)
    return Signatory(found.user.full_name, (f"{label} {position}",))


def head_of(office: OrgUnit) -> str:
    """The title of the head: สหกรณ์จังหวัด of a provincial office, else หัวหน้า with its name."""
    if office.kind == OrgUnitKind.PROVINCIAL_OFFICE and office.name.startswith(PROVINCIAL):
        return f"สหกรณ์จังหวัด{office.name.removeprefix(PROVINCIAL)}"
    return f"หัวหน้า{office.name}"
