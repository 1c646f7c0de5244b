"""Photos and papers: the bytes as received, and a copy that is served."""

import uuid

import pgtrigger
from django.conf import settings
from django.db import models

from cpd_portal.core.audit import audited
from cpd_portal.core.models import OrgUnit
from inspection.choices import PaperKind
from inspection.models.defects import Defect
from inspection.models.visits import Visit
from inspection.querysets import AttachmentQuerySet, OfAttachmentQuerySet


@audited
class Attachment(models.Model):
    """`original` holds the received bytes and is never served; `served` is the re-encoded
    copy, drawn when somebody looks for the first time.
    `sha256` is of the received bytes: the device deletes its photo when it reads this answer.
    The key is given by the device, so that sending twice stores once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    office = models.ForeignKey(OrgUnit, models.PROTECT, related_name="attachments")
    visit = models.ForeignKey(
        Visit, models.PROTECT, null=True, blank=True, related_name="attachments"
    )
    question = models.CharField("ข้อของรายการตรวจ", max_length=20, blank=True)
    defect = models.ForeignKey(
        Defect, models.PROTECT, null=True, blank=True, related_name="attachments"
    )
    kind = models.CharField("ชนิด", max_length=9, choices=PaperKind.choices)
    title = models.CharField("คำอธิบาย", max_length=200, blank=True)
    original = models.FileField("ที่ได้รับ", upload_to="inspection/original/")
    served = models.FileField("สำเนาที่แสดง", upload_to="inspection/served/", blank=True)
    content_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField("ขนาด (ไบต์)")
    sha256 = models.CharField(max_length=64)
    taken_at = models.DateTimeField("ถ่ายเมื่อ (เวลาของเครื่อง)", null=True, blank=True)
    latitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField("ได้รับเมื่อ", auto_now_add=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        ordering = ["uploaded_at"]
        indexes = [
            models.Index(fields=["uploaded_by", "uploaded_at"], name="attachment_of_user_day"),
            models.Index(fields=["office", "uploaded_at"], name="attachment_of_office_day"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.title}"

    @property
    def is_picture(self) -> bool:
        """Papers in PDF are opened, not shown."""
        return self.content_type != "application/pdf"


@audited
class AttachmentDownload(models.Model):
    """Who looked at which photo or paper when; never changed."""

    attachment = models.ForeignKey(Attachment, models.PROTECT, related_name="downloads")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    request_id = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)

    objects = OfAttachmentQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]
        triggers = [
            pgtrigger.Protect(name="never_changed", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.attachment_id} {self.user_id} {self.at:%Y-%m-%d %H:%M}"
