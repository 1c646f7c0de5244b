"""Letters about defects: what was written to which institution, its number, the signed scan."""

import uuid
from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from coops.models import Institution
from cpd_portal.core.audit import audited
from cpd_portal.core.models import OrgUnit
from cpd_portal.core.scoping import OfficeScopedQuerySet
from inspection.models.defects import Defect


class OfLetterQuerySet(OfficeScopedQuerySet):
    office_field = "letter__office"


def _person(label: str) -> Any:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=label,
    )


@audited
class DefectLetter(models.Model):
    """One letter to one institution about some of its defects. Its text is made from this and
    the defects whenever the file is asked for; `document_no` and `document_on` are typed from
    the office's register of letters; `scan` is the signed paper as received, `scan_copy` what is
    served of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="defect_letters")
    office = models.ForeignKey(OrgUnit, models.PROTECT, related_name="defect_letters")
    reply_by = models.DateField("ขอให้รายงานผลภายใน")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField("จัดทำเมื่อ", auto_now_add=True)
    document_no = models.CharField("เลขที่หนังสือ", max_length=60, blank=True)
    document_on = models.DateField("ลงวันที่", null=True, blank=True)
    numbered_by = _person("ผู้ลงเลขที่")
    scan = models.FileField("ฉบับลงนาม", upload_to="inspection/letters/", blank=True)
    scan_copy = models.FileField(upload_to="inspection/letter_copies/", blank=True)
    scan_name = models.CharField(max_length=200, blank=True)
    scan_type = models.CharField(max_length=40, blank=True)
    scan_sha256 = models.CharField(max_length=64, blank=True)
    scan_by = _person("ผู้ส่งฉบับลงนาม")
    scan_at = models.DateTimeField("ส่งฉบับลงนามเมื่อ", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = OfficeScopedQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
        indexes = [models.Index(fields=["office", "-made_at"], name="defect_letter_of_office")]
        constraints = [
            models.CheckConstraint(
                condition=Q(document_no="", document_on=None)
                | (~Q(document_no="") & Q(document_on__isnull=False)),
                name="defect_letter_number_and_day",
            ),
            models.CheckConstraint(
                condition=Q(scan="") | ~Q(document_no=""), name="defect_letter_scan_is_numbered"
            ),
        ]

    def __str__(self) -> str:
        return self.document_no or f"หนังสือร่าง {self.made_at:%Y-%m-%d}"


@audited
class DefectLetterItem(models.Model):
    """A defect that the letter is about."""

    letter = models.ForeignKey(DefectLetter, models.PROTECT, related_name="items")
    defect = models.ForeignKey(Defect, models.PROTECT, related_name="letter_items")

    objects = OfLetterQuerySet.as_manager()

    class Meta:
        ordering = ["defect__due_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["letter", "defect"], name="defect_letter_item_once")
        ]

    def __str__(self) -> str:
        return f"{self.letter_id} {self.defect_id}"


@audited
class LetterDownload(models.Model):
    """Who took the signed scan when; never changed."""

    letter = models.ForeignKey(DefectLetter, models.PROTECT, related_name="downloads")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    request_id = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)

    objects = OfLetterQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]
        triggers = [
            pgtrigger.Protect(name="never_changed", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.letter_id}"
