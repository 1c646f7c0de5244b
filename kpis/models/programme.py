"""The programme cooperatives of KPI 7 and what they collected from farmers."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from coops.models import Institution, UpgradeCooperative
from cpd_portal.core.audit import audited
from cpd_portal.core.scoping import NationalQuerySet
from kpis.models.kpi import Kpi


@audited
class ProgrammeMember(models.Model):
    """One of the printed list (`listing`), or a cooperative that joined later (`institution`).
    `on_plan`: null while nobody has said whether it carries out its action plan."""

    kpi = models.ForeignKey(Kpi, models.PROTECT, related_name="members")
    listing = models.ForeignKey(
        UpgradeCooperative, models.PROTECT, null=True, blank=True, related_name="+"
    )
    institution = models.ForeignKey(
        Institution, models.PROTECT, null=True, blank=True, related_name="+"
    )
    on_plan = models.BooleanField("ดำเนินกิจกรรมได้ตามแผน", null=True, blank=True)
    on_plan_note = models.CharField("หมายเหตุ", max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    updated_at = models.DateTimeField("แก้ไขล่าสุด", auto_now=True)

    objects = NationalQuerySet.as_manager()

    class Meta:
        ordering = ["kpi", models.F("listing__number").asc(nulls_last=True), "pk"]
        constraints = [
            models.UniqueConstraint(fields=["kpi", "listing"], name="programme_member_once"),
            models.UniqueConstraint(
                fields=["kpi", "institution"], name="programme_member_institution_once"
            ),
            models.CheckConstraint(
                condition=Q(listing__isnull=False) ^ Q(institution__isnull=False),
                name="programme_member_listed_or_joined",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def in_register(self) -> Institution | None:
        """None where a printed name has not been found in the register yet."""
        return self.listing.institution if self.listing else self.institution

    @property
    def name(self) -> str:
        listed = self.listing or self.institution
        return listed.name if listed else ""

    @property
    def province(self) -> str:
        if self.listing:
            return self.listing.province.name
        office = self.institution.office if self.institution else None
        return office.short_name if office else ""

    @property
    def printed_number(self) -> int | None:
        return self.listing.number if self.listing else None


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
