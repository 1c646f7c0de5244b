"""The yearly plan of an office. What it plans are the visits of the office in state planned."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from coops.choices import Kind
from cpd_portal.core.audit import audited
from cpd_portal.core.models import OrgUnit
from cpd_portal.core.scoping import OfficeScopedQuerySet
from inspection.choices import PlanState
from inspection.models.visits import Visit
from inspection.querysets import NoticeQuerySet


@audited
class InspectionPlan(models.Model):
    """`quota` is how many institutions the office has to visit in the year, `note` where the
    number comes from."""

    office = models.ForeignKey(OrgUnit, models.PROTECT, related_name="inspection_plans")
    fiscal_year = models.PositiveSmallIntegerField("ปีงบประมาณ (พ.ศ.)")
    quota = models.PositiveSmallIntegerField("จำนวนที่ต้องตรวจ")
    note = models.CharField("ที่มาของจำนวน", max_length=300, blank=True)
    state = models.CharField(
        "สถานะ", max_length=8, choices=PlanState.choices, default=PlanState.DRAFT
    )
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField("บันทึกเมื่อ", auto_now_add=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_at = models.DateTimeField("อนุมัติเมื่อ", null=True, blank=True)
    is_sample = models.BooleanField("ข้อมูลตัวอย่าง", default=False)
    version = models.PositiveIntegerField(default=1)

    objects = OfficeScopedQuerySet.as_manager()

    class Meta:
        ordering = ["-fiscal_year", "office__name_sort"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "fiscal_year"], name="inspection_plan_once_a_year"
            ),
            models.CheckConstraint(
                condition=~Q(state=PlanState.APPROVED)
                | Q(approved_by__isnull=False, approved_at__isnull=False),
                name="inspection_plan_approved_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.office_id} {self.fiscal_year}"


@audited
class NoticeBatch(models.Model):
    """Letters that announce visits to institutions of one kind, made in one step. Their text is
    made from the visits as they are when the file is asked for; number and date are filled in
    by hand."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    office = models.ForeignKey(OrgUnit, models.PROTECT, related_name="notice_batches")
    kind = models.CharField("ชนิด", max_length=12, choices=Kind.choices)
    fiscal_year = models.PositiveSmallIntegerField("ปีงบประมาณ (พ.ศ.)")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField("จัดทำเมื่อ", auto_now_add=True)

    objects = OfficeScopedQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"{self.office_id} {self.kind} {self.fiscal_year}"


@audited
class Notice(models.Model):
    """One letter about one visit: the day that it announced."""

    batch = models.ForeignKey(NoticeBatch, models.PROTECT, related_name="notices")
    visit = models.ForeignKey(Visit, models.PROTECT, related_name="notices")
    planned_on = models.DateField("วันที่แจ้งว่าจะตรวจ")

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["batch", "planned_on"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "visit"], name="notice_once_in_a_batch")
        ]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.visit_id}"
