"""The record of every correction after approval, and who took its document."""

import uuid

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from cpd_portal.core.audit import audited
from cpd_portal.core.corrections.choices import UNDER_WAY, CorrectionState
from cpd_portal.core.corrections.querysets import CorrectionQuerySet
from cpd_portal.core.models.submissions import Submission


def _person(label: str) -> models.ForeignKey:  # type: ignore[type-arg]
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=label,
    )


def _moment(label: str) -> models.DateTimeField:  # type: ignore[type-arg]
    return models.DateTimeField(label, null=True, blank=True)


@audited
class Correction(models.Model):
    """One item of an approved submission, reopened on request.

    `item` is the key that the form gives the item. `before` holds values and outcome, by Thai
    label, as they were when the correction was granted; `changes` the [label, old, new] that
    differ when the office has finished, `effect` the same of the outcome.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="corrections")
    item = models.CharField("รหัสรายการ", max_length=40)
    item_title = models.CharField("รายการ", max_length=200)
    state = models.CharField(
        "สถานะ",
        max_length=9,
        choices=CorrectionState.choices,
        default=CorrectionState.REQUESTED,
    )
    reason = models.TextField("เหตุผล")
    document_no = models.CharField("เลขที่หนังสือ", max_length=60)
    document_on = models.DateField("ลงวันที่")
    file = models.FileField("แฟ้มหนังสือ", upload_to="corrections/", blank=True)
    file_name = models.CharField("ชื่อแฟ้ม", max_length=200, blank=True)
    file_type = models.CharField("ชนิดแฟ้ม", max_length=40, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    answer = models.TextField("คำตอบของส่วนกลาง", blank=True)
    before = models.JSONField("ค่าเดิม", default=dict)
    changes = models.JSONField("ค่าที่เปลี่ยน", default=list)
    changed = models.PositiveSmallIntegerField("จำนวนค่าที่เปลี่ยน", default=0)
    effect = models.JSONField("ผลต่อการจัดชั้น", default=list)

    requested_by = _person("ผู้ขอ")
    requested_at = models.DateTimeField("ขอเมื่อ", auto_now_add=True)
    decided_by = _person("ผู้พิจารณา")
    decided_at = _moment("พิจารณาเมื่อ")
    entered_by = _person("ผู้แก้ไข")
    entered_at = _moment("แก้เสร็จเมื่อ")
    confirmed_by = _person("ผู้ยืนยัน")
    confirmed_at = _moment("ยืนยันเมื่อ")
    withdrawn_by = _person("ผู้ถอนคำขอ")
    withdrawn_at = _moment("ถอนเมื่อ")

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        ordering = ["-requested_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "item"],
                condition=Q(state__in=UNDER_WAY),
                name="correction_once_at_a_time",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="correction_needs_reason"),
            models.CheckConstraint(
                condition=~Q(state=CorrectionState.REFUSED) | ~Q(answer=""),
                name="correction_refusal_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_title} {self.state}"

    @property
    def is_under_way(self) -> bool:
        return self.state in UNDER_WAY

    @property
    def words(self) -> str:
        """As the events of the corrected values name it."""
        return f"แก้ไขหลังอนุมัติ ตามหนังสือที่ {self.document_no}"


@audited
class CorrectionDownload(models.Model):
    """Who took the document of a correction when; never changed."""

    correction = models.ForeignKey(Correction, models.PROTECT, related_name="downloads")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    request_id = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at"]
        triggers = [
            pgtrigger.Protect(name="never_changed", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.correction_id} {self.at:%Y-%m-%d %H:%M}"
