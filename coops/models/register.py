"""Histories of the register: what changed for an institution, from which day, by which document.

The fields of `Institution` stay the current values; these rows say since when, and what was
before. Every row has a date of effect and a document, so that the register of any past day can
be asked for.
"""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from coops import rules
from coops.choices import Standing
from coops.models.institutions import Institution
from cpd_portal.core.audit import audited
from cpd_portal.core.models import OrgUnit
from cpd_portal.core.scoping import NationalQuerySet, OfficeScopedQuerySet


class OfInstitutionQuerySet(OfficeScopedQuerySet):
    """Rows of an institution: visible where the institution is."""

    office_field = "institution__office"


class Documented(models.Model):
    """When something took effect and by which document."""

    effective_on = models.DateField("วันที่มีผล")
    document_no = models.CharField("เลขที่เอกสาร", max_length=80, blank=True)
    document_date = models.DateField("เอกสารลงวันที่", null=True, blank=True)
    note = models.TextField("หมายเหตุ", blank=True)
    is_sample = models.BooleanField("ข้อมูลตัวอย่าง", default=False)
    created_at = models.DateTimeField("บันทึกเมื่อ", auto_now_add=True)

    class Meta:
        abstract = True


def _of_institution(related_name: str) -> Any:
    return models.ForeignKey(Institution, models.PROTECT, related_name=related_name)


def _once_a_day(name: str, message: str) -> models.UniqueConstraint:
    return models.UniqueConstraint(
        fields=["institution", "effective_on"], name=name, violation_error_message=message
    )


@audited
class StandingChange(Documented):
    """`before` is the standing up to the day before `effective_on`; "" in the row of a
    registration, before which there was nothing."""

    institution = _of_institution("standing_changes")
    before = models.CharField(
        "สถานะเดิม", max_length=10, choices=Standing.choices, blank=True, default=""
    )
    standing = models.CharField("สถานะใหม่", max_length=10, choices=Standing.choices)

    objects = OfInstitutionQuerySet.as_manager()

    class Meta:
        ordering = ["institution", "effective_on"]
        constraints = [_once_a_day("standing_change_once_a_day", "วันนี้มีการเปลี่ยนสถานะแล้ว")]

    def __str__(self) -> str:
        if not self.before:
            return f"จดทะเบียน: {self.get_standing_display()}"
        return f"{self.get_before_display()} → {self.get_standing_display()}"

    def as_change(self) -> "rules.Change[str]":
        return rules.Change(self.effective_on, self.before, self.standing)


@audited
class YearEndChange(Documented):
    """Accounting years that end on or after `effective_on` end on the new day."""

    institution = _of_institution("year_end_changes")
    before_month = models.PositiveSmallIntegerField("เดือนสิ้นปีบัญชีเดิม")
    before_day = models.PositiveSmallIntegerField("วันสิ้นปีบัญชีเดิม")
    month = models.PositiveSmallIntegerField("เดือนสิ้นปีบัญชีใหม่")
    day = models.PositiveSmallIntegerField("วันสิ้นปีบัญชีใหม่")

    objects = OfInstitutionQuerySet.as_manager()

    class Meta:
        ordering = ["institution", "effective_on"]
        constraints = [
            _once_a_day("year_end_change_once_a_day", "วันนี้มีการเปลี่ยนวันสิ้นปีบัญชีแล้ว"),
            models.CheckConstraint(
                condition=Q(month__range=(1, 12), day__range=(1, 31))
                & Q(before_month__range=(1, 12), before_day__range=(1, 31)),
                name="year_end_change_days",
            ),
        ]

    def __str__(self) -> str:
        before = rules.year_end_words(self.before_month, self.before_day)
        return f"{before} → {rules.year_end_words(self.month, self.day)}"

    def as_change(self) -> "rules.Change[rules.MonthDay]":
        before = (self.before_month, self.before_day)
        return rules.Change(self.effective_on, before, (self.month, self.day))


@audited
class NameChange(Documented):
    institution = _of_institution("name_changes")
    before = models.CharField("ชื่อเดิม", max_length=200)
    name = models.CharField("ชื่อใหม่", max_length=200)

    objects = OfInstitutionQuerySet.as_manager()

    class Meta:
        ordering = ["institution", "effective_on"]
        constraints = [_once_a_day("name_change_once_a_day", "วันนี้มีการเปลี่ยนชื่อแล้ว")]

    def __str__(self) -> str:
        return f"{self.before} → {self.name}"


