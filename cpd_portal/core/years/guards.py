"""Who opens a fiscal year."""

from cpd_portal.core.choices import OrgUnitKind, Role
from cpd_portal.core.exceptions import NotAllowed
from cpd_portal.core.models.people import User

OPENERS = frozenset({Role.ADMINISTRATOR, Role.PLANNER})
ONLY_OPENERS = "เปิดปีงบประมาณได้เฉพาะผู้ดูแลระบบของกรมและกองแผนงาน"


def opens_years(user: User) -> bool:
    """Administrator or planner of the department itself."""
    return any(
        membership.role in OPENERS and membership.org_unit.kind == OrgUnitKind.DEPARTMENT
        for membership in user.active_memberships
    )


def require_year_opener(actor: User) -> None:
    if not opens_years(actor):
        raise NotAllowed(ONLY_OPENERS)
