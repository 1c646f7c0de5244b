"""Cooperatives and farmer groups, their yearly assessments, and the rules these follow."""

from datetime import date
from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from coops import rules
from coops.choices import DefectStatus, Kind, RuleStatus, Sector, Standing, Tier, UnassessedGroup
from coops.financial_statements import FinancialStatement as FinancialStatement
from coops.querysets import AssessmentQuerySet, InstitutionQuerySet, RuleSetQuerySet
from cpd_portal.core.audit import audited, audited_without
from cpd_portal.core.models import OrgUnit, Province
from cpd_portal.core.scoping import NationalQuerySet
from cpd_portal.thai.searching import search_key
from cpd_portal.thai.sorting import sort_key

SECTOR_MATCHES_KIND = Q(kind=Kind.COOPERATIVE) & ~Q(sector="") | Q(
    kind=Kind.FARMER_GROUP, sector=""
)


def register_keys(name: str, registration_no: str) -> dict[str, str]:
    """The columns that the register is sorted and searched by."""
    return {
        "name_sort": sort_key(name),
        "name_search": search_key(name),
        "registration_search": search_key(registration_no),
    }


class OfKind(models.Model):
    """A kind and, for cooperatives, a sector ("" for farmer groups)."""

    kind = models.CharField("ชนิด", max_length=15, choices=Kind.choices)
    sector = models.CharField("ภาค", max_length=20, choices=Sector.choices, blank=True, default="")

    class Meta:
        abstract = True


@audited
class InstitutionType(OfKind):
    """One of the seven types of cooperatives or six types of farmer groups; a table, because
    a ministerial regulation can add others."""

    code = models.CharField("รหัส", max_length=30, unique=True)
    title = models.CharField("ประเภท", max_length=80)
    position = models.PositiveSmallIntegerField("ลำดับ")
    source = models.CharField("ที่มา", max_length=120)
    verified = models.BooleanField("ยืนยันแล้ว", default=False)

    objects = NationalQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(
                condition=SECTOR_MATCHES_KIND, name="institution_type_sector_matches_kind"
            )
        ]

    def __str__(self) -> str:
        return self.title


