"""The checklists in force."""

from cpd_portal.core.exceptions import RuleViolation
from cpd_portal.core.figures.selectors import version_in_force
from cpd_portal.core.models import FigureVersion
from inspection.checklists import CHECKLISTS_CODE


def checklist_in_force() -> FigureVersion:
    """Raises RuleViolation where the portal has none."""
    version = version_in_force(CHECKLISTS_CODE)
    if version is None:
        raise RuleViolation("ยังไม่มีรายการตรวจที่ใช้อยู่ ให้ผู้ดูแลระบบโหลดข้อมูลอ้างอิงก่อน")
    return version
