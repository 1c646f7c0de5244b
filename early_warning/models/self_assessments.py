"""What a savings cooperative says about its own risk, once a quarter."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from coops.models import Institution
from cpd_portal.core.audit import audited
from cpd_portal.core.figures.models import FigureVersion
from early_warning.choices import OwnLevel, Received
from early_warning.querysets import SelfAssessmentQuerySet


@audited
class SelfAssessment(models.Model):
    """`answers` by question number of `questionnaire`, the version that was answered; `level`
    and `percent` (of the highest risk) are computed from them when they are stored."""

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="self_assessments")
    fiscal_year = models.PositiveSmallIntegerField("ปีงบประมาณ (พ.ศ.)")
    quarter = models.PositiveSmallIntegerField("ไตรมาส")
    questionnaire = models.ForeignKey(FigureVersion, models.PROTECT, related_name="+")
    answers = models.JSONField("คำตอบ")
    level = models.CharField("ระดับ", max_length=6, choices=OwnLevel.choices)
    percent = models.DecimalField("ร้อยละของความเสี่ยงสูงสุด", max_digits=5, decimal_places=2)
    assessed_on = models.DateField("วันที่ประเมิน")
    assessor = models.CharField("ตำแหน่งผู้ประเมินของสหกรณ์", max_length=200, blank=True)
    note = models.TextField("หมายเหตุของสหกรณ์", blank=True)
    received = models.CharField("ทางที่ได้รับ", max_length=7, choices=Received.choices)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    recorded_at = models.DateTimeField("บันทึกเมื่อ", auto_now_add=True)
    updated_at = models.DateTimeField("แก้ไขล่าสุด", auto_now=True)
    is_sample = models.BooleanField("ข้อมูลตัวอย่าง", default=False)
    version = models.PositiveIntegerField(default=1)

    objects = SelfAssessmentQuerySet.as_manager()

    class Meta:
        ordering = ["-fiscal_year", "-quarter", "institution"]
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "fiscal_year", "quarter"], name="self_assessment_once"
            ),
            models.CheckConstraint(
                condition=Q(quarter__range=(1, 4)), name="self_assessment_quarter"
            ),
        ]
        indexes = [
            models.Index(
                fields=["fiscal_year", "quarter", "institution"], name="self_assessment_by_quarter"
            )
        ]

    def __str__(self) -> str:
        return f"{self.institution_id} {self.fiscal_year}/{self.quarter}"
