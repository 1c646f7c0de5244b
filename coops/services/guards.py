"""Who may enter, and whether the row is still what the person saw."""

from coops.models import Assessment, Institution, Mismatch
from cpd_portal.core.choices import Role
from cpd_portal.core.exceptions import NotAllowed, StaleObject
from cpd_portal.core.models import OrgUnit, User

# Keep the register of the whole country.
KEEPERS = (Role.PLANNER, Role.REGISTRAR, Role.ADMINISTRATOR)


def require_entry_role(actor: User, office: OrgUnit) -> None:
    if not actor.has_role(Role.OFFICER, Role.CHIEF, at=office):
        raise NotAllowed(f"ต้องเป็นเจ้าหน้าที่หรือหัวหน้าหน่วยงานของ{office.name}จึงจะบันทึกข้อมูลนี้ได้")


def keeps_national_register(user: User) -> bool:
    return user.has_role(*KEEPERS)


def may_keep_register(user: User, office: OrgUnit) -> bool:
    """Records what documents say of the office's institutions."""
    return keeps_national_register(user) or user.has_role(Role.OFFICER, Role.CHIEF, at=office)


def may_decide_register(user: User, office: OrgUnit) -> bool:
    """Acts that reach beyond one office or end an institution. The chief of an office is a
    deputy registrar and gives his own institutions away; nobody takes another office's."""
    return keeps_national_register(user) or user.has_role(Role.CHIEF, at=office)


def require_keeper(actor: User, office: OrgUnit) -> None:
    if not may_keep_register(actor, office):
        raise NotAllowed(f"บันทึกทะเบียนได้เฉพาะเจ้าหน้าที่และหัวหน้าของ{office.name} และผู้ดูแลทะเบียนส่วนกลาง")


def require_decider(actor: User, office: OrgUnit) -> None:
    if not may_decide_register(actor, office):
        raise NotAllowed(f"ต้องเป็นหัวหน้าของ{office.name} หรือผู้ดูแลทะเบียนส่วนกลาง จึงจะทำรายการนี้ได้")


def require_national_keeper(actor: User) -> None:
    if not keeps_national_register(actor):
        raise NotAllowed("ต้องเป็นผู้ดูแลทะเบียนส่วนกลางจึงจะทำรายการนี้ได้")


def require_version(row: Assessment | Institution | Mismatch, version: int) -> None:
    if row.version != version:
        raise StaleObject
