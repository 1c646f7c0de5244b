"""What a plan promises in numbers: our reading of the printed cells, and later revisions.

The printed cells stay in `ActivityTarget`, `SuccessIndicator` and `PlannedBudget`. Version 1 of a
plan is our reading of them; a revision is a further version with its reason, and holds only the
cells that it changes.
"""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from cpd_portal.core.audit import audited
from cpd_portal.core.scoping import NationalQuerySet
from cpd_portal.thai.formatting import format_plain
from strategy.choices import PERCENT, Basis
from strategy.models.plan import (
    PLAUSIBLE_YEARS,
    Activity,
    Plan,
    Project,
    SuccessIndicator,
)
from strategy.querysets import TargetQuerySet

NEVER_CHANGED = pgtrigger.Protect(
    name="never_changed", operation=pgtrigger.Update | pgtrigger.Delete
)


@audited
class PlanVersion(models.Model):
    """รุ่นของแผน; number 1 is the printed one, without a person."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField("รุ่นที่")
    reason = models.TextField("เหตุผล")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField("เมื่อ", auto_now_add=True)

    objects = NationalQuerySet.as_manager()

    class Meta:
        ordering = ["plan", "number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="plan_version_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="plan_version_needs_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.plan} รุ่นที่ {self.number}"


@audited
class Measure(models.Model):
    """What is measured of an activity or of a success indicator, by unit.

    A milestone has no unit. `population` is how many a percentage is of, where it is printed;
    `period_total` the sum over the whole plan, where it is printed beside the yearly number.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="measures")
    activity = models.ForeignKey(
        Activity, models.CASCADE, null=True, blank=True, related_name="measures"
    )
    indicator = models.ForeignKey(
        SuccessIndicator, models.CASCADE, null=True, blank=True, related_name="measures"
    )
    basis = models.CharField("ฐานของเป้าหมาย", max_length=12, choices=Basis.choices)
    unit = models.CharField("หน่วยนับ", max_length=40, blank=True)
    population = models.DecimalField(
        "จำนวนกลุ่มเป้าหมาย", max_digits=12, decimal_places=2, null=True, blank=True
    )
    period_total = models.DecimalField(
        "รวมทั้งแผน", max_digits=14, decimal_places=2, null=True, blank=True
    )
    verified = models.BooleanField("ยืนยันการอ่านแล้ว", default=False)

    objects = NationalQuerySet.as_manager()

    class Meta:
        ordering = ["project", "activity__position", "indicator__position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "indicator", "unit"],
                name="measure_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(activity__isnull=False, indicator__isnull=True)
                | Q(activity__isnull=True, indicator__isnull=False),
                name="measure_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(basis=Basis.MILESTONE, unit="")
                | (~Q(basis=Basis.MILESTONE) & ~Q(unit="")),
                name="measure_number_has_unit",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activity or self.indicator} ({self.unit or 'ขั้นงาน'})"

    @property
    def is_milestone(self) -> bool:
        return self.basis == Basis.MILESTONE

    @property
    def is_percent(self) -> bool:
        return self.unit == PERCENT

    @property
    def is_capped(self) -> bool:
        """A share of a population cannot pass 100; growth can."""
        return self.basis in (Basis.SHARE, Basis.YEARLY_SHARE)


@audited
class Target(models.Model):
    """One measure in one fiscal year as of a version; the text beside it is what is printed or
    what the revision says. A milestone has no value. `exceeds`: more than the value is wanted."""

    version = models.ForeignKey(PlanVersion, models.PROTECT, related_name="targets")
    measure = models.ForeignKey(Measure, models.CASCADE, related_name="targets")
    fiscal_year = models.PositiveSmallIntegerField("ปีงบประมาณ")
    value = models.DecimalField("ค่า", max_digits=14, decimal_places=2, null=True, blank=True)
    exceeds = models.BooleanField("ต้องมากกว่าค่านี้", default=False)
    text = models.TextField("ข้อความ")

    objects = TargetQuerySet.as_manager()

    class Meta:
        ordering = ["measure", "fiscal_year", "version__number"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "measure", "fiscal_year"], name="target_in_version_once"
            ),
            models.CheckConstraint(condition=PLAUSIBLE_YEARS, name="target_value_in_plan"),
            models.CheckConstraint(
                condition=Q(value__isnull=True) | Q(value__gte=0), name="target_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.fiscal_year}: {self.value}"

    @property
    def words(self) -> str:
        """ "ร้อยละ 20", "มากกว่า 152 แห่ง"; of a milestone what is to be done."""
        if self.value is None:
            return self.text
        plain = format_plain(self.value)
        unit = self.measure.unit
        quantity = f"{PERCENT} {plain}" if unit == PERCENT else f"{plain} {unit}"
        return f"มากกว่า {quantity}" if self.exceeds else quantity


@audited
class BudgetRevision(models.Model):
    """Another planned budget of a project and year, million baht, as of a version; the printed
    one stays. Zero: the year has none any more."""

    version = models.ForeignKey(PlanVersion, models.PROTECT, related_name="budgets")
    project = models.ForeignKey(Project, models.CASCADE, related_name="budget_revisions")
    fiscal_year = models.PositiveSmallIntegerField("ปีงบประมาณ")
    amount = models.DecimalField("ล้านบาท", max_digits=9, decimal_places=2)

    objects = NationalQuerySet.as_manager()

    class Meta:
        ordering = ["project", "fiscal_year", "version__number"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "project", "fiscal_year"], name="budget_in_version_once"
            ),
            models.CheckConstraint(condition=PLAUSIBLE_YEARS, name="budget_revision_in_plan"),
            models.CheckConstraint(
                condition=Q(amount__gte=0), name="budget_revision_not_negative"
            ),
        ]
        triggers = [NEVER_CHANGED]

    def __str__(self) -> str:
        return f"{self.project} {self.fiscal_year}: {self.amount}"
