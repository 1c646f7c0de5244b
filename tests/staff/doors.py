"""Who meets what at the addresses of a unit's people."""

from datetime import date

from cpd_portal.core.choices import Role
from cpd_portal.core.models import Membership, OrgUnit, User
from tests.doors import Door, everybody

UNIT: dict[str, object] = {"unit": "50"}


def _administrators(status: int) -> dict[str, int]:
    return everybody(403, administrator=status)


def _unit() -> dict[str, object]:
    return dict(UNIT)


def _person(is_active: bool = True) -> dict[str, object]:
    user = User.objects.create(
        username="somebody", full_name="นางสาวใคร คนหนึ่ง", is_active=is_active
    )
    office = OrgUnit.objects.get(code="50")
    Membership.objects.create(
        user=user, org_unit=office, role=Role.OFFICER, starts=date(2024, 1, 1)
    )
    return {**UNIT, "username": user.username}


def _closed_person() -> dict[str, object]:
    return _person(is_active=False)


def _role() -> dict[str, object]:
    made = _person()
    return {**UNIT, "pk": Membership.objects.get(user__username=made["username"]).pk}


END = {"last_day": "30/9/2567", "reason": "ย้าย"}
IDENTITY = {"identifier": "1-1037-02071-81-1"}
LOST = {"reason": "โทรศัพท์หาย"}
DOORS = [
    Door("staff:index", everybody(302)),
    Door("staff:rights", everybody(200)),
    Door("staff:rights", everybody(200), query="?role=chief&unit=51&acting=only&on=1/1/2567"),
    Door("staff:unit", _administrators(200), _unit),
    Door("staff:new", _administrators(200), _unit),
    Door("staff:list", _administrators(200), _unit),
    Door("staff:role", _administrators(200), _unit),
    Door("staff:acting", _administrators(200), _unit),
    Door("staff:person", _administrators(200), _person),
    Door("staff:password", _administrators(200), _person, method="post", data={}),
    Door("staff:open", _administrators(200), _closed_person, method="post", data={}),
    Door("staff:second-factor", _administrators(302), _person, method="post", data=LOST),
    Door("staff:identity", _administrators(302), _person, method="post", data=IDENTITY),
    Door("staff:sessions-end", _administrators(302), _person, method="post", data={}),
    Door("staff:security", _administrators(200), _person),
    Door("staff:handover", everybody(403, administrator=200, chief=200), _person),
    Door("staff:close", _administrators(302), _person, method="post", data=END),
    Door("staff:role-end", _administrators(302), _role, method="post", data=END),
]
