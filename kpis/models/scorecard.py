"""The scorecard of a fiscal year: its parts, groups and scoring policies."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.urls import reverse

from cpd_portal.core.audit import audited
from cpd_portal.core.scoping import NationalQuerySet
from kpis.choices import LEVEL_BOUNDS, PolicyCode
from kpis.querysets import ScorecardQuerySet
from kpis.rules import Policy


@audited
class Scorecard(models.Model):
    fiscal_year = models.PositiveSmallIntegerField("ปีงบประมาณ (พ.ศ.)", unique=True)
    title = models.TextField("ชื่อเอกสาร")
    organisation = models.CharField("ส่วนราชการ", max_length=120)
    scoring_version = models.CharField("รุ่นของหลักเกณฑ์คะแนน", max_length=60)
    document = models.CharField("เอกสารต้นฉบับ", max_length=120)
    lines = models.CharField("บรรทัดในเอกสาร", max_length=60)
    opened_at = models.DateTimeField("เปิดให้บันทึกเมื่อ", null=True, blank=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="ผู้เปิด",
    )

    objects = ScorecardQuerySet.as_manager()

    class Meta:
        ordering = ["-fiscal_year"]

    def __str__(self) -> str:
        return f"ใบคะแนนปีงบประมาณ {self.fiscal_year}"

    def get_absolute_url(self) -> str:
        return reverse("kpis:scorecard_of_year", args=[self.fiscal_year])

    @property
    def policy(self) -> Policy:
        """The scoring policies as the pure rules take them. Reads `policies`."""
        values = {policy.code: policy.value for policy in self.policies.all()}
        return Policy(
            version=self.scoring_version,
            below_floor=Decimal(values[PolicyCode.BELOW_FLOOR]),
            cap=Decimal(values[PolicyCode.CAP]),
            percent_places=int(values[PolicyCode.PERCENT_PLACES]),
            score_places=int(values[PolicyCode.SCORE_PLACES]),
            levels=tuple((Decimal(values[code]), level) for code, level in LEVEL_BOUNDS),
        )


@audited
class ScoringPolicy(models.Model):
    """How scores are computed where the source does not print it: data, with a flag."""

    scorecard = models.ForeignKey(Scorecard, models.CASCADE, related_name="policies")
    position = models.PositiveSmallIntegerField("ลำดับ")
    code = models.CharField("รหัส", max_length=30, choices=PolicyCode.choices)
    value = models.CharField("ค่า", max_length=30)
    text = models.TextField("คำอธิบาย")
    printed = models.BooleanField("พิมพ์ในเอกสาร")
    verified = models.BooleanField("ตรวจยืนยันแล้ว")

    objects = NationalQuerySet.as_manager()

    class Meta:
        ordering = ["scorecard", "position"]
        constraints = [
            models.UniqueConstraint(fields=["scorecard", "code"], name="policy_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_code_display()}: {self.value}"


@audited
class ScorecardPart(models.Model):
    scorecard = models.ForeignKey(Scorecard, models.CASCADE, related_name="parts")
    number = models.CharField("ส่วนที่", max_length=5)
    title = models.TextField("ชื่อ")
    weight = models.DecimalField("น้ำหนัก", max_digits=5, decimal_places=2)
    lines = models.CharField("บรรทัดในเอกสาร", max_length=60)

    objects = NationalQuerySet.as_manager()

    class Meta:
        ordering = ["scorecard", "number"]
        constraints = [
            models.UniqueConstraint(fields=["scorecard", "number"], name="part_once"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


@audited
class KpiGroup(models.Model):
    scorecard = models.ForeignKey(Scorecard, models.CASCADE, related_name="groups")
    part = models.ForeignKey(ScorecardPart, models.CASCADE, related_name="groups")
    number = models.CharField("กลุ่มที่", max_length=5)
    title = models.TextField("ชื่อ")
    lines = models.CharField("บรรทัดในเอกสาร", max_length=60)

    objects = NationalQuerySet.as_manager()

    class Meta:
        ordering = ["scorecard", "number"]
        constraints = [
            models.UniqueConstraint(fields=["scorecard", "number"], name="group_once"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"
