"""Enumerations of the core."""

from django.db import models


class Role(models.TextChoices):
    OFFICER = "officer", "เจ้าหน้าที่"
    CHIEF = "chief", "หัวหน้าหน่วยงาน"
    INSPECTOR = "inspector", "ผู้ตรวจการสหกรณ์"
    EXECUTIVE = "executive", "ผู้บริหาร"
    PLANNER = "planner", "กองแผนงาน"
    REGISTRAR = "registrar", "นายทะเบียนสหกรณ์"
    DEPUTY_REGISTRAR = "deputy_registrar", "รองนายทะเบียนสหกรณ์"
    LEGAL = "legal", "นิติกร"
    ADMINISTRATOR = "administrator", "ผู้ดูแลระบบ"


class OrgUnitKind(models.TextChoices):
    DEPARTMENT = "department", "กรม"
    DIVISION = "division", "กอง/สำนัก/ศูนย์ส่วนกลาง"
    PROVINCIAL_OFFICE = "provincial_office", "สำนักงานสหกรณ์จังหวัด"
    BANGKOK_OFFICE = "bangkok_office", "สำนักงานส่งเสริมสหกรณ์กรุงเทพมหานคร"
    INSPECTION_REGION = "inspection_region", "เขตตรวจราชการ"
    SETTLEMENT = "settlement", "นิคมสหกรณ์"
    TECHNOLOGY_CENTRE = "technology_centre", "ศูนย์ถ่ายทอดเทคโนโลยีการสหกรณ์"


HEADQUARTERS_KINDS = (OrgUnitKind.DEPARTMENT, OrgUnitKind.DIVISION)
OFFICE_KINDS = (OrgUnitKind.PROVINCIAL_OFFICE, OrgUnitKind.BANGKOK_OFFICE)


class Acting(models.TextChoices):
    NONE = "", "ดำรงตำแหน่ง"
    ACTING_FOR = "acting_for", "รักษาราชการแทน"
    ON_BEHALF = "on_behalf", "ปฏิบัติราชการแทน"


class SubmissionState(models.TextChoices):
    DRAFT = "draft", "กำลังทำ"
    SUBMITTED = "submitted", "ส่งแล้ว"
    VERIFIED = "verified", "ตรวจทานแล้ว"
    APPROVED = "approved", "อนุมัติแล้ว"
    RETURNED = "returned", "ส่งกลับให้แก้"


REPORTED_STATES = (
    SubmissionState.SUBMITTED,
    SubmissionState.VERIFIED,
    SubmissionState.APPROVED,
)
"""The office has sent the form."""


class Round(models.TextChoices):
    SIX_MONTHS = "6m", "รอบ 6 เดือน"
    TWELVE_MONTHS = "12m", "รอบ 12 เดือน"


class Quarter(models.TextChoices):
    """Quarters of a fiscal year; October to December is the first."""

    FIRST = "q1", "ไตรมาสที่ 1"
    SECOND = "q2", "ไตรมาสที่ 2"
    THIRD = "q3", "ไตรมาสที่ 3"
    FOURTH = "q4", "ไตรมาสที่ 4"

    @property
    def number(self) -> int:
        return int(self.value[1])

    @classmethod
    def of(cls, number: int) -> "Quarter":
        """Raises ValueError for anything but 1 to 4."""
        return cls(f"q{number}")
