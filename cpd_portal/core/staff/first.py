"""The first administrator of a real installation: nobody is there yet who could make him."""

from django.db import connection
from django.utils import timezone

from cpd_portal.core.audit import recorded
from cpd_portal.core.choices import OrgUnitKind, Role
from cpd_portal.core.exceptions import InvalidInput, RuleViolation
from cpd_portal.core.models import Membership, OrgUnit, User
from cpd_portal.core.staff.passwords import handed_out_password
from cpd_portal.core.staff.services import HandedOut, NewPerson, people_problems

THERE_IS_ONE = "there is an administrator of the department already: {name}"
NO_DEPARTMENT = "the office tree is not loaded yet: run load_reference first"
_LOCK = 760_016


@recorded("core.first_administrator.created")
def first_administrator_create(*, actor: None, username: str, full_name: str) -> HandedOut:
    """Once: afterwards administrators are made on the pages.

    Raises RuleViolation (there is one, no office tree) or InvalidInput.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    department = OrgUnit.objects.filter(kind=OrgUnitKind.DEPARTMENT).first()
    if department is None:
        raise RuleViolation(NO_DEPARTMENT)
    there = Membership.objects.filter(
        org_unit=department, role=Role.ADMINISTRATOR, user__is_active=True
    ).in_force(timezone.localdate())
    for held in there.select_related("user")[:1]:
        raise RuleViolation(THERE_IS_ONE.format(name=held.user.username))
    person = NewPerson(username=username, full_name=full_name, role=Role.ADMINISTRATOR)
    for _, message in people_problems([person]):
        raise InvalidInput([("/username", message)])
    password = handed_out_password()
    user = User.objects.create_user(
        username, password, full_name=full_name.strip(), is_staff=True, must_change_password=True
    )
    Membership.objects.create(user=user, org_unit=department, role=Role.ADMINISTRATOR)
    return HandedOut(user, password)
