"""Every output file of the portal, and who took it."""

import uuid

import pgtrigger
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from cpd_portal.core.audit import audited, audited_without
from cpd_portal.core.documents.choices import DocumentStatus, Format
from cpd_portal.core.documents.querysets import DocumentQuerySet

MAX_ATTEMPTS = 3


@audited_without("progress")
class Document(models.Model):
    """One rendering of a report for one person. The file goes when it expires, the row stays."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    report = models.CharField("รายงาน", max_length=60)
    title = models.CharField("ชื่อเอกสาร", max_length=200)
    params = models.JSONField("เงื่อนไข", default=dict, encoder=DjangoJSONEncoder)
    conditions = models.TextField("เงื่อนไขที่เลือก", blank=True)
    format = models.CharField("รูปแบบแฟ้ม", max_length=4, choices=Format.choices)
    requester = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="documents"
    )
    # Of a schedule: which, and for which of its days.
    schedule = models.ForeignKey(
        "core.ReportSchedule", models.SET_NULL, null=True, blank=True, related_name="documents"
    )
    scheduled_for = models.DateField("ตามกำหนดของวันที่", null=True, blank=True)
    status = models.CharField(
        "สถานะ", max_length=7, choices=DocumentStatus.choices, default=DocumentStatus.QUEUED
    )
    progress = models.PositiveSmallIntegerField("ความคืบหน้า (ร้อยละ)", default=0)
    attempts = models.PositiveSmallIntegerField("จำนวนครั้งที่จัดทำ", default=0)
    file = models.FileField("แฟ้ม", upload_to="documents/", blank=True)
    # A picture of the first page of a PDF, deleted with the file.
    preview = models.FileField("ภาพหน้าแรก", upload_to="previews/", blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField("ขนาด (ไบต์)", null=True, blank=True)
    created_at = models.DateTimeField("ขอเมื่อ", auto_now_add=True)
    enqueued_at = models.DateTimeField("ส่งเข้าคิวเมื่อ", null=True, blank=True)
    started_at = models.DateTimeField("เริ่มจัดทำเมื่อ", null=True, blank=True)
    finished_at = models.DateTimeField("จบเมื่อ", null=True, blank=True)
    # To programs a document that was called off is one that failed.
    cancelled_at = models.DateTimeField("ยกเลิกเมื่อ", null=True, blank=True)
    expires_at = models.DateTimeField("เก็บแฟ้มไว้ถึง", null=True, blank=True)
    as_of = models.DateTimeField("ข้อมูล ณ", null=True, blank=True)
    error = models.TextField("ข้อความแจ้ง", blank=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["requester", "-created_at"], name="document_mine")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(progress__lte=100), name="document_progress_percent"
            ),
            models.CheckConstraint(
                condition=~models.Q(status=DocumentStatus.FAILED) | ~models.Q(error=""),
                name="document_failure_says_why",
            ),
            models.CheckConstraint(
                condition=models.Q(cancelled_at__isnull=True)
                | models.Q(status=DocumentStatus.FAILED),
                name="document_cancelled_has_ended",
            ),
            models.UniqueConstraint(
                fields=["schedule", "scheduled_for"], name="document_once_for_a_day_of_schedule"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.format})"

    @property
    def is_waiting(self) -> bool:
        """Whether the file is still to come, so that a page should look again."""
        return self.status in (DocumentStatus.QUEUED, DocumentStatus.RUNNING)

    @property
    def is_downloadable(self) -> bool:
        return self.status == DocumentStatus.DONE and bool(self.file)

    @property
    def shown_status(self) -> str:
        """As the pages tell it: what was called off is not shown as a failure."""
        return "cancelled" if self.cancelled_at else str(self.status)

    @property
    def notice(self) -> str:
        """What its requester should know: why it failed or waits, or that the file is gone."""
        if self.status == DocumentStatus.DONE and not self.file:
            return "พ้นกำหนดเก็บแฟ้มแล้ว ขอใหม่ได้"
        return self.error

    @property
    def file_name(self) -> str:
        """What the downloaded file is called: Thai title, without what file systems refuse."""
        title = "".join(letter for letter in self.title if letter not in '\\/:*?"<>|').strip()
        return f"{title}.{self.format}"


@audited
class DownloadLog(models.Model):
    """Who took which file when; never changed, kept when the file is gone."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="downloads")
    document = models.ForeignKey(Document, models.PROTECT, related_name="downloads")
    sha256 = models.CharField(max_length=64)
    request_id = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at"]
        triggers = [
            pgtrigger.Protect(name="never_changed", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.document} {self.at:%Y-%m-%d %H:%M}"
