"""Offices that a program names."""

from rest_framework.exceptions import NotFound
from rest_framework.request import Request

from cpd_portal.core.models import OrgUnit


def office_of(request: Request, code: str) -> OrgUnit:
    """In the account's reach. Raises NotFound."""
    units = OrgUnit.objects.visible_to(request.user).offices()
    found: OrgUnit | None = units.filter(code=code).first()
    if found is None:
        raise NotFound(f"ไม่พบหน่วยงานรหัส “{code}” ในขอบเขตที่บัญชีนี้ดูได้")
    return found
