"""Who may do what in inspections."""

from datetime import date

from coops.choices import Kind
from cpd_portal.core.choices import Role
from cpd_portal.core.exceptions import NotAllowed
from cpd_portal.core.models import OrgUnit, User


def inspects_for(user: User, office: OrgUnit, today: date, kind: Kind | None = None) -> bool:
    """Whether the person may inspect institutions of the office (of that kind) on that day."""
    return user.has_role(Role.INSPECTOR, at=office)


def require_inspector(actor: User, office: OrgUnit, today: date, kind: Kind | None = None) -> None:
    if not inspects_for(actor, office, today, kind):
        raise NotAllowed(f"ต้องเป็นผู้ตรวจการสหกรณ์ของ{office.name}จึงจะทำขั้นตอนนี้ได้")


def plans_for(user: User, office: OrgUnit) -> bool:
    return user.has_role(Role.OFFICER, Role.CHIEF, at=office)


def require_planner(actor: User, office: OrgUnit) -> None:
    if not plans_for(actor, office):
        raise NotAllowed(f"ต้องเป็นเจ้าหน้าที่หรือหัวหน้าหน่วยงานของ{office.name}จึงจะทำแผนนี้ได้")