@audited
class OfficeMove(Documented):
    """Which office looks after the institution; what the giving office assessed stays its own."""

    institution = _of_institution("office_moves")
    from_office = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+")
    to_office = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+")

    objects = OfInstitutionQuerySet.as_manager()

    class Meta:
        ordering = ["institution", "effective_on"]
        constraints = [
            _once_a_day("office_move_once_a_day", "วันนี้มีการโอนหน่วยงานแล้ว"),
            models.CheckConstraint(
                condition=~Q(from_office=F("to_office")), name="office_move_elsewhere"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_office.short_name} → {self.to_office.short_name}"


class ReorganisationQuerySet(OfficeScopedQuerySet):
    """Visible where one of its institutions is."""

    def visible_to(self, user: Any) -> "ReorganisationQuerySet":
        parts = ReorganisationPart.objects.visible_to(user)
        return self.filter(pk__in=parts.values("reorganisation"))


@audited
class Reorganisation(Documented):
    """A merger (several become one new institution, and are struck off: section 94 of the
    Cooperatives Act) or a split (new ones come out of one that stays)."""

    class Kind(models.TextChoices):
        MERGER = "merger", "ควบ"
        SPLIT = "split", "แยก"

    kind = models.CharField("ชนิด", max_length=6, choices=Kind.choices)

    objects = ReorganisationQuerySet.as_manager()

    class Meta:
        ordering = ["effective_on", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.effective_on}"


@audited
class ReorganisationPart(models.Model):
    """One institution of a reorganisation: there before it, or made by it."""

    reorganisation = models.ForeignKey(Reorganisation, models.PROTECT, related_name="parts")
    institution = _of_institution("reorganisations")
    is_successor = models.BooleanField("เกิดขึ้นใหม่")

    objects = OfInstitutionQuerySet.as_manager()

    class Meta:
        ordering = ["reorganisation", "is_successor", "institution"]
        constraints = [
            models.UniqueConstraint(
                fields=["reorganisation", "institution"], name="reorganisation_part_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.reorganisation_id} {self.institution_id}"


@audited
class BusinessLine(models.Model):
    """One kind of business that institutions run; a table, because no source lists them."""

    code = models.CharField("รหัส", max_length=30, unique=True)
    title = models.CharField("ธุรกิจ", max_length=80)
    position = models.PositiveSmallIntegerField("ลำดับ")
    source = models.CharField("ที่มา", max_length=120)
    verified = models.BooleanField("ยืนยันแล้ว", default=False)

    objects = NationalQuerySet.as_manager()

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.title


@audited
class InstitutionBusiness(models.Model):
    """A line that an institution runs; `since` is None where nobody knows, `until` while it
    runs."""

    institution = _of_institution("businesses")
    line = models.ForeignKey(BusinessLine, models.PROTECT, related_name="institutions")
    since = models.DateField("ตั้งแต่วันที่", null=True, blank=True)
    until = models.DateField("ถึงวันที่", null=True, blank=True)
    is_sample = models.BooleanField("ข้อมูลตัวอย่าง", default=False)

    objects = OfInstitutionQuerySet.as_manager()

    class Meta:
        ordering = ["institution", "line"]
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "line"], name="institution_business_once"
            ),
            models.CheckConstraint(
                condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(until__gte=F("since")),
                name="institution_business_until_after_since",
                violation_error_message="วันที่เลิกต้องไม่ก่อนวันที่เริ่ม",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.institution_id} {self.line_id}"


@audited
class StandardResult(models.Model):
    """Of the cooperative standard (มาตรฐานสหกรณ์), another yearly scheme: kept beside the tier,
    never part of it."""

    institution = _of_institution("standard_results")
    fiscal_year = models.PositiveSmallIntegerField("ปีงบประมาณ (พ.ศ.)")
    passed = models.BooleanField("ผ่านมาตรฐาน")
    source = models.CharField("ที่มา", max_length=200)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    is_sample = models.BooleanField("ข้อมูลตัวอย่าง", default=False)
    updated_at = models.DateTimeField("บันทึกเมื่อ", auto_now=True)

    objects = OfInstitutionQuerySet.as_manager()

    class Meta:
        ordering = ["institution", "-fiscal_year"]
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "fiscal_year"], name="standard_result_once_a_year"
            )
        ]

    def __str__(self) -> str:
        return f"{self.institution_id} {self.fiscal_year}"
