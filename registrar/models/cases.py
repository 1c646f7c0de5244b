"""A case of the registrar: what it is about, its type as of its start, its clock, its steps."""

import uuid
from typing import Any

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from coops.models import Institution
from cpd_portal.core.audit import audited
from cpd_portal.core.models import OrgUnit
from inspection.models import Defect
from registrar.case_querysets import CaseQuerySet, OfCaseQuerySet
from registrar.choices import CaseAct, CaseState, Conduct, Ending, Origin, StopReason

NEVER_CHANGED = pgtrigger.Protect(
    name="never_changed", operation=pgtrigger.Update | pgtrigger.Delete
)


def person_field(label: str = "", *, empty: bool = False) -> Any:
    """A person who did something; `empty` where nobody may have yet."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=label,
        related_name="+",
        null=empty,
        blank=empty,
    )


@audited
class Case(models.Model):
    """One case of one office. `number` counts within office and calendar year (B.E.).

    `terms` is the type of the case (checklist, limit of days, chain of opinions) as it stood when
    the case was opened, from version `terms_version` of the case types; it never changes.
    `shown_title` and `shown_applicant` are without names of persons, for lists and search;
    `clause` is what was broken or is applied for, as typed or as the defects have it.
    `assets` (baht) is the size of the institution at that time. `institution` is None where it is
    yet to be registered: `applicant` then names it. `stopped_on` is set while the clock stands;
    `due_on` counts the stops that have ended, None without a limit. `awaits` names who has the
    next step (`case_querysets.posts`), `barred` are the keys of people with an interest.
    `assessment` is the latest trace of the powers.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    office = models.ForeignKey(OrgUnit, models.PROTECT, related_name="cases")
    year = models.PositiveSmallIntegerField("ปี (พ.ศ.)")
    number = models.PositiveIntegerField("ลำดับที่")
    institution = models.ForeignKey(
        Institution, models.PROTECT, null=True, blank=True, related_name="cases"
    )
    applicant = models.CharField("ผู้ยื่นคำขอ", max_length=200, blank=True)
    shown_applicant = models.CharField(max_length=400, blank=True)
    origin = models.CharField("ที่มา", max_length=11, choices=Origin.choices)
    type_code = models.CharField(max_length=40)
    type_title = models.CharField("ประเภทเรื่อง", max_length=200)
    terms = models.JSONField(default=dict)
    terms_version = models.PositiveIntegerField()
    title = models.CharField("เรื่อง", max_length=200)
    shown_title = models.CharField(max_length=400)
    facts = models.TextField("ข้อเท็จจริง")
    clause = models.CharField("กฎหมายหรือระเบียบที่เกี่ยวข้อง", max_length=300, blank=True)
    amount = models.DecimalField(
        "จำนวนเงิน (บาท)", max_digits=18, decimal_places=2, null=True, blank=True
    )
    categories = ArrayField(models.CharField(max_length=10), verbose_name="ด้าน", default=list)
    conduct = ArrayField(
        models.CharField(max_length=10, choices=Conduct.choices),
        verbose_name="พฤติการณ์",
        default=list,
        blank=True,
    )
    assets = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    received_on = models.DateField("วันที่รับเรื่อง")
    document_no = models.CharField("เลขที่หนังสือ", max_length=60, blank=True)
    document_on = models.DateField("ลงวันที่", null=True, blank=True)
    limit_days = models.PositiveSmallIntegerField("กำหนดเวลา (วัน)", null=True, blank=True)
    stopped_days = models.PositiveIntegerField(default=0)
    stopped_on = models.DateField("หยุดนับเวลาตั้งแต่", null=True, blank=True)
    due_on = models.DateField("กำหนดแล้วเสร็จ", null=True, blank=True)
    state = models.CharField(
        "สถานะ", max_length=9, choices=CaseState.choices, default=CaseState.PREPARING
    )
    round = models.PositiveSmallIntegerField("รอบความเห็น", default=1)
    awaits = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    barred = ArrayField(models.PositiveIntegerField(), default=list, blank=True)
    handler = person_field("ผู้รับผิดชอบ", empty=True)
    assessment = models.JSONField(null=True, blank=True)
    assessed_at = models.DateTimeField("ประเมินเมื่อ", null=True, blank=True)
    ending = models.CharField("ผลของเรื่อง", max_length=12, choices=Ending.choices, blank=True)
    appealed = models.BooleanField("มีการอุทธรณ์", default=False)
    closed_on = models.DateField("ปิดสำนวนเมื่อ", null=True, blank=True)
    opened_by = person_field("ผู้รับเรื่อง")
    opened_at = models.DateTimeField("บันทึกเมื่อ", auto_now_add=True)
    is_sample = models.BooleanField("ข้อมูลตัวอย่าง", default=False)
    version = models.PositiveIntegerField(default=1)

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["-received_on", "-number"]
        indexes = [
            models.Index(fields=["office", "state", "due_on"], name="case_of_office"),
            models.Index(fields=["institution", "-received_on"], name="case_of_institution"),
            models.Index(fields=["state", "due_on"], name="case_due"),
            models.Index(fields=["handler", "state"], name="case_of_handler"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["office", "year", "number"], name="case_number_once"),
            models.CheckConstraint(
                condition=Q(institution__isnull=False) | ~Q(applicant=""),
                name="case_is_about_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state=CaseState.CLOSED, closed_on__isnull=False)
                | (~Q(state=CaseState.CLOSED) & Q(closed_on=None)),
                name="case_closed_has_a_day",
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gte=F("received_on")),
                name="case_closed_after_received",
            ),
        ]

    def __str__(self) -> str:
        return self.shown_number

    @property
    def shown_number(self) -> str:
        return f"{self.office.code}/{self.year}-{self.number:03d}"

    @property
    def about(self) -> str:
        return self.institution.name if self.institution else self.shown_applicant

    @property
    def is_undecided(self) -> bool:
        return self.state in (CaseState.PREPARING, CaseState.OPINIONS, CaseState.DECIDING)


