"""Who may enter, and whether the row is still what the person saw."""

from coops.models import Assessment, Institution
from cpd_portal.core.choices import Role
from cpd_portal.core.exceptions import NotAllowed, StaleObject
from cpd_portal.core.models import OrgUnit, User


def require_entry_role(actor: User, office: OrgUnit) -> None:
    if not actor.has_role(Role.OFFICER, Role.CHIEF, at=office):
        raise NotAllowed(f"ต้องเป็นเจ้าหน้าที่หรือหัวหน้าหน่วยงานของ{office.name}จึงจะบันทึกข้อมูลนี้ได้")


def require_version(row: Assessment | Institution, version: int) -> None:
    if row.version != version:
        raise StaleObject
