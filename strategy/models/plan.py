"""The projects of a strategic plan as printed: 2560–2564, and later plans that are imported.

A row exists only for what is printed: a year without a target or budget has no row. Empty text
means that the document lacks the part. `lines` names the lines of the document, first pass and
then second.
"""

from django.db import models

from cpd_portal.core.audit import audited
from cpd_portal.core.models import OrgUnit
from cpd_portal.core.scoping import NationalQuerySet
from strategy.choices import PRINTED_PLAN
from strategy.querysets import ProjectQuerySet

PLAUSIBLE_YEARS = models.Q(fiscal_year__range=(PRINTED_PLAN, PRINTED_PLAN + 99))


@audited
class Plan(models.Model):
    """แผน of one period; its key is its first fiscal year."""

    first_year = models.PositiveSmallIntegerField("ปีแรก", primary_key=True)
    last_year = models.PositiveSmallIntegerField("ปีสุดท้าย")
    title = models.TextField("ชื่อแผน")

    objects = NationalQuerySet.as_manager()

    class Meta:
        ordering = ["first_year"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last_year__gte=models.F("first_year")),
                name="plan_ends_after_start",
            )
        ]

    def __str__(self) -> str:
        return f"แผน {self.first_year}–{self.last_year}"

    @property
    def years(self) -> tuple[int, ...]:
        return tuple(range(self.first_year, self.last_year + 1))


@audited
class Strategy(models.Model):
    """ยุทธศาสตร์."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="strategies", default=PRINTED_PLAN)
    number = models.PositiveSmallIntegerField("ยุทธศาสตร์ที่")
    title = models.TextField("ชื่อ", blank=True)
    lines = models.CharField("บรรทัดในเอกสาร", max_length=60, blank=True)

    objects = NationalQuerySet.as_manager()

    class Meta:
        ordering = ["plan", "number"]
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="strategy_once")]

    def __str__(self) -> str:
        return f"ยุทธศาสตร์ที่ {self.number}"


@audited
class Project(models.Model):
    """โครงการ; `code` is our reading, `printed_code` what the page prints.

    Codes of later plans begin with the plan's first year: "2565-5.1".
    """

    strategy = models.ForeignKey(Strategy, models.PROTECT, related_name="projects")
    code = models.CharField("รหัส", max_length=12, unique=True)
    position = models.PositiveSmallIntegerField("ลำดับในยุทธศาสตร์")
    printed_code = models.CharField("เลขที่พิมพ์", max_length=10, blank=True)
    title = models.TextField("ชื่อ", blank=True)
    list_title = models.TextField("ชื่อในหน้ารายชื่อ", blank=True)
    list_lines = models.CharField("บรรทัดของหน้ารายชื่อ", max_length=60, blank=True)
    target_group = models.TextField("กลุ่มเป้าหมาย", blank=True)
    target_group_lines = models.CharField("บรรทัดของกลุ่มเป้าหมาย", max_length=60, blank=True)
    budget_label = models.CharField("ชื่อแถวงบประมาณที่พิมพ์", max_length=60)
    budget_lines = models.CharField("บรรทัดของงบประมาณ", max_length=60)
    lines = models.CharField("บรรทัดในเอกสาร", max_length=60)
    search_text = models.TextField(editable=False)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        ordering = ["strategy__plan", "strategy__number", "position"]
        constraints = [
            models.UniqueConstraint(fields=["strategy", "position"], name="project_once")
        ]

    def __str__(self) -> str:
        return f"โครงการ {self.code}"

    @property
    def passes(self) -> int:
        """How often the document holds the project's pages."""
        return len(self.lines.split(", "))


class PrintedItem(models.Model):
    """One printed paragraph of a project, numbered or not."""

    position = models.PositiveSmallIntegerField("ลำดับ")
    printed_no = models.CharField("เลขที่พิมพ์", max_length=10, blank=True)
    text = models.TextField("ข้อความ")
    lines = models.CharField("บรรทัดในเอกสาร", max_length=60)

    objects = NationalQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["position"]

    def __str__(self) -> str:
        return f"{self.printed_no} {self.text}".strip()


