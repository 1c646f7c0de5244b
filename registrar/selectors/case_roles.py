"""Who belongs to a case: asks nothing but the person's memberships."""

from cpd_portal.core.choices import Role
from cpd_portal.core.models import OrgUnit, User
from registrar.case_querysets import post_at, posts
from registrar.models import Case

AT_OFFICE = (Role.OFFICER, Role.INSPECTOR, Role.CHIEF, Role.DEPUTY_REGISTRAR)
AT_HEADQUARTERS = (Role.LEGAL, Role.REGISTRAR, Role.DEPUTY_REGISTRAR)
LEADERS = (Role.CHIEF, Role.DEPUTY_REGISTRAR)
WORKERS = frozenset({*AT_OFFICE, *AT_HEADQUARTERS})


def holds(user: User, office: OrgUnit, *roles: Role) -> bool:
    return user.has_role(*roles, at=office)


def holds_at_headquarters(user: User, *roles: Role) -> bool:
    return bool({post_at(role, None) for role in roles} & set(posts(user)))


def works_at(user: User, office: OrgUnit) -> bool:
    """Opens cases of the office and works on them."""
    return holds(user, office, *AT_OFFICE) or holds_at_headquarters(user, *AT_HEADQUARTERS)


def leads(user: User, office: OrgUnit) -> bool:
    """Gives the cases of the office to people."""
    at_headquarters = (Role.REGISTRAR, Role.DEPUTY_REGISTRAR)
    return holds(user, office, *LEADERS) or holds_at_headquarters(user, *at_headquarters)


def sees_names(user: User, case: Case) -> bool:
    """The case's roles: the one in charge, the inspectors and the chief of its office, legal
    officers and the registrar. An interest that was declared is asked for elsewhere."""
    in_charge = case.handler_id == user.pk
    at_office = holds(user, case.office, Role.INSPECTOR, *LEADERS)
    return in_charge or at_office or holds_at_headquarters(user, *AT_HEADQUARTERS)
