"""What the joint working group of the two departments resolved, and who sat in it."""

from django.core.validators import FileExtensionValidator
from django.db import models

from coops.choices import Department
from cpd_portal.core.audit import audited
from cpd_portal.core.models import FigureVersion
from cpd_portal.core.scoping import NationalQuerySet

DOCUMENT_TYPES = ("pdf", "jpg", "jpeg", "png", "docx")


@audited
class WorkingGroupResolution(models.Model):
    """One resolution of one meeting, with the letter or minutes that prove it.

    `conditions` are the tier conditions that it sets, where it sets some.
    """

    fiscal_year = models.PositiveSmallIntegerField("ปีงบประมาณ (พ.ศ.)")
    meeting_no = models.CharField("การประชุมครั้งที่", max_length=40)
    meeting_on = models.DateField("วันประชุม")
    resolution = models.TextField("มติ")
    document_no = models.CharField("เลขที่หนังสือหรือรายงานการประชุม", max_length=80)
    document_on = models.DateField("ลงวันที่")
    document = models.FileField(
        "แฟ้มเอกสาร",
        upload_to="resolutions/",
        blank=True,
        validators=[FileExtensionValidator(DOCUMENT_TYPES)],
    )
    conditions = models.OneToOneField(
        FigureVersion,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="resolution",
        verbose_name="เงื่อนไขที่มีมติ",
    )
    is_sample = models.BooleanField("ข้อมูลตัวอย่าง", default=False)
    recorded_at = models.DateTimeField("บันทึกเมื่อ", auto_now_add=True)

    objects = NationalQuerySet.as_manager()

    class Meta:
        ordering = ["-meeting_on", "-pk"]

    def __str__(self) -> str:
        return f"ประชุมครั้งที่ {self.meeting_no}"


@audited
class WorkingGroupMember(models.Model):
    """One of those who resolved, as he held office on that day."""

    resolution = models.ForeignKey(
        WorkingGroupResolution, models.CASCADE, related_name="members", verbose_name="มติ"
    )
    number = models.PositiveSmallIntegerField("ลำดับ")
    name = models.CharField("ชื่อ", max_length=120)
    department = models.CharField("หน่วยงาน", max_length=3, choices=Department.choices)
    position = models.CharField("ตำแหน่ง", max_length=120)

    objects = NationalQuerySet.as_manager()

    class Meta:
        ordering = ["resolution", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["resolution", "number"], name="working_group_member_once"
            )
        ]

    def __str__(self) -> str:
        return self.name