@audited
class CaseDefect(models.Model):
    """A defect that the case is about."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="defect_links")
    defect = models.ForeignKey(Defect, models.PROTECT, related_name="case_links")

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["case", "defect"], name="case_defect_once")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.defect_id}"


@audited
class CaseStep(models.Model):
    """One step of the timeline; never changed. `day` is when it took place; names of persons do
    not stand here."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="steps")
    act = models.CharField("การทำ", max_length=20, choices=CaseAct.choices)
    by = person_field("ผู้ทำ", empty=True)
    day = models.DateField("วันที่", default=timezone.localdate)
    at = models.DateTimeField("บันทึกเมื่อ", auto_now_add=True)
    reason = models.TextField("รายละเอียด", blank=True)
    document_no = models.CharField("เลขที่หนังสือ", max_length=60, blank=True)
    document_on = models.DateField("ลงวันที่", null=True, blank=True)
    until = models.DateField("ถึงวันที่", null=True, blank=True)

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["case", "at"], name="case_step_in_order")]
        triggers = [NEVER_CHANGED]

    def __str__(self) -> str:
        return f"{self.case_id} {self.act}"


@audited
class CaseStop(models.Model):
    """A time in which the clock of the case stands: from the first day up to, and without, the
    day on which it goes on."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="stops")
    because = models.CharField("เหตุ", max_length=10, choices=StopReason.choices)
    words = models.TextField("รายละเอียด")
    from_on = models.DateField("ตั้งแต่วันที่")
    until_on = models.DateField("นับต่อวันที่", null=True, blank=True)
    by = person_field("ผู้สั่งหยุดนับ")
    ended_by = person_field("ผู้สั่งนับต่อ", empty=True)

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        ordering = ["from_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")),
                name="case_stop_ends_after_start",
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(until_on=None), name="case_stopped_once_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.from_on}"


@audited
class CaseTask(models.Model):
    """What somebody has to do for the case, by when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    case = models.ForeignKey(Case, models.PROTECT, related_name="tasks")
    title = models.CharField("งาน", max_length=300)
    owner = person_field("ผู้ทำ")
    due_on = models.DateField("ภายในวันที่")
    done_on = models.DateField("ทำเสร็จเมื่อ", null=True, blank=True)
    note = models.TextField("ผล", blank=True)
    given_by = person_field("ผู้มอบหมาย")
    version = models.PositiveIntegerField(default=1)

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "title"]
        indexes = [models.Index(fields=["owner", "done_on", "due_on"], name="case_task_of_owner")]

    def __str__(self) -> str:
        return self.title
