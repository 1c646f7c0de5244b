"""The opening of a fiscal year: the dates that were set, and each step with what it made.

An opening that is undone is deleted; its events stay.
"""

from django.conf import settings
from django.db import models

from cpd_portal.core.audit import audited
from cpd_portal.core.scoping import NationalQuerySet


@audited
class YearOpening(models.Model):
    """`dates`: ISO dates by the code of the date (`registry.YearDate`)."""

    fiscal_year = models.PositiveSmallIntegerField("ปีงบประมาณ (พ.ศ.)", unique=True)
    dates = models.JSONField("กำหนดวัน", default=dict)
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="ผู้เปิด"
    )
    begun_at = models.DateTimeField("เริ่มเปิดเมื่อ", auto_now_add=True)
    finished_at = models.DateTimeField("เปิดครบเมื่อ", null=True, blank=True)

    objects = NationalQuerySet.as_manager()

    class Meta:
        ordering = ["-fiscal_year"]

    def __str__(self) -> str:
        return f"เปิดปีงบประมาณ {self.fiscal_year}"


@audited
class YearStep(models.Model):
    """A part that is done. `made`: model label and key of each row that the step made."""

    opening = models.ForeignKey(YearOpening, models.CASCADE, related_name="steps")
    part = models.CharField("ส่วน", max_length=60)
    words = models.CharField("ผล", max_length=300)
    made = models.JSONField("สิ่งที่สร้าง", default=list)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="ผู้ทำ"
    )
    done_at = models.DateTimeField("ทำเมื่อ", auto_now_add=True)

    objects = NationalQuerySet.as_manager()

    class Meta:
        ordering = ["opening", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["opening", "part"], name="year_step_once"),
        ]

    def __str__(self) -> str:
        return f"{self.opening} {self.part}"
