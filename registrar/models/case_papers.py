"""What a case holds of papers and persons, and who read it."""

import uuid

from django.db import models

from cpd_portal.core.audit import audited
from registrar.case_querysets import OfCaseQuerySet
from registrar.choices import PersonPart
from registrar.models.cases import NEVER_CHANGED, Case, person_field


@audited
class CasePaper(models.Model):
    """A paper as received; `item` is the code of the checklist's entry, "" for others."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="papers")
    item = models.CharField(max_length=40, blank=True)
    title = models.CharField("เอกสาร", max_length=200)
    file = models.FileField("แฟ้ม", upload_to="registrar/papers/")
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    by = person_field("ผู้ส่ง")
    at = models.DateTimeField("ส่งเมื่อ", auto_now_add=True)

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        triggers = [NEVER_CHANGED]

    def __str__(self) -> str:
        return self.title


@audited
class CasePerson(models.Model):
    """A person in the case. Outside the case's roles only the part and its number are shown."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    case = models.ForeignKey(Case, models.PROTECT, related_name="persons")
    part = models.CharField("ฐานะ", max_length=14, choices=PersonPart.choices)
    number = models.PositiveSmallIntegerField()
    name = models.CharField("ชื่อ-นามสกุล", max_length=200)
    position = models.CharField("ตำแหน่ง", max_length=200, blank=True)
    contact = models.CharField("ที่ติดต่อ", max_length=300, blank=True)
    added_by = person_field("ผู้เพิ่ม")
    added_at = models.DateTimeField("เพิ่มเมื่อ", auto_now_add=True)

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        ordering = ["part", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "part", "number"], name="case_person_number_once"
            )
        ]

    def __str__(self) -> str:
        """Never the name: this stands in lists and logs."""
        return self.alias

    @property
    def alias(self) -> str:
        return f"{PersonPart(self.part).label} {self.number}"


@audited
class CaseRead(models.Model):
    """Who opened the names, or a paper, of a case when; never changed."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="reads")
    user = person_field("ผู้เปิดดู")
    paper = models.ForeignKey(
        CasePaper, models.PROTECT, null=True, blank=True, related_name="reads"
    )
    request_id = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField("เมื่อ", auto_now_add=True)

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["case", "-at"], name="case_read_latest")]
        triggers = [NEVER_CHANGED]

    def __str__(self) -> str:
        return f"{self.user_id} {self.case_id}"