@audited
class Objective(PrintedItem):
    """วัตถุประสงค์."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="objectives")

    class Meta(PrintedItem.Meta):
        constraints = [
            models.UniqueConstraint(fields=["project", "position"], name="objective_once")
        ]


@audited
class Definition(PrintedItem):
    """นิยาม: what the project's page says about its words."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="definitions")

    class Meta(PrintedItem.Meta):
        constraints = [
            models.UniqueConstraint(fields=["project", "position"], name="definition_once")
        ]


@audited
class ExpectedResult(PrintedItem):
    """ผลที่คาดว่าจะได้รับ."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="expected_results")

    class Meta(PrintedItem.Meta):
        constraints = [
            models.UniqueConstraint(fields=["project", "position"], name="expected_result_once")
        ]


@audited
class SuccessIndicator(PrintedItem):
    """ตัวชี้วัดความสำเร็จของโครงการ."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="success_indicators")

    class Meta(PrintedItem.Meta):
        constraints = [
            models.UniqueConstraint(fields=["project", "position"], name="success_indicator_once")
        ]


@audited
class ResponsibleUnit(models.Model):
    """หน่วยงานที่รับผิดชอบ, by its printed name; `unit` where it is one of the office tree."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="responsible_units")
    position = models.PositiveSmallIntegerField("ลำดับ")
    name = models.CharField("ชื่อที่พิมพ์", max_length=200)
    unit = models.ForeignKey(OrgUnit, models.PROTECT, null=True, blank=True, related_name="+")
    lines = models.CharField("บรรทัดในเอกสาร", max_length=60)

    objects = NationalQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["project", "position"], name="responsible_unit_once")
        ]

    def __str__(self) -> str:
        return self.name


@audited
class Activity(models.Model):
    """กิจกรรม; `number` is our consecutive reading of `printed_no`."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="activities")
    position = models.PositiveSmallIntegerField("ลำดับ")
    number = models.CharField("เลขกิจกรรม", max_length=10)
    printed_no = models.CharField("เลขที่พิมพ์", max_length=10, blank=True)
    title = models.TextField("ชื่อ", blank=True)
    lines = models.CharField("บรรทัดในเอกสาร", max_length=60)

    objects = NationalQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["project", "number"], name="activity_once")]

    def __str__(self) -> str:
        return f"กิจกรรม {self.number}"


@audited
class ActivityTarget(models.Model):
    """เป้าหมายของกิจกรรม in one fiscal year, as printed."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="targets")
    fiscal_year = models.PositiveSmallIntegerField("ปีงบประมาณ")
    text = models.TextField("เป้าหมาย")

    objects = NationalQuerySet.as_manager()

    class Meta:
        ordering = ["fiscal_year"]
        constraints = [
            models.UniqueConstraint(fields=["activity", "fiscal_year"], name="target_once"),
            models.CheckConstraint(condition=PLAUSIBLE_YEARS, name="target_in_plan"),
        ]

    def __str__(self) -> str:
        return f"{self.fiscal_year}: {self.text}"


@audited
class PlannedBudget(models.Model):
    """ประมาณการงบประมาณ in million baht, in the fiscal year in whose column it is printed."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="budgets")
    fiscal_year = models.PositiveSmallIntegerField("ปีงบประมาณ")
    amount = models.DecimalField("ล้านบาท", max_digits=9, decimal_places=2)

    objects = NationalQuerySet.as_manager()

    class Meta:
        ordering = ["fiscal_year"]
        constraints = [
            models.UniqueConstraint(fields=["project", "fiscal_year"], name="budget_once"),
            models.CheckConstraint(condition=PLAUSIBLE_YEARS, name="budget_in_plan"),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="budget_above_zero"),
        ]

    def __str__(self) -> str:
        return f"{self.fiscal_year}: {self.amount}"
