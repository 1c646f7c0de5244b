"""Who may enter, and whether the row is still what the person saw."""

from coops.models import Assessment, ClassificationRun, Institution
from cpd_portal.core.choices import Role
from cpd_portal.core.exceptions import NotAllowed, RuleViolation, StaleObject
from cpd_portal.core.models import OrgUnit, User


def require_entry_role(actor: User, office: OrgUnit) -> None:
    if not actor.has_role(Role.OFFICER, Role.CHIEF, at=office):
        raise NotAllowed(f"ต้องเป็นเจ้าหน้าที่หรือหัวหน้าหน่วยงานของ{office.name}จึงจะบันทึกข้อมูลนี้ได้")


def require_version(row: Assessment | Institution, version: int) -> None:
    if row.version != version:
        raise StaleObject


def require_headquarters(actor: User | None, *roles: Role) -> None:
    """The portal itself (None) may; a person needs one of the roles in a unit of headquarters."""
    if actor is None:
        return
    held = [m for m in actor.active_memberships if m.role in roles]
    if not any(membership.org_unit.is_headquarters for membership in held):
        names = " หรือ ".join(str(role.label) for role in roles)
        raise NotAllowed(f"ต้องเป็น{names}ของส่วนกลางจึงจะทำขั้นตอนนี้ได้")


def require_not_official(fiscal_year: int) -> None:
    """Nothing changes a year whose result the working group has accepted."""
    accepted = ClassificationRun.objects.of_year(fiscal_year).accepted().first()
    if accepted is not None:
        raise RuleViolation(
            f"แก้ไขไม่ได้ เพราะผลจัดชั้นปี {fiscal_year} เป็นทางการแล้ว "
            f"คณะทำงานรับผลการจัดชั้นครั้งที่ {accepted.number}"
        )
