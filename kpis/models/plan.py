"""What was done of an action plan, and the papers that prove it."""

import uuid

import pgtrigger
from django.conf import settings
from django.db import models

from cpd_portal.core.audit import audited
from cpd_portal.core.scoping import NationalQuerySet
from kpis.models.tables import ActionStep


@audited
class StepTick(models.Model):
    """An activity is done. No row: it is not."""

    step = models.OneToOneField(ActionStep, models.PROTECT, related_name="tick")
    done_on = models.DateField("ดำเนินการแล้วเสร็จเมื่อ")
    note = models.TextField("ผลการดำเนินการ", blank=True)
    ticked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    is_sample = models.BooleanField("ข้อมูลตัวอย่าง", default=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    updated_at = models.DateTimeField("แก้ไขล่าสุด", auto_now=True)

    objects = NationalQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.step_id}: {self.done_on}"


@audited
class StepEvidence(models.Model):
    """A paper that proves an activity; the bytes lie in the private folder under a name of
    ours."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    step = models.ForeignKey(ActionStep, models.PROTECT, related_name="evidence")
    title = models.CharField("หลักฐาน", max_length=200)
    file = models.FileField("แฟ้ม", upload_to="kpi_evidence/steps/")
    file_name = models.CharField("ชื่อแฟ้ม", max_length=200)
    file_type = models.CharField("ชนิดแฟ้ม", max_length=40)
    size = models.PositiveIntegerField("ขนาด (ไบต์)")
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField("แนบเมื่อ", auto_now_add=True)

    objects = NationalQuerySet.as_manager()

    class Meta:
        ordering = ["step", "uploaded_at"]
        constraints = [
            models.UniqueConstraint(fields=["step", "sha256"], name="step_evidence_once")
        ]

    def __str__(self) -> str:
        return self.title


@audited
class StepEvidenceDownload(models.Model):
    """Who took a paper when; never changed, and stays when the paper is taken back."""

    evidence = models.ForeignKey(
        StepEvidence, models.DO_NOTHING, db_constraint=False, related_name="downloads"
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    request_id = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)

    objects = NationalQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]
        triggers = [
            pgtrigger.Protect(name="never_changed", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.evidence_id} {self.user_id}"
