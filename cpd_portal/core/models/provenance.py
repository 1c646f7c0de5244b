"""Where data comes from: inconsistencies of the printed sources, and the sample mark."""

from django.db import models

from cpd_portal.core.audit import audited
from cpd_portal.core.scoping import NationalQuerySet


@audited
class SourceAnomaly(models.Model):
    """A place where a source document contradicts itself: as printed, as we read it, why."""

    dataset = models.CharField("ชุดข้อมูล", max_length=40)
    record = models.CharField("รายการ", max_length=60)
    position = models.PositiveSmallIntegerField("ลำดับ")
    where = models.TextField("ตำแหน่ง")
    printed = models.TextField("ต้นฉบับพิมพ์ว่า")
    reading = models.TextField("ระบบอ่านเป็น")
    note = models.TextField("เหตุผล")

    objects = NationalQuerySet.as_manager()

    class Meta:
        ordering = ["dataset", "record", "position"]
        constraints = [
            models.UniqueConstraint(fields=["dataset", "record", "position"], name="anomaly_once")
        ]

    def __str__(self) -> str:
        return f"{self.dataset} {self.record}: {self.where}"


@audited
class SampleLoad(models.Model):
    """The load of the sample data; a row means that the installation shows sample data."""

    seed = models.PositiveIntegerField()
    scale = models.PositiveSmallIntegerField()
    loaded_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"seed {self.seed}, scale {self.scale}"
