"""The register of datasets that KPI 9 and 10 are measured from."""

from django.db import models

from cpd_portal.core.audit import audited
from cpd_portal.core.scoping import NationalQuerySet
from kpis.models.scorecard import Scorecard


@audited
class Dataset(models.Model):
    """`metadata` holds the mandatory items by their names in the government data catalogue;
    `guidelines` the numbers of the master-data guidelines that it meets."""

    scorecard = models.ForeignKey(Scorecard, models.PROTECT, related_name="datasets")
    number = models.PositiveSmallIntegerField("ลำดับ")
    in_open_list = models.BooleanField("อยู่ในรายการชุดข้อมูลเปิดของปี", default=True)
    metadata = models.JSONField("คำอธิบายข้อมูลส่วนหลัก", default=dict)
    registered_on = models.DateField("ลงทะเบียนใน GD Catalog เมื่อ", null=True, blank=True)
    address = models.URLField("ที่อยู่ของชุดข้อมูล", max_length=300, blank=True)
    guidelines = models.JSONField("แนวทางข้อมูลหลักที่ทำแล้ว", default=list)
    external_user = models.CharField("หน่วยงานภายนอกที่ใช้", max_length=200, blank=True)
    platform = models.CharField("แพลตฟอร์มดิจิทัลกลาง", max_length=120, blank=True)
    is_sample = models.BooleanField("ข้อมูลตัวอย่าง", default=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    updated_at = models.DateTimeField("แก้ไขล่าสุด", auto_now=True)

    objects = NationalQuerySet.as_manager()

    class Meta:
        ordering = ["scorecard", "number"]
        constraints = [
            models.UniqueConstraint(fields=["scorecard", "number"], name="dataset_once"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return str(self.metadata.get("title") or f"ชุดข้อมูลที่ {self.number} (ยังไม่มีชื่อ)")
