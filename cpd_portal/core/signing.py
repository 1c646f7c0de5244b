"""Who signs, and in which capacity: the lines of a signature block."""

from collections.abc import Iterable
from dataclasses import dataclass

from cpd_portal.core.choices import Acting, OrgUnitKind, Role
from cpd_portal.core.models.people import Membership, User
from cpd_portal.core.models.places import OrgUnit
from cpd_portal.thai.dates import format_date

PROVINCIAL = "สำนักงานสหกรณ์จังหวัด"


@dataclass(frozen=True)
class Signatory:
    """`name` is "" where nobody is known: the line is left to be filled by hand."""

    name: str
    lines: tuple[str, ...]


def head_of(office: OrgUnit) -> str:
    """The title of the head: สหกรณ์จังหวัด of a provincial office, else หัวหน้า with its name."""
    if office.kind == OrgUnitKind.PROVINCIAL_OFFICE and office.name.startswith(PROVINCIAL):
        return f"สหกรณ์จังหวัด{office.name.removeprefix(PROVINCIAL)}"
    return f"หัวหน้า{office.name}"


def post_of(role: str, unit: OrgUnit) -> str:
    """What the holder of the role in that unit is called."""
    return head_of(unit) if role == Role.CHIEF else f"{Role(role).label} {unit.name}"


def capacity(membership: Membership) -> str:
    """ "รักษาราชการแทน …" with the order, for an acting holder; "" for the holder of the post."""
    if membership.acting == Acting.NONE or membership.order_date is None:
        return ""
    acting, post = Acting(membership.acting).label, post_of(membership.role, membership.org_unit)
    order = f"คำสั่งที่ {membership.order_no} ลงวันที่ {format_date(membership.order_date)}"
    return f"{acting} {post} ตาม{order}"


def signature_block(membership: Membership) -> Signatory:
    """What is printed under a signature; needs `user` and `org_unit`."""
    user, post = membership.user, post_of(membership.role, membership.org_unit)
    if membership.acting == Acting.NONE:
        return Signatory(user.full_name, (post,))
    own = (user.position,) if user.position else ()
    return Signatory(user.full_name, (*own, f"{Acting(membership.acting).label} {post}"))


def acts_as(user: User, unit: OrgUnit, roles: Iterable[str]) -> str:
    """The capacity in which the person does something that these roles may do in the unit; who
    holds one of them for good acts for nobody."""
    wanted = set(roles)
    held = [
        membership
        for membership in user.active_memberships
        if membership.role in wanted and membership.org_unit_id == unit.pk
    ]
    if not held or any(membership.acting == Acting.NONE for membership in held):
        return ""
    return capacity(held[0])
