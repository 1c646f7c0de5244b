"""Who is appointed to inspect: the person, the order and its signed paper, the facts it was
judged by, its end."""

import uuid

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cpd_portal.core.audit import audited
from cpd_portal.core.models import OrgUnit
from inspection.choices import Appointer, Capacity, EndReason, PositionKind, Rank
from inspection.querysets import AppointmentQuerySet, OfAppointmentQuerySet

ENDED = Q(ended_on__isnull=False) & ~Q(end_reason="")
NOT_ENDED = Q(ended_on=None, end_reason="")


@audited
class Appointment(models.Model):
    """One person in one unit and capacity. Prepared until it has the number of its order; the
    right to inspect runs from `starts_on` to the day before `ended_on`. `trace` is what the
    rules said, clause by clause, when it was made (see `rules.appointments.Finding`). `scan` is
    the signed order as received, `scan_copy` what is served of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    inspector = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="appointments"
    )
    office = models.ForeignKey(OrgUnit, models.PROTECT, related_name="appointments")
    capacity = models.CharField("ฐานะ", max_length=14, choices=Capacity.choices)
    appointer = models.CharField("ผู้ใช้อำนาจแต่งตั้ง", max_length=15, choices=Appointer.choices)
    position = models.CharField("ตำแหน่ง", max_length=200)
    position_kind = models.CharField(
        "ประเภทตำแหน่ง", max_length=19, choices=PositionKind.choices, default=PositionKind.OTHER
    )
    rank = models.CharField("ระดับ", max_length=17, choices=Rank.choices, default=Rank.OFFICIAL)
    served_since = models.DateField("รับราชการตั้งแต่", null=True, blank=True)
    course_on = models.DateField("ผ่านการอบรมระดับพื้นฐานเมื่อ", null=True, blank=True)
    starts_on = models.DateField("ตั้งแต่วันที่")
    order_no = models.CharField("คำสั่งเลขที่", max_length=60, blank=True)
    ordered_on = models.DateField("คำสั่งลงวันที่", null=True, blank=True)
    trace = models.JSONField("ผลตรวจคุณสมบัติ", default=dict)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField("บันทึกเมื่อ", auto_now_add=True)
    ended_on = models.DateField("พ้นจากตำแหน่งเมื่อ", null=True, blank=True)
    end_reason = models.CharField(
        "เหตุที่พ้น", max_length=10, choices=EndReason.choices, blank=True, default=""
    )
    end_document = models.CharField("เอกสารอ้างอิงการพ้น", max_length=200, blank=True)
    scan = models.FileField("คำสั่งฉบับลงนาม", upload_to="inspection/orders/", blank=True)
    scan_copy = models.FileField(upload_to="inspection/order_copies/", blank=True)
    scan_name = models.CharField(max_length=200, blank=True)
    scan_type = models.CharField(max_length=40, blank=True)
    scan_sha256 = models.CharField(max_length=64, blank=True)
    scan_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    scan_at = models.DateTimeField("ส่งฉบับลงนามเมื่อ", null=True, blank=True)
    is_sample = models.BooleanField("ข้อมูลตัวอย่าง", default=False)
    version = models.PositiveIntegerField(default=1)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        ordering = ["office__name_sort", "inspector__full_name", "-starts_on"]
        indexes = [models.Index(fields=["inspector", "office"], name="appointment_of_inspector")]
        constraints = [
            models.UniqueConstraint(
                fields=["inspector", "office", "capacity"],
                condition=Q(ended_on=None),
                name="appointment_once_at_a_time",
            ),
            models.CheckConstraint(condition=ENDED | NOT_ENDED, name="appointment_end_says_why"),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("starts_on")),
                name="appointment_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(order_no="", ordered_on=None)
                | (~Q(order_no="") & Q(ordered_on__isnull=False)),
                name="appointment_order_has_number_and_day",
            ),
            models.CheckConstraint(
                condition=Q(scan="") | ~Q(order_no=""), name="appointment_scan_is_numbered"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.inspector_id} {self.capacity}"

    @property
    def is_ordered(self) -> bool:
        """Whether its order was signed: it has a number."""
        return bool(self.order_no)


@audited
class AppointmentDownload(models.Model):
    """Who took the signed order when; never changed."""

    appointment = models.ForeignKey(Appointment, models.PROTECT, related_name="downloads")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    request_id = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)

    objects = OfAppointmentQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]
        triggers = [
            pgtrigger.Protect(name="never_changed", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.appointment_id}"
