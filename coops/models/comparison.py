"""What the register is compared with: itself (duplicates) and the auditing department's list."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from coops import rules
from coops.choices import MismatchDecision, MismatchKind, MismatchState, PairDecision, Standing
from coops.models.institutions import Institution
from cpd_portal.core.audit import audited
from cpd_portal.core.models import OrgUnit, Province
from cpd_portal.core.scoping import NationalQuerySet, OfficeScopedQuerySet


def _person() -> Any:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )


class DuplicatePairQuerySet(OfficeScopedQuerySet):
    def visible_to(self, user: Any) -> "DuplicatePairQuerySet":
        """Where one of the two is."""
        seen = Institution.objects.visible_to(user).values("pk")
        return self.filter(Q(first__in=seen) | Q(second__in=seen))

    def undecided(self) -> "DuplicatePairQuerySet":
        return self.filter(decision="")

    def of_office_code(self, code: str) -> "DuplicatePairQuerySet":
        return self.filter(Q(first__office__code=code) | Q(second__office__code=code))


@audited
class DuplicatePair(models.Model):
    """Two institutions of one kind and province with names that are alike; `similarity` from 0
    to 1. A decision stays when the pair is found again."""

    first = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    second = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    similarity = models.DecimalField("ความคล้าย", max_digits=3, decimal_places=2)
    decision = models.CharField(
        "ผล", max_length=9, choices=PairDecision.choices, blank=True, default=""
    )
    reason = models.TextField("เหตุผล", blank=True, default="")
    decided_by = _person()
    decided_at = models.DateTimeField("ตัดสินเมื่อ", null=True, blank=True)

    objects = DuplicatePairQuerySet.as_manager()

    class Meta:
        ordering = ["-similarity", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="duplicate_pair_once"),
            models.CheckConstraint(
                condition=Q(first__lt=F("second")), name="duplicate_pair_in_order"
            ),
            models.CheckConstraint(
                condition=Q(decision="") | ~Q(reason=""), name="duplicate_decision_needs_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} {self.second_id}"


@audited
class AuditorList(models.Model):
    """One upload of the auditing department's list of institutions."""

    as_of = models.DateField("ข้อมูล ณ วันที่")
    file_name = models.CharField("ชื่อแฟ้ม", max_length=200)
    sha256 = models.CharField(max_length=64)
    rows = models.PositiveIntegerField("แถวที่มีข้อมูล")
    uploaded_by = _person()
    uploaded_at = models.DateTimeField("นำเข้าเมื่อ", auto_now_add=True)
    is_sample = models.BooleanField("ข้อมูลตัวอย่าง", default=False)

    objects = NationalQuerySet.as_manager()

    class Meta:
        ordering = ["-as_of", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["sha256", "as_of"], name="auditor_list_once")
        ]

    def __str__(self) -> str:
        return f"{self.file_name} {self.as_of}"


@audited
class AuditorListRow(models.Model):
    """One line of the list as it came; what the list leaves empty is not compared."""

    auditor_list = models.ForeignKey(AuditorList, models.CASCADE, related_name="lines")
    number = models.PositiveIntegerField("แถวในแฟ้ม")
    registration_no = models.CharField("เลขทะเบียน", max_length=40)
    registration_search = models.CharField(max_length=40)
    name = models.CharField("ชื่อ", max_length=200)
    name_search = models.CharField(max_length=200)
    province = models.ForeignKey(Province, models.PROTECT, null=True, related_name="+")
    standing = models.CharField("สถานะ", max_length=10, choices=Standing.choices, blank=True)
    year_end_month = models.PositiveSmallIntegerField("เดือนสิ้นปีบัญชี", null=True)
    year_end_day = models.PositiveSmallIntegerField("วันสิ้นปีบัญชี", null=True)

    objects = NationalQuerySet.as_manager()

    class Meta:
        ordering = ["auditor_list", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["auditor_list", "registration_search"], name="auditor_list_row_once"
            )
        ]

    def __str__(self) -> str:
        return self.registration_no


class MismatchQuerySet(OfficeScopedQuerySet):
    """Without an office (only in the list, in a province of two offices): headquarters."""

    def of_list(self, auditor_list: AuditorList) -> "MismatchQuerySet":
        return self.filter(auditor_list=auditor_list)

    def open(self) -> "MismatchQuerySet":
        return self.filter(state=MismatchState.OPEN)


@audited
class Mismatch(models.Model):
    """One difference to settle; found again with the same two values, its decision stays.

    `here` and `there` are codes ("operating", "03-31") or names; "" is absence.
    `auditor_list` is the newest list that shows the difference.
    """

    auditor_list = models.ForeignKey(AuditorList, models.PROTECT, related_name="mismatches")
    kind = models.CharField("ชนิด", max_length=10, choices=MismatchKind.choices)
    office = models.ForeignKey(OrgUnit, models.PROTECT, null=True, blank=True, related_name="+")
    institution = models.ForeignKey(
        Institution, models.PROTECT, null=True, blank=True, related_name="mismatches"
    )
    registration_no = models.CharField("เลขทะเบียน", max_length=40)
    registration_search = models.CharField(max_length=40)
    name = models.CharField("ชื่อ", max_length=200)
    name_search = models.CharField(max_length=200, editable=False)
    here = models.CharField("ทะเบียนนี้", max_length=200, blank=True)
    there = models.CharField("กรมตรวจบัญชีสหกรณ์", max_length=200, blank=True)
    state = models.CharField(
        "สถานะงาน",
        max_length=7,
        choices=MismatchState.choices,
        default=MismatchState.OPEN,
    )
    decision = models.CharField(
        "ผล", max_length=10, choices=MismatchDecision.choices, blank=True, default=""
    )
    reason = models.TextField("เหตุผล", blank=True, default="")
    settled_by = _person()
    settled_at = models.DateTimeField("ตัดสินเมื่อ", null=True, blank=True)
    is_sample = models.BooleanField("ข้อมูลตัวอย่าง", default=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = MismatchQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "registration_search"]
        indexes = [
            models.Index(fields=["auditor_list", "office", "state"], name="mismatch_of_office")
        ]
        constraints = [
            models.UniqueConstraint(fields=["registration_search", "kind"], name="mismatch_once"),
            models.CheckConstraint(
                condition=~Q(state=MismatchState.SETTLED) | ~Q(decision="") & ~Q(reason=""),
                name="mismatch_settled_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.registration_no} {self.kind}"

    @property
    def here_words(self) -> str:
        return _words(self.kind, self.here)

    @property
    def there_words(self) -> str:
        return _words(self.kind, self.there)


def _words(kind: str, value: str) -> str:
    """Codes as people read them; "" where that side has no such institution."""
    if not value:
        return "ไม่มี"
    if kind == MismatchKind.STANDING:
        return str(Standing(value).label)
    if kind == MismatchKind.YEAR_END:
        month, day = value.split("-")
        return rules.year_end_words(int(month), int(day))
    return value