@audited
class Institution(OfKind):
    """A cooperative or farmer group. Its province is that of its office.

    `version` counts the saves, for optimistic locking; the last day of the accounting year is
    a month and a day, 29 February meaning the end of February.
    """

    registration_no = models.CharField("เลขทะเบียน", max_length=40, unique=True)
    name = models.CharField("ชื่อ", max_length=200)
    name_sort = models.CharField(max_length=400, editable=False, db_collation="C")
    name_search = models.CharField(max_length=200, editable=False)
    registration_search = models.CharField(max_length=40, editable=False)
    type = models.ForeignKey(
        InstitutionType, models.PROTECT, related_name="institutions", verbose_name="ประเภท"
    )
    office = models.ForeignKey(
        OrgUnit, models.PROTECT, related_name="institutions", verbose_name="หน่วยงาน"
    )
    district = models.CharField("อำเภอ/เขต", max_length=80, blank=True)
    accounting_year_end_month = models.PositiveSmallIntegerField("เดือนสิ้นปีบัญชี")
    accounting_year_end_day = models.PositiveSmallIntegerField("วันสิ้นปีบัญชี")
    standing = models.CharField(
        "สถานะ", max_length=10, choices=Standing.choices, default=Standing.OPERATING
    )
    address = models.TextField("ที่อยู่", blank=True)
    phone = models.CharField("โทรศัพท์", max_length=60, blank=True)
    email = models.EmailField("อีเมล", blank=True)
    is_sample = models.BooleanField("ข้อมูลตัวอย่าง", default=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    updated_at = models.DateTimeField("แก้ไขล่าสุด", auto_now=True)

    objects = InstitutionQuerySet.as_manager()

    class Meta:
        ordering = ["name_sort", "registration_no"]
        indexes = [
            models.Index(fields=["name_sort", "registration_no"], name="institution_by_name"),
            models.Index(
                fields=["office", "kind", "name_sort", "registration_no"],
                name="institution_by_office",
            ),
            GinIndex(
                name="institution_name_trigram",
                fields=["name_search"],
                opclasses=["gin_trgm_ops"],
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=SECTOR_MATCHES_KIND, name="institution_sector_matches_kind"
            ),
            models.CheckConstraint(
                condition=Q(accounting_year_end_month__range=(1, 12))
                & Q(accounting_year_end_day__range=(1, 31)),
                name="institution_accounting_year_end",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.fill_keys()
        super().save(*args, **kwargs)

    def fill_keys(self) -> None:
        """The columns to sort and search by; call it before a bulk insert."""
        for column, key in register_keys(self.name, self.registration_no).items():
            setattr(self, column, key)

    def accounting_year_end_in(self, fiscal_year: int) -> date:
        """The end of the accounting year that the B.E. fiscal year assesses."""
        return rules.accounting_year_end_in(
            fiscal_year, self.accounting_year_end_month, self.accounting_year_end_day
        )


@audited
class RuleSet(OfKind):
    """Indicators and tier conditions of one kind, sector and fiscal year, as loaded from the
    reference files. `definition` is what `rules.RuleSet.from_definition` reads."""

    identifier = models.CharField("รหัสชุดเกณฑ์", max_length=60, unique=True)
    title = models.CharField("ชื่อ", max_length=200)
    fiscal_year = models.PositiveSmallIntegerField("ปีงบประมาณ (พ.ศ.)")
    status = models.CharField("สถานะ", max_length=12, choices=RuleStatus.choices)
    definition = models.JSONField("เกณฑ์")

    objects = RuleSetQuerySet.as_manager()

    class Meta:
        ordering = ["fiscal_year", "identifier"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "sector", "fiscal_year"], name="rule_set_once"
            ),
            models.CheckConstraint(
                condition=SECTOR_MATCHES_KIND, name="rule_set_sector_matches_kind"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def rules(self) -> rules.RuleSet:
        return rules.RuleSet.from_definition(self.definition)


@audited
class PublishedStrength(OfKind):
    """One row of a strength table as the document prints it."""

    fiscal_year = models.PositiveSmallIntegerField("ปีงบประมาณ (พ.ศ.)")
    row = models.CharField("แถว", max_length=15)
    position = models.PositiveSmallIntegerField("ลำดับ")
    printed = models.CharField("ต้นฉบับพิมพ์ว่า", max_length=120)
    count = models.PositiveIntegerField("จำนวน (แห่ง)")
    share = models.DecimalField("ร้อยละ", max_digits=5, decimal_places=2)
    document = models.CharField("เอกสาร", max_length=60)
    lines = models.CharField("บรรทัด", max_length=40)

    objects = NationalQuerySet.as_manager()

    class Meta:
        ordering = ["fiscal_year", "kind", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "sector", "fiscal_year", "row"], name="published_strength_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.fiscal_year} {self.printed}"


@audited
class UpgradeCooperative(models.Model):
    """A cooperative of the programme that makes institutions agricultural entrepreneurs.

    Name and province as printed and as read; `institution` is the row of the register, where
    it is known.
    """

    fiscal_year = models.PositiveSmallIntegerField("ปีงบประมาณ (พ.ศ.)")
    number = models.PositiveSmallIntegerField("ที่")
    name_printed = models.CharField("ชื่อตามต้นฉบับ", max_length=120)
    name = models.CharField("ชื่อ", max_length=120)
    province_printed = models.CharField("จังหวัดตามต้นฉบับ", max_length=60)
    province = models.ForeignKey(Province, models.PROTECT, related_name="+")
    document = models.CharField("เอกสาร", max_length=60)
    lines = models.CharField("บรรทัด", max_length=40)
    institution = models.OneToOneField(
        Institution, models.SET_NULL, null=True, blank=True, related_name="upgrade_listing"
    )

    objects = NationalQuerySet.as_manager()

    class Meta:
        ordering = ["fiscal_year", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["fiscal_year", "number"], name="upgrade_cooperative_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


# The result is left out of the events: the facts in them and the rule set give it again.
@audited_without("result", "dimensions")
class Assessment(models.Model):
    """The assessment of one institution in one fiscal year.

    That the row exists means that the institution belongs to the frozen population of the
    year. Facts that are null or "" are not entered yet. `office` repeats the institution's
    office at that time; `tier` to `result` are what the rules say about the facts.
    """

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="assessments")
    fiscal_year = models.PositiveSmallIntegerField("ปีงบประมาณ (พ.ศ.)")
    rule_set = models.ForeignKey(RuleSet, models.PROTECT, related_name="assessments")
    office = models.ForeignKey(OrgUnit, models.PROTECT, related_name="assessments")

    points = models.JSONField("คะแนนรายตัวชี้วัด", default=dict)
    loss_latest = models.BooleanField("ขาดทุนปีล่าสุด", null=True, blank=True)
    loss_previous = models.BooleanField("ขาดทุนปีก่อนหน้า", null=True, blank=True)
    allocated_latest = models.BooleanField("จัดสรรและจ่ายปีล่าสุด", null=True, blank=True)
    allocated_previous = models.BooleanField("จัดสรรและจ่ายปีก่อนหน้า", null=True, blank=True)
    defect_status = models.CharField(
        "สถานะข้อบกพร่อง", max_length=20, choices=DefectStatus.choices, blank=True, default=""
    )
    statement_days = models.PositiveSmallIntegerField(
        "จำนวนวันที่จัดทำงบการเงิน", null=True, blank=True
    )
    standing = models.CharField(
        "สถานะ ณ วันประเมิน", max_length=10, choices=Standing.choices, default=Standing.OPERATING
    )

    tier = models.PositiveSmallIntegerField("ชั้น", choices=Tier.choices, null=True, blank=True)
    unassessed_group = models.PositiveSmallIntegerField(
        "กลุ่มที่ไม่นำมาประเมิน", choices=UnassessedGroup.choices, null=True, blank=True
    )
    total = models.DecimalField("คะแนนรวม", max_digits=5, decimal_places=2, null=True, blank=True)
    dimensions = models.JSONField("คะแนนรายมิติ", default=dict)
    result = models.JSONField("ผลพร้อมที่มา", null=True, blank=True)
    complete = models.BooleanField("ข้อมูลครบ", default=False)

    is_sample = models.BooleanField("ข้อมูลตัวอย่าง", default=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    updated_at = models.DateTimeField("แก้ไขล่าสุด", auto_now=True)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        ordering = ["-fiscal_year"]
        indexes = [
            models.Index(
                fields=["rule_set", "office", "tier", "unassessed_group"],
                name="assessment_strength",
            ),
            models.Index(fields=["office", "fiscal_year"], name="assessment_of_office"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "fiscal_year"], name="assessment_once_a_year"
            ),
            models.CheckConstraint(
                condition=Q(complete=False, tier__isnull=True, unassessed_group__isnull=True)
                | Q(complete=True, tier__isnull=False, unassessed_group__isnull=True)
                | Q(complete=True, tier__isnull=True, unassessed_group__isnull=False),
                name="assessment_has_one_result",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.institution_id} {self.fiscal_year}"

    @property
    def facts(self) -> rules.Facts:
        """The stored facts in the shape that the rules take."""
        return rules.Facts(
            standing=Standing(self.standing),
            points=rules.stored_points(self.points),
            defect_status=DefectStatus(self.defect_status) if self.defect_status else None,
            loss=rules.TwoYears(self.loss_latest, self.loss_previous),
            allocated_and_paid=rules.TwoYears(self.allocated_latest, self.allocated_previous),
            statement_days=self.statement_days,
        )
