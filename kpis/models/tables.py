"""The printed tables around a KPI: baselines, plan targets, action plan and lists."""

from django.db import models

from cpd_portal.core.audit import audited
from cpd_portal.core.scoping import NationalQuerySet
from kpis.models.kpi import Kpi


@audited
class Population(models.Model):
    """The frozen population of a strength KPI, by the document's reference date."""

    kpi = models.OneToOneField(Kpi, models.CASCADE, related_name="population")
    count = models.PositiveIntegerField("จำนวน (แห่ง)")
    as_of = models.DateField("ข้อมูล ณ วันที่")
    first_year_end = models.DateField("วันสิ้นปีบัญชีแรก")
    last_year_end = models.DateField("วันสิ้นปีบัญชีสุดท้าย")
    half_count = models.PositiveIntegerField("จำนวนของรอบ 6 เดือน (แห่ง)")
    lines = models.CharField("บรรทัดในเอกสาร", max_length=60)

    objects = NationalQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.count} แห่ง"


@audited
class BaselineRow(models.Model):
    kpi = models.ForeignKey(Kpi, models.CASCADE, related_name="baseline_rows")
    position = models.PositiveSmallIntegerField("ลำดับ")
    code = models.CharField("รหัส", max_length=30)
    label = models.TextField("รายการ")
    unit = models.CharField("หน่วย", max_length=60)
    agency = models.CharField("หน่วยงาน", max_length=30, blank=True)
    is_component = models.BooleanField("เป็นองค์ประกอบของผลรวม")
    is_headline = models.BooleanField("เป็นค่าที่เกณฑ์กล่าวถึง")

    objects = NationalQuerySet.as_manager()

    class Meta:
        ordering = ["kpi", "position"]
        constraints = [
            models.UniqueConstraint(fields=["kpi", "code"], name="baseline_row_once"),
        ]

    def __str__(self) -> str:
        return self.label


@audited
class BaselineValue(models.Model):
    """One cell. `printed` keeps the figure's own digits, or what stands in its place ("-")."""

    row = models.ForeignKey(BaselineRow, models.CASCADE, related_name="values")
    fiscal_year = models.PositiveSmallIntegerField("ปี (พ.ศ.)")
    value = models.DecimalField("ค่า", max_digits=14, decimal_places=2, null=True, blank=True)
    printed = models.CharField("ที่พิมพ์", max_length=60, blank=True)

    objects = NationalQuerySet.as_manager()

    class Meta:
        ordering = ["row", "fiscal_year"]
        constraints = [
            models.UniqueConstraint(fields=["row", "fiscal_year"], name="baseline_value_once"),
        ]

    def __str__(self) -> str:
        return f"{self.fiscal_year}: {self.printed}"


@audited
class PlanTarget(models.Model):
    """A target of the master plan for one year or a span of years."""

    kpi = models.ForeignKey(Kpi, models.CASCADE, related_name="plan_targets")
    first_year = models.PositiveSmallIntegerField("ตั้งแต่ปี (พ.ศ.)")
    last_year = models.PositiveSmallIntegerField("ถึงปี (พ.ศ.)")
    text = models.TextField("ข้อความที่พิมพ์")
    value = models.DecimalField("ค่า", max_digits=14, decimal_places=2, null=True, blank=True)
    lines = models.CharField("บรรทัดในเอกสาร", max_length=60)

    objects = NationalQuerySet.as_manager()

    class Meta:
        ordering = ["kpi", "first_year", "last_year"]
        constraints = [
            models.UniqueConstraint(
                fields=["kpi", "first_year", "last_year"], name="plan_target_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_year}–{self.last_year}: {self.text}"


@audited
class ActionStep(models.Model):
    """One line of the action plan; months are calendar months, `end_month` null if not printed.
    `marks` keeps the printed columns (1 = October), also those beyond the twelve months."""

    kpi = models.ForeignKey(Kpi, models.CASCADE, related_name="action_steps")
    table_number = models.PositiveSmallIntegerField("ตารางที่")
    table_title = models.TextField("ชื่อตาราง")
    number = models.PositiveSmallIntegerField("ที่")
    text = models.TextField("กิจกรรม")
    start_month = models.PositiveSmallIntegerField("เดือนเริ่ม")
    end_month = models.PositiveSmallIntegerField("เดือนสิ้นสุด", null=True, blank=True)
    marks = models.CharField("เครื่องหมายที่พิมพ์", max_length=60, blank=True, default="")
    counts_in_half = models.BooleanField("นับในรอบ 6 เดือน", default=False)
    lines = models.CharField("บรรทัดในเอกสาร", max_length=60)

    objects = NationalQuerySet.as_manager()

    class Meta:
        ordering = ["kpi", "table_number", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["kpi", "table_number", "number"], name="action_step_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.text}"


@audited
class LocalProduct(models.Model):
    """A product of the list of 40 provinces, spelled as printed."""

    kpi = models.ForeignKey(Kpi, models.CASCADE, related_name="products")
    number = models.PositiveSmallIntegerField("ลำดับ")
    province = models.CharField("จังหวัด", max_length=60)
    product = models.CharField("สินค้า", max_length=120)

    objects = NationalQuerySet.as_manager()

    class Meta:
        ordering = ["kpi", "number"]
        constraints = [
            models.UniqueConstraint(fields=["kpi", "number"], name="local_product_once"),
        ]

    def __str__(self) -> str:
        return f"{self.province} ({self.product})"


@audited
class Guideline(models.Model):
    """A guideline of the assessment, in printed order."""

    kpi = models.ForeignKey(Kpi, models.CASCADE, related_name="guidelines")
    number = models.PositiveSmallIntegerField("ข้อ")
    text = models.TextField("ข้อความ")

    objects = NationalQuerySet.as_manager()

    class Meta:
        ordering = ["kpi", "number"]
        constraints = [
            models.UniqueConstraint(fields=["kpi", "number"], name="guideline_once"),
        ]

    def __str__(self) -> str:
        return self.text
