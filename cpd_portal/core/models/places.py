"""Provinces and the office tree."""

from django.db import models

from cpd_portal.core.audit import audited
from cpd_portal.core.choices import HEADQUARTERS_KINDS, OFFICE_KINDS, OrgUnitKind
from cpd_portal.core.querysets import OrgUnitQuerySet


@audited
class Province(models.Model):
    """One of the 77 provinces, by its two-digit code of the Department of Provincial
    Administration. Kept apart from the offices: Bangkok has two."""

    code = models.CharField("รหัสจังหวัด", max_length=2, unique=True)
    name = models.CharField("จังหวัด", max_length=60)
    name_sort = models.CharField("กุญแจเรียงลำดับ", max_length=120, editable=False, db_collation="C")

    class Meta:
        ordering = ["name_sort"]

    def __str__(self) -> str:
        return self.name


@audited
class OrgUnit(models.Model):
    """A unit of the department: the department itself, its divisions, its offices.

    `path` holds the codes from the root down to this unit ("/cpd/50/"): the units below
    one unit are those whose path begins with its path.
    """

    code = models.CharField("รหัสหน่วยงาน", max_length=12, unique=True)
    name = models.CharField("ชื่อหน่วยงาน", max_length=120)
    short_name = models.CharField("ชื่อย่อ", max_length=60)
    kind = models.CharField("ชนิด", max_length=20, choices=OrgUnitKind.choices)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    province = models.ForeignKey(
        Province, on_delete=models.PROTECT, null=True, blank=True, related_name="units"
    )
    path = models.CharField(max_length=200, editable=False, db_index=True, db_collation="C")
    name_sort = models.CharField("กุญแจเรียงลำดับ", max_length=240, editable=False, db_collation="C")

    objects = OrgUnitQuerySet.as_manager()

    class Meta:
        ordering = ["name_sort"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_office(self) -> bool:
        """Whether this is one of the 78 offices that key in facts."""
        return self.kind in OFFICE_KINDS

    @property
    def is_inspection_region(self) -> bool:
        return self.kind == OrgUnitKind.INSPECTION_REGION

    @property
    def is_headquarters(self) -> bool:
        return self.kind in HEADQUARTERS_KINDS
