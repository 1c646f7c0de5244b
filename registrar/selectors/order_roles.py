"""Who reviews orders: asks nothing but the person's memberships."""

from cpd_portal.core.choices import Role
from cpd_portal.core.models import OrgUnit, User
from registrar.selectors.case_roles import holds, holds_at_headquarters


def is_legal(user: User, office: OrgUnit) -> bool:
    """A legal officer of headquarters, or of the office where it has one."""
    return holds_at_headquarters(user, Role.LEGAL) or holds(user, office, Role.LEGAL)
