"""Which role can be held in which kind of unit, and who may give it."""

import re

from cpd_portal.core.choices import OrgUnitKind, Role

_DEPARTMENT = (
    Role.EXECUTIVE,
    Role.PLANNER,
    Role.REGISTRAR,
    Role.DEPUTY_REGISTRAR,
    Role.LEGAL,
    Role.ADMINISTRATOR,
)
_DIVISION = (Role.OFFICER, Role.CHIEF, Role.PLANNER, Role.LEGAL, Role.ADMINISTRATOR)
_OFFICE = (
    Role.OFFICER,
    Role.CHIEF,
    Role.INSPECTOR,
    Role.DEPUTY_REGISTRAR,
    Role.ADMINISTRATOR,
)
USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,59}")

ABILITIES: dict[Role, tuple[str, ...]] = {
    Role.OFFICER: (
        "บันทึกและส่งข้อมูลของหน่วยงาน",
        "บันทึกทะเบียน งบการเงิน และข้อบกพร่องของหน่วยงาน",
    ),
    Role.CHIEF: (
        "ตรวจทานหรือส่งกลับแบบที่เจ้าหน้าที่ส่ง (ไม่ใช่ของตนเอง)",
        "ส่งมอบสหกรณ์ในความรับผิดชอบ",
        "หัวหน้าส่วนกลางอนุมัติแบบที่ตรวจทานแล้ว",
    ),
    Role.INSPECTOR: ("ตรวจการตามคำสั่งแต่งตั้ง", "บันทึกและยืนยันการแก้ไขข้อบกพร่อง"),
    Role.EXECUTIVE: ("ดูข้อมูลทั้งประเทศ", "ลงนามชุดตัวเลขที่ผู้อื่นเสนอ"),
    Role.PLANNER: ("ดูแลตัวชี้วัด แผน และกำหนดส่งของทั้งประเทศ", "อนุมัติผลตัวชี้วัดและรายงานไตรมาส"),
    Role.REGISTRAR: ("ใช้อำนาจนายทะเบียนสหกรณ์", "ดูแลทะเบียนสหกรณ์ทั้งประเทศ"),
    Role.DEPUTY_REGISTRAR: ("ใช้อำนาจนายทะเบียนสหกรณ์เท่าที่ได้รับมอบในเขตของตน",),
    Role.LEGAL: ("ให้ความเห็นทางกฎหมาย",),
    Role.ADMINISTRATOR: ("ดูแลบัญชี บทบาท และผู้ทำหน้าที่แทนของหน่วยงานและหน่วยงานในสังกัด",),
}
"""What a role is for, in words; the services decide."""


def roles_at(kind: str) -> tuple[Role, ...]:
    """The roles that make sense in a unit of that kind."""
    if kind == OrgUnitKind.DEPARTMENT:
        return _DEPARTMENT
    return _DIVISION if kind == OrgUnitKind.DIVISION else _OFFICE


def is_username(text: str) -> bool:
    """Small Latin letters and digits, so that it can be said on the telephone."""
    return USERNAME.fullmatch(text) is not None


def role_of(words: str) -> Role | None:
    """The role by its Thai name or its code."""
    wanted = words.strip()
    return next((role for role in Role if wanted in (role.value, str(role.label))), None)
