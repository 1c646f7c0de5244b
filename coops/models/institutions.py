"""The register: cooperatives and farmer groups."""

from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from coops import rules
from coops.choices import Level, Standing
from coops.models.kinds import SECTOR_MATCHES_KIND, OfKind
from coops.querysets import InstitutionQuerySet
from cpd_portal.core.audit import audited
from cpd_portal.core.models import OrgUnit, Province
from cpd_portal.core.scoping import NationalQuerySet
from cpd_portal.thai.searching import search_key
from cpd_portal.thai.sorting import sort_key


def register_keys(name: str, registration_no: str) -> dict[str, str]:
    """The columns that the register is sorted and searched by."""
    return {
        "name_sort": sort_key(name),
        "name_search": search_key(name),
        "registration_search": search_key(registration_no),
    }


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
    a month and a day, 29 February meaning the end of February. Standing, accounting year-end,
    office and name are those of today; `coops.models.register` holds what was before.
    `year_end_since` is the date of the newest change of the year-end, None without any.
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
    level = models.CharField("ระดับ", max_length=25, choices=Level.choices, default=Level.PRIMARY)
    registered_on = models.DateField("วันที่จดทะเบียน", null=True, blank=True)
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="institutions",
        verbose_name="เจ้าหน้าที่ผู้รับผิดชอบ",
    )
    district = models.CharField("อำเภอ/เขต", max_length=80, blank=True)
    accounting_year_end_month = models.PositiveSmallIntegerField("เดือนสิ้นปีบัญชี")
    accounting_year_end_day = models.PositiveSmallIntegerField("วันสิ้นปีบัญชี")
    year_end_since = models.DateField("วันสิ้นปีบัญชีนี้ตั้งแต่", null=True, blank=True, editable=False)
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
        """The end of the accounting year that the B.E. fiscal year assesses, by the year-end
        that was valid at the end of its window. See `accounting_year_ends_in` for the years in
        which it changed."""
        _, last = rules.window_of(fiscal_year)
        then = rules.value_then(last, self.year_end, self._year_end_changes(before=last))
        return rules.accounting_year_end_in(fiscal_year, *then)

    def accounting_year_ends_in(self, fiscal_year: int) -> list[date]:
        """Every accounting year-end in the window of the fiscal year: none or two are possible
        where the year-end changed."""
        first, _ = rules.window_of(fiscal_year)
        changes = self._year_end_changes(before=first)
        return rules.accounting_year_ends_in(fiscal_year, self.year_end, changes)

    @property
    def year_end(self) -> rules.MonthDay:
        return self.accounting_year_end_month, self.accounting_year_end_day

    def _year_end_changes(self, before: date) -> list["rules.Change[rules.MonthDay]"]:
        """Read only where the current year-end was not valid yet on that day; for many
        institutions prefetch `year_end_changes`."""
        if self.year_end_since is None or self.year_end_since <= before:
            return []
        return [change.as_change() for change in self.year_end_changes.all()]


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
