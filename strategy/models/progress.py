"""What was reached in a quarter, and the evidence.

A report belongs to one responsible division; the values belong to the project, so that two
divisions report one result. State and signatures are those of the division's submission.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cpd_portal.core.audit import audited
from cpd_portal.core.models import OrgUnit
from cpd_portal.core.scoping import NationalQuerySet
from strategy.choices import Milestone
from strategy.models.plan import PLAUSIBLE_YEARS, Project
from strategy.models.targets import NEVER_CHANGED, Measure
from strategy.querysets import EvidenceQuerySet

QUARTERS = Q(quarter__range=(1, 4))


@audited
class ProgressReport(models.Model):
    """รายงานรายไตรมาส of one project by one responsible division."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="reports")
    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+")
    fiscal_year = models.PositiveSmallIntegerField("ปีงบประมาณ")
    quarter = models.PositiveSmallIntegerField("ไตรมาส")
    narrative = models.TextField("ผลการดำเนินงาน", blank=True)
    problems = models.TextField("ปัญหาและอุปสรรค", blank=True)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    updated_at = models.DateTimeField(auto_now=True)

    objects = NationalQuerySet.as_manager()

    class Meta:
        ordering = ["fiscal_year", "quarter", "unit"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "unit", "fiscal_year", "quarter"], name="progress_report_once"
            ),
            models.CheckConstraint(condition=PLAUSIBLE_YEARS & QUARTERS, name="report_quarter"),
        ]

    def __str__(self) -> str:
        return f"{self.project} {self.fiscal_year}/{self.quarter} {self.unit.code}"


@audited
class ProgressValue(models.Model):
    """What one measure had reached at the end of a quarter: of a yearly number, since the
    beginning of the fiscal year; of every other, as it stands. Quarters are never added up."""

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="values")
    fiscal_year = models.PositiveSmallIntegerField("ปีงบประมาณ")
    quarter = models.PositiveSmallIntegerField("ไตรมาส")
    value = models.DecimalField("ผลที่ทำได้", max_digits=14, decimal_places=2, null=True, blank=True)
    milestone = models.CharField("ขั้นงาน", max_length=11, choices=Milestone.choices, blank=True)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    updated_at = models.DateTimeField(auto_now=True)

    objects = NationalQuerySet.as_manager()

    class Meta:
        ordering = ["measure", "fiscal_year", "quarter"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "fiscal_year", "quarter"], name="progress_value_once"
            ),
            models.CheckConstraint(condition=PLAUSIBLE_YEARS & QUARTERS, name="value_quarter"),
            models.CheckConstraint(
                condition=Q(value__isnull=True) | Q(milestone=""),
                name="progress_value_of_one_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.fiscal_year}/{self.quarter}: {self.value or self.milestone}"


@audited
class Evidence(models.Model):
    """A file that proves a report. A withdrawn one stays, with who withdrew it."""

    report = models.ForeignKey(ProgressReport, models.PROTECT, related_name="evidence")
    title = models.CharField("เป็นหลักฐานของ", max_length=200, blank=True)
    file = models.FileField("แฟ้ม", upload_to="strategy/")
    file_name = models.CharField("ชื่อแฟ้ม", max_length=200)
    file_type = models.CharField("ชนิดแฟ้ม", max_length=40)
    size = models.PositiveIntegerField("ขนาด (ไบต์)")
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    uploaded_at = models.DateTimeField("แนบเมื่อ", auto_now_add=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField("ถอนเมื่อ", null=True, blank=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["uploaded_at"]

    def __str__(self) -> str:
        return self.file_name


@audited
class EvidenceDownload(models.Model):
    """Who took which file when; never changed."""

    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="downloads")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    request_id = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)

    objects = NationalQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]
        triggers = [NEVER_CHANGED]

    def __str__(self) -> str:
        return f"{self.user} {self.evidence_id} {self.at:%Y-%m-%d %H:%M}"
