"""Who may do what in inspections."""

from datetime import date

from coops.choices import Kind
from cpd_portal.core.choices import Role
from cpd_portal.core.exceptions import NotAllowed
from cpd_portal.core.models import OrgUnit, User
from inspection.selectors.appointments import may_inspect


def require_inspector(actor: User, office: OrgUnit, today: date, kind: Kind | None = None) -> None:
    """An appointment in force is needed; the role of an account alone is not enough."""
    if not may_inspect(actor, office, today, kind):
        raise NotAllowed(f"ต้องมีคำสั่งแต่งตั้งที่ยังมีผลให้ตรวจสอบของ{office.name}จึงจะทำขั้นตอนนี้ได้")


def plans_for(user: User, office: OrgUnit) -> bool:
    return user.has_role(Role.OFFICER, Role.CHIEF, at=office)


def require_planner(actor: User, office: OrgUnit) -> None:
    if not plans_for(actor, office):
        raise NotAllowed(f"ต้องเป็นเจ้าหน้าที่หรือหัวหน้าหน่วยงานของ{office.name}จึงจะทำแผนนี้ได้")


def require_chief(actor: User, office: OrgUnit) -> None:
    if not actor.has_role(Role.CHIEF, at=office):
        raise NotAllowed(f"ต้องเป็นหัวหน้าหน่วยงานของ{office.name}จึงจะทำขั้นตอนนี้ได้")
