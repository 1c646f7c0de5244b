"""A finding and its way to the end: state, due date, steps, corrective actions, exemptions."""

import uuid

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from coops.models import Institution
from cpd_portal.core.audit import audited
from cpd_portal.core.models import OrgUnit
from inspection.choices import Category, DefectAct, DefectState, Severity, Source
from inspection.models.visits import Visit
from inspection.querysets import DefectQuerySet, OfDefectQuerySet
from inspection.rules.defects import Place, place_of

CURED = (DefectState.RESOLVED, DefectState.RESOLVED_MONITORING)


@audited
class Defect(models.Model):
    """`due_on` is stored when the finding is recorded, by the policy of that day, and changes
    only by an extension, the end of an exemption and a reopening. `proposed_state` waits for the
    confirmation of a closure. The key may be given by the device that records the finding."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="defects")
    office = models.ForeignKey(OrgUnit, models.PROTECT, related_name="defects")
    visit = models.ForeignKey(Visit, models.PROTECT, null=True, blank=True, related_name="defects")
    question = models.CharField("ข้อของรายการตรวจ", max_length=20, blank=True)
    severity = models.CharField("ความรุนแรง", max_length=11, choices=Severity.choices)
    category = models.CharField("ด้าน", max_length=10, choices=Category.choices)
    source = models.CharField("ผู้พบ", max_length=9, choices=Source.choices)
    title = models.CharField("เรื่อง", max_length=200)
    facts = models.TextField("ข้อเท็จจริง")
    clause = models.CharField("กฎหมายหรือระเบียบที่เกี่ยวข้อง", max_length=300, blank=True)
    amount = models.DecimalField(
        "จำนวนเงิน (บาท)", max_digits=16, decimal_places=2, null=True, blank=True
    )
    responsible = models.CharField("ผู้รับผิดชอบแก้ไข", max_length=200, blank=True)
    found_on = models.DateField("วันที่พบ")
    due_on = models.DateField("กำหนดแก้ไข")
    state = models.CharField(
        "สถานะ", max_length=19, choices=DefectState.choices, default=DefectState.NOT_STARTED
    )
    proposed_state = models.CharField(
        "สถานะที่เสนอ", max_length=19, choices=DefectState.choices, blank=True
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_on = models.DateField("วันที่แก้ไขแล้วเสร็จ", null=True, blank=True)
    exempt_until = models.DateField("ผ่อนผันถึง", null=True, blank=True)
    recurs = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="recurrences"
    )
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="duplicates"
    )
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    # Whoever it was handed over to; None: the one who recorded it follows it up.
    followed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_at = models.DateTimeField("บันทึกเมื่อ", auto_now_add=True)
    is_sample = models.BooleanField("ข้อมูลตัวอย่าง", default=False)
    version = models.PositiveIntegerField(default=1)

    objects = DefectQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        indexes = [
            models.Index(fields=["office", "state", "due_on"], name="defect_board"),
            models.Index(fields=["institution", "-found_on"], name="defect_of_institution"),
            models.Index(fields=["state", "due_on"], name="defect_due"),
            models.Index(
                models.F("closed_on").desc(nulls_first=True),
                "due_on",
                "id",
                name="defect_in_order",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on__gte=models.F("found_on")), name="defect_due_after_found"
            ),
            models.CheckConstraint(
                condition=Q(state__in=CURED, closed_on__isnull=False)
                | (~Q(state__in=CURED) & Q(closed_on=None)),
                name="defect_cured_has_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_uncured(self) -> bool:
        return self.state not in CURED

    @property
    def place(self) -> Place:
        """Where it stands in the table of acts."""
        return place_of(
            self.state,
            proposed=bool(self.proposed_state),
            exempt=self.exempt_until is not None,
            merged=self.merged_into_id is not None,
        )


@audited
class DefectStep(models.Model):
    """One step of a defect's timeline; never changed. `day` is when it took place, which may be
    before it was recorded: the state on any day follows from it."""

    defect = models.ForeignKey(Defect, models.PROTECT, related_name="steps")
    act = models.CharField("การทำ", max_length=16, choices=DefectAct.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    day = models.DateField("วันที่", default=timezone.localdate)
    at = models.DateTimeField("บันทึกเมื่อ", auto_now_add=True)
    reason = models.TextField("เหตุผลหรือรายละเอียด", blank=True)
    document_no = models.CharField("เลขที่หนังสือ", max_length=60, blank=True)
    document_on = models.DateField("ลงวันที่", null=True, blank=True)
    until = models.DateField("ถึงวันที่", null=True, blank=True)
    state = models.CharField("สถานะหลังจากนั้น", max_length=19, choices=DefectState.choices)

    objects = OfDefectQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["defect", "-day"], name="defect_step_by_day")]
        triggers = [
            pgtrigger.Protect(name="never_changed", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.defect_id} {self.act}"


@audited
class CorrectiveAction(models.Model):
    """What somebody of the institution has to do about a defect, by when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    defect = models.ForeignKey(Defect, models.PROTECT, related_name="actions")
    title = models.CharField("สิ่งที่ต้องทำ", max_length=300)
    owner = models.CharField("ผู้ทำ", max_length=200)
    due_on = models.DateField("ภายในวันที่")
    done_on = models.DateField("ทำเสร็จเมื่อ", null=True, blank=True)
    note = models.TextField("ผลการทำ", blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects = OfDefectQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "title"]

    def __str__(self) -> str:
        return self.title
