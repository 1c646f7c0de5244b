"""Defects to test with."""

from datetime import date
from typing import Any

from django.utils import timezone

from coops.models import Institution
from cpd_portal.core.choices import Role
from cpd_portal.core.models import Membership, NotificationTally, OrgUnit, User
from inspection.choices import Category, Severity, Source
from inspection.models import Defect
from inspection.services.defects import DefectValues, defect_record
from tests.coops.rows import make_institution

FOUND_ON = date(2024, 3, 1)
TODAY = date(2024, 3, 10)


def person(role: Role, office: str = "50") -> User:
    """One for each role and office, with a bell counted just now as of `make_user`."""
    name = f"{role.value}-of-{office}"
    user, is_new = User.objects.get_or_create(username=name, defaults={"full_name": name})
    if is_new:
        unit = OrgUnit.objects.get(code=office)
        Membership.objects.create(user=user, org_unit=unit, role=role)
        NotificationTally.objects.create(user=user, unread=0, counted_at=timezone.now())
    return user


def defect_values(institution: Institution | None = None, **changed: Any) -> DefectValues:
    values: dict[str, Any] = {
        "institution": institution or make_institution(),
        "severity": Severity.DEFECT,
        "category": Category.FINANCE,
        "source": Source.INSPECTOR,
        "title": "เงินสดขาดบัญชี",
        "facts": "นับเงินสดได้น้อยกว่ายอดตามบัญชี",
        "found_on": FOUND_ON,
    }
    return DefectValues(**{**values, **changed})


def make_defect(
    institution: Institution | None = None, *, today: date = TODAY, **changed: Any
) -> Defect:
    values = defect_values(institution, **changed)
    recorder = person(Role.OFFICER, values.institution.office.code)
    return defect_record(actor=recorder, values=values, today=today)
