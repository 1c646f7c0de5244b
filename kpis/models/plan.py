"""What was done of an action plan, and the papers that prove results."""

import uuid

import pgtrigger
from django.conf import settings
from django.db import models

from cpd_portal.core.audit import audited
from cpd_portal.core.choices import Round
from cpd_portal.core.scoping import NationalQuerySet
from kpis.models.kpi import Kpi
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
class Evidence(models.Model):
    """A paper for a KPI's round, or for one activity of its plan. It is kept as received and
    never changed; a wrong one is taken out of use with the reason."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    kpi = models.ForeignKey(Kpi, models.PROTECT, related_name="evidence")
    round = models.CharField("รอบ", max_length=3, choices=Round.choices)
    step = models.ForeignKey(
        ActionStep, models.PROTECT, null=True, blank=True, related_name="evidence"
    )
    title = models.CharField("หลักฐาน", max_length=200)
    file = models.FileField("แฟ้ม", upload_to="kpis/evidence/")
    name = models.CharField("ชื่อแฟ้ม", max_length=200)
    content_type = models.CharField(max_length=40)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField("ขนาด (ไบต์)")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField("แนบเมื่อ", auto_now_add=True)
    withdrawn_because = models.CharField("เลิกใช้เพราะ", max_length=200, blank=True)
    is_sample = models.BooleanField("ข้อมูลตัวอย่าง", default=False)

    objects = NationalQuerySet.as_manager()

    class Meta:
        ordering = ["kpi", "round", "added_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["kpi", "round", "step", "sha256"],
                nulls_distinct=False,
                name="evidence_once",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_withdrawn(self) -> bool:
        return bool(self.withdrawn_because)


@audited
class EvidenceDownload(models.Model):
    """Who took which evidence when; never changed."""

    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="downloads")
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
