"""The classification of a whole year as a batch with its own record."""

import uuid

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from coops.choices import RunState, Tier, UnassessedGroup
from coops.models.institutions import Institution
from coops.models.resolutions import WorkingGroupResolution
from coops.models.rule_sets import RuleSet
from coops.querysets import ClassificationRunQuerySet, RunExceptionQuerySet, RunResultQuerySet
from cpd_portal.core.audit import audited, audited_without
from cpd_portal.core.models import OrgUnit

ACTIVE = (RunState.QUEUED, RunState.COMPUTING)


# Progress is written many times and says nothing later.
@audited_without("progress")
class ClassificationRun(models.Model):
    """One classification of all members of a year. `inputs_sha256` is of the facts and rules
    in, `results_sha256` of the results out: equal inputs give equal bytes.

    `counts`: {"cooperative/agricultural": {"1": 486, …, "group_1": 56, "incomplete": 0}}.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    fiscal_year = models.PositiveSmallIntegerField("ปีงบประมาณ (พ.ศ.)")
    number = models.PositiveSmallIntegerField("ครั้งที่")
    state = models.CharField(
        "สถานะ", max_length=10, choices=RunState.choices, default=RunState.QUEUED
    )
    progress = models.PositiveSmallIntegerField("ความคืบหน้า (ร้อยละ)", default=0)
    previous = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="ครั้งก่อน"
    )
    rule_sets = models.ManyToManyField(RuleSet, related_name="runs", verbose_name="ชุดเกณฑ์")
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="ผู้สั่งจัดชั้น",
    )
    started_at = models.DateTimeField("สั่งเมื่อ")
    as_of = models.DateTimeField("ข้อเท็จจริง ณ", null=True, blank=True)
    finished_at = models.DateTimeField("จบเมื่อ", null=True, blank=True)
    inputs_sha256 = models.CharField(max_length=64, blank=True)
    results_sha256 = models.CharField(max_length=64, blank=True)
    counts = models.JSONField("จำนวนรายชั้น", default=dict)
    members = models.PositiveIntegerField("จำนวนที่จัดชั้น", default=0)
    changed = models.PositiveIntegerField("ผลที่เปลี่ยนจากที่เก็บไว้", default=0)
    error = models.TextField("ข้อความแจ้ง", blank=True)
    resolution = models.ForeignKey(
        WorkingGroupResolution,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="runs",
        verbose_name="มติคณะทำงาน",
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="ผู้บันทึกมติ",
    )
    decided_at = models.DateTimeField("บันทึกมติเมื่อ", null=True, blank=True)
    reason = models.TextField("เหตุผลที่ไม่รับ", blank=True)
    is_sample = models.BooleanField("ข้อมูลตัวอย่าง", default=False)

    objects = ClassificationRunQuerySet.as_manager()

    class Meta:
        ordering = ["-fiscal_year", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["fiscal_year", "number"], name="run_numbered_once"),
            models.UniqueConstraint(
                fields=["fiscal_year"], condition=Q(state__in=ACTIVE), name="run_one_at_a_time"
            ),
            models.UniqueConstraint(
                fields=["fiscal_year"],
                condition=Q(state=RunState.ACCEPTED),
                name="run_accepted_once_a_year",
            ),
            models.CheckConstraint(
                condition=~Q(state=RunState.ACCEPTED)
                | Q(resolution__isnull=False, decided_at__isnull=False),
                name="run_accepted_by_resolution",
            ),
        ]

    def __str__(self) -> str:
        return f"จัดชั้นปี {self.fiscal_year} ครั้งที่ {self.number}"

    @property
    def is_active(self) -> bool:
        return self.state in ACTIVE

    @property
    def is_computed(self) -> bool:
        """Whether it has results to look at."""
        return self.state in (RunState.COMPUTED, RunState.ACCEPTED, RunState.REJECTED)


class RunResult(models.Model):
    """The facts of one institution as a run used them, and what the rules said.

    Written once by COPY and never changed, so it needs no events of its own: it is the record.
    `assessment_version` is the version of the row whose facts were read. Every read names the
    run, so the constraint's index is the only one: each more would slow down every run.
    """

    run = models.ForeignKey(
        ClassificationRun, models.PROTECT, related_name="results", db_index=False
    )
    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="run_results", db_index=False
    )
    office = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+", db_index=False)
    rule_set = models.ForeignKey(RuleSet, models.PROTECT, related_name="+", db_index=False)
    assessment_version = models.PositiveIntegerField()
    facts = models.JSONField("ข้อเท็จจริงที่ใช้")
    tier = models.PositiveSmallIntegerField("ชั้น", choices=Tier.choices, null=True, blank=True)
    unassessed_group = models.PositiveSmallIntegerField(
        "กลุ่มที่ไม่นำมาประเมิน", choices=UnassessedGroup.choices, null=True, blank=True
    )
    total = models.DecimalField("คะแนนรวม", max_digits=5, decimal_places=2, null=True, blank=True)
    missing = models.JSONField("ข้อมูลที่ขาด", default=list)
    result = models.JSONField("ผลพร้อมที่มา", null=True, blank=True)

    objects = RunResultQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "institution"], name="run_result_once")
        ]
        triggers = [pgtrigger.Protect(name="never_changed", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"{self.run_id} {self.institution_id}"


@audited
class RunException(models.Model):
    """What the working group decided for one institution against the computed result."""

    run = models.ForeignKey(ClassificationRun, models.PROTECT, related_name="exceptions")
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="run_exceptions")
    tier = models.PositiveSmallIntegerField("ชั้นที่ให้", choices=Tier.choices, null=True, blank=True)
    unassessed_group = models.PositiveSmallIntegerField(
        "กลุ่มที่ให้", choices=UnassessedGroup.choices, null=True, blank=True
    )
    reason = models.TextField("เหตุผล")
    document_no = models.CharField("เลขที่หนังสือ", max_length=80)
    document_on = models.DateField("ลงวันที่")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField("บันทึกเมื่อ", auto_now_add=True)

    objects = RunExceptionQuerySet.as_manager()

    class Meta:
        ordering = ["institution__name_sort"]
        constraints = [
            models.UniqueConstraint(fields=["run", "institution"], name="run_exception_once"),
            models.CheckConstraint(
                condition=Q(tier__isnull=False, unassessed_group__isnull=True)
                | Q(tier__isnull=True, unassessed_group__isnull=False),
                name="run_exception_decides_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.run_id} {self.institution_id}"
