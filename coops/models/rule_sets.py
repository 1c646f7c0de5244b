"""The rules of a year as data, and the strength tables as printed."""

from functools import cached_property

from django.db import models
from django.db.models import Q

from coops import rules
from coops.choices import RuleStatus
from coops.models.kinds import SECTOR_MATCHES_KIND, OfKind
from coops.models.resolutions import WorkingGroupResolution
from coops.querysets import RuleSetQuerySet
from cpd_portal.core.audit import audited
from cpd_portal.core.scoping import NationalQuerySet


@audited
class RuleSet(OfKind):
    """One version of the indicators and tier conditions of one kind, sector and fiscal year.
    `definition` is what `rules.RuleSet.from_definition` reads.

    The first version comes from the reference files; each later one from a `resolution` of
    the joint working group. One version is in force, the older ones stay. `cut_off`: the last
    day whose defect status counts; None where none is set.
    """

    identifier = models.CharField("รหัสชุดเกณฑ์", max_length=60, unique=True)
    title = models.CharField("ชื่อ", max_length=200)
    fiscal_year = models.PositiveSmallIntegerField("ปีงบประมาณ (พ.ศ.)")
    status = models.CharField("สถานะ", max_length=12, choices=RuleStatus.choices)
    definition = models.JSONField("เกณฑ์")
    version = models.PositiveSmallIntegerField("รุ่นที่", default=1)
    in_force = models.BooleanField("ใช้อยู่", default=True)
    cut_off = models.DateField("วันตัดสถานะข้อบกพร่อง", null=True, blank=True)
    resolution = models.ForeignKey(
        WorkingGroupResolution,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="rule_sets",
        verbose_name="มติคณะทำงาน",
    )

    objects = RuleSetQuerySet.as_manager()

    class Meta:
        ordering = ["fiscal_year", "identifier"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "sector", "fiscal_year", "version"], name="rule_set_version_once"
            ),
            models.UniqueConstraint(
                fields=["kind", "sector", "fiscal_year"],
                condition=Q(in_force=True),
                name="rule_set_one_in_force",
            ),
            models.CheckConstraint(
                condition=SECTOR_MATCHES_KIND, name="rule_set_sector_matches_kind"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @cached_property
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
