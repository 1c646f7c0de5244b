"""A visit to an institution: who went, what was asked, what each inspector answered."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from coops.models import Institution
from cpd_portal.core.audit import audited
from cpd_portal.core.models import FigureVersion, OrgUnit
from inspection.choices import Answer, VisitState
from inspection.querysets import OfVisitQuerySet, VisitQuerySet


@audited
class Visit(models.Model):
    """`checklist` is the list of questions as it was when the visit started, `checklist_version`
    where it comes from. The key may be given by the device that records the visit."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="visits")
    office = models.ForeignKey(OrgUnit, models.PROTECT, related_name="visits")
    fiscal_year = models.PositiveSmallIntegerField("ปีงบประมาณ (พ.ศ.)")
    planned_on = models.DateField("วันที่จะตรวจ")
    state = models.CharField(
        "สถานะ", max_length=9, choices=VisitState.choices, default=VisitState.PLANNED
    )
    checklist = models.JSONField("รายการตรวจ", default=list)
    checklist_version = models.ForeignKey(
        FigureVersion, models.PROTECT, null=True, blank=True, related_name="+"
    )
    started_at = models.DateTimeField("เริ่มตรวจเมื่อ", null=True, blank=True)
    finished_at = models.DateTimeField("ตรวจเสร็จเมื่อ", null=True, blank=True)
    representative = models.CharField("ผู้แทนที่ลงชื่อ", max_length=200, blank=True)
    summary = models.TextField("สรุปผลการตรวจ", blank=True)
    cancelled_because = models.CharField("เหตุที่ยกเลิก", max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = VisitQuerySet.as_manager()

    class Meta:
        ordering = ["planned_on", "institution__name_sort"]
        indexes = [
            models.Index(fields=["office", "fiscal_year", "planned_on"], name="visit_of_office"),
            models.Index(fields=["institution", "-planned_on"], name="visit_of_institution"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=VisitState.CANCELLED) | ~Q(cancelled_because=""),
                name="visit_cancelled_says_why",
            )
        ]

    def __str__(self) -> str:
        return f"{self.institution_id} {self.planned_on:%Y-%m-%d}"


@audited
class VisitInspector(models.Model):
    """Who inspects at a visit; one of them leads."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="inspectors")
    inspector = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="visits")
    is_leader = models.BooleanField("หัวหน้าคณะ", default=False)

    objects = OfVisitQuerySet.as_manager()

    class Meta:
        ordering = ["-is_leader", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["visit", "inspector"], name="visit_inspector_once"),
            models.UniqueConstraint(
                fields=["visit"], condition=Q(is_leader=True), name="visit_one_leader"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.inspector_id}"


@audited
class VisitAnswer(models.Model):
    """What one inspector answered to one question of the frozen checklist. Two inspectors may
    answer the same question: both answers stay and are shown."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    visit = models.ForeignKey(Visit, models.PROTECT, related_name="answers")
    question = models.CharField("ข้อ", max_length=20)
    inspector = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    answer = models.CharField("คำตอบ", max_length=14, choices=Answer.choices)
    note = models.TextField("สิ่งที่พบ", blank=True)
    answered_at = models.DateTimeField("ตอบเมื่อ (เวลาของเครื่อง)")
    received_at = models.DateTimeField("ถึงระบบเมื่อ", default=timezone.now)

    objects = OfVisitQuerySet.as_manager()

    class Meta:
        ordering = ["question", "answered_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "question", "inspector"], name="visit_answer_once_per_inspector"
            )
        ]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.question} {self.answer}"
