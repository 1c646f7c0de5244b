"""The programme cooperatives of KPI 7 and what they collected from farmers."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from coops.models import Institution
from cpd_portal.core.audit import audited
from cpd_portal.core.scoping import NationalQuerySet
from kpis.models.kpi import Kpi


@audited
class ProgrammeMember(models.Model):
    """`printed_number` is the place in the document's list, null for one that joined later;
    `institution` is null until somebody has found it in the register. `on_plan`: null while
    nobody has said whether it carries out its action plan."""

    kpi = models.ForeignKey(Kpi, models.PROTECT, related_name="members")
    printed_number = models.PositiveSmallIntegerField("ลำดับในเอกสาร", null=True, blank=True)
    province = models.CharField("จังหวัด", max_length=60)
    name = models.CharField("ชื่อ", max_length=200)
    institution = models.ForeignKey(
        Institution, models.PROTECT, null=True, blank=True, related_name="+"
    )
    on_plan = models.BooleanField("ดำเนินกิจกรรมได้ตามแผน", null=True, blank=True)
    on_plan_note = models.CharField("หมายเหตุ", max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    updated_at = models.DateTimeField("แก้ไขล่าสุด", auto_now=True)

    objects = NationalQuerySet.as_manager()

    class Meta:
        ordering = ["kpi", models.F("printed_number").asc(nulls_last=True), "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kpi", "printed_number"], name="programme_member_once"
            ),
            models.UniqueConstraint(
                fields=["kpi", "institution"], name="programme_member_institution_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


@audited
class CollectionValue(models.Model):
    """What one cooperative bought from farmers in one accounting year, in baht."""

    member = models.ForeignKey(ProgrammeMember, models.CASCADE, related_name="values")
    year = models.PositiveSmallIntegerField("ปีบัญชี (พ.ศ.)")
    amount = models.DecimalField("มูลค่ารวบรวม (บาท)", max_digits=16, decimal_places=2)
    audited = models.BooleanField("ผู้สอบบัญชีรับรองแล้ว")
    closed_in_time = models.BooleanField("ปิดบัญชีได้ภายในกำหนด")
    source = models.CharField("ที่มา", max_length=200)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    is_sample = models.BooleanField("ข้อมูลตัวอย่าง", default=False)
    updated_at = models.DateTimeField("แก้ไขล่าสุด", auto_now=True)

    objects = NationalQuerySet.as_manager()

    class Meta:
        ordering = ["member", "year"]
        constraints = [
            models.UniqueConstraint(fields=["member", "year"], name="collection_value_once"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="collection_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.year}: {self.amount}"
