"""Whom a fiscal year assesses: the population frozen at a reference date."""

from django.conf import settings
from django.db import models

from coops.models.institutions import Institution
from cpd_portal.core.audit import audited
from cpd_portal.core.scoping import NationalQuerySet, OfficeScopedQuerySet


@audited
class Population(models.Model):
    """The freezing of one year; its members are the assessments of the year."""

    fiscal_year = models.PositiveSmallIntegerField("ปีงบประมาณ (พ.ศ.)", unique=True)
    reference_date = models.DateField("ข้อมูล ณ วันที่")
    document_no = models.CharField("เลขที่หนังสือ", max_length=80)
    document_on = models.DateField("ลงวันที่")
    note = models.TextField("หมายเหตุ", blank=True)
    frozen_at = models.DateTimeField("กำหนดเมื่อ")
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="ผู้กำหนด",
    )
    is_sample = models.BooleanField("ข้อมูลตัวอย่าง", default=False)

    objects = NationalQuerySet.as_manager()

    class Meta:
        ordering = ["-fiscal_year"]

    def __str__(self) -> str:
        return f"รายชื่อปี {self.fiscal_year}"


class PopulationChangeQuerySet(OfficeScopedQuerySet):
    office_field = "institution__office"


@audited
class PopulationChange(models.Model):
    """A decision after the freezing: one institution added or taken out, and why."""

    population = models.ForeignKey(Population, models.PROTECT, related_name="changes")
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    added = models.BooleanField("เพิ่มเข้า")
    reason = models.TextField("เหตุผล")
    document_no = models.CharField("เลขที่หนังสือ", max_length=80)
    document_on = models.DateField("ลงวันที่")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField("บันทึกเมื่อ", auto_now_add=True)

    objects = PopulationChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-decided_at"]

    def __str__(self) -> str:
        return f"{self.institution_id} {'+' if self.added else '-'}"
