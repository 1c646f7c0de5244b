"""What results are computed from: the components of a KPI and their values of the year."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cpd_portal.core.audit import audited
from cpd_portal.core.scoping import NationalQuerySet
from kpis.models.kpi import Kpi


@audited
class Component(models.Model):
    """One value that the result needs. A component with the code of a baseline row has that
    row's printed figure of the year before to compare with."""

    kpi = models.ForeignKey(Kpi, models.CASCADE, related_name="components")
    position = models.PositiveSmallIntegerField("ลำดับ")
    code = models.CharField("รหัส", max_length=30)
    label = models.TextField("รายการ")
    unit = models.CharField("หน่วย", max_length=60)
    agency = models.CharField("หน่วยงาน", max_length=30, blank=True)
    minimum = models.DecimalField(
        "ค่าต่ำสุดที่เป็นไปได้", max_digits=16, decimal_places=2, null=True, blank=True
    )
    maximum = models.DecimalField(
        "ค่าสูงสุดที่เป็นไปได้", max_digits=16, decimal_places=2, null=True, blank=True
    )
    is_whole = models.BooleanField("เป็นจำนวนเต็ม", default=False)

    objects = NationalQuerySet.as_manager()

    class Meta:
        ordering = ["kpi", "position"]
        constraints = [models.UniqueConstraint(fields=["kpi", "code"], name="component_once")]

    def __str__(self) -> str:
        return self.label


@audited
class ComponentValue(models.Model):
    """The year's value, or what stands in its place (`absent`, as "N/A"), with the agency's
    letter. No row: nobody has entered it."""

    component = models.OneToOneField(Component, models.PROTECT, related_name="value")
    value = models.DecimalField("ค่า", max_digits=16, decimal_places=2, null=True, blank=True)
    absent = models.CharField("ไม่มีค่าเพราะ", max_length=60, blank=True)
    agency = models.CharField("หน่วยงานที่ให้ค่า", max_length=120)
    letter_no = models.CharField("เลขที่หนังสือ", max_length=80, blank=True)
    letter_on = models.DateField("ลงวันที่", null=True, blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    is_sample = models.BooleanField("ข้อมูลตัวอย่าง", default=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    updated_at = models.DateTimeField("แก้ไขล่าสุด", auto_now=True)

    objects = NationalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(value__isnull=False, absent="")
                | (Q(value__isnull=True) & ~Q(absent="")),
                name="component_value_or_why_not",
            ),
        ]

    def __str__(self) -> str:
        return self.absent if self.value is None else str(self.value)
