"""The record of every spreadsheet that was checked, and of what became of it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from cpd_portal.core.audit import audited_without
from cpd_portal.core.imports.choices import ImportState
from cpd_portal.core.imports.querysets import ImportQuerySet, PlannedRowQuerySet
from cpd_portal.core.imports.table import PlannedChange
from cpd_portal.core.models.places import OrgUnit

# What a planned row keeps of a change for the writer, beside its target.
WRITTEN = ("version", "sheet", "row", "title", "values")
ROWS_AT_ONCE = 2_000


# Findings quote the file; the events of the changed rows say what was stored.
@audited_without("findings", "titles")
class Import(models.Model):
    """One uploaded file. The file itself goes when it is confirmed or replaced; its SHA-256
    stays."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    form = models.CharField("แบบข้อมูล", max_length=40)
    office = models.ForeignKey(OrgUnit, models.PROTECT, related_name="imports")
    fiscal_year = models.PositiveSmallIntegerField("ปีงบประมาณ (พ.ศ.)")
    file = models.FileField("แฟ้ม", upload_to="imports/", blank=True)
    file_name = models.CharField("ชื่อแฟ้ม", max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField("ขนาด (ไบต์)")
    state = models.CharField("สถานะ", max_length=9, choices=ImportState.choices)
    rows = models.PositiveIntegerField("แถวที่มีข้อมูล")
    changed = models.PositiveIntegerField("แถวที่เปลี่ยน")
    created = models.PositiveIntegerField("แถวใหม่ในจำนวนนั้น", default=0)
    unchanged = models.PositiveIntegerField("แถวที่ไม่เปลี่ยน")
    errors = models.PositiveIntegerField("ข้อผิดพลาด")
    warnings = models.PositiveIntegerField("ข้อควรตรวจ")
    findings = models.JSONField(default=list)
    # Of the columns that change; the differences of planned rows name them by position.
    titles = models.JSONField(default=list)
    requester = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="imports", verbose_name="ผู้นำเข้า"
    )
    created_at = models.DateTimeField("ตรวจแฟ้มเมื่อ", auto_now_add=True)
    confirmed_at = models.DateTimeField("ยืนยันเมื่อ", null=True, blank=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["form", "office", "fiscal_year"], name="import_of_office")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=ImportState.CONFIRMED)
                | Q(confirmed_at__isnull=False, errors=0),
                name="import_confirmed_without_errors",
            )
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_confirmable(self) -> bool:
        return self.state == ImportState.CHECKED and self.changed > 0

    @property
    def updated(self) -> int:
        return self.changed - self.created

    @property
    def planned(self) -> list[PlannedChange]:
        """The changes in the shape that a form's writer takes, without what is for people."""
        rows = self.planned_rows.order_by("pk").values_list("target", *WRITTEN)
        return [PlannedChange(*row) for row in rows.iterator(chunk_size=ROWS_AT_ONCE)]


class PlannedRow(models.Model):
    """What confirming an import does to one row; `target` is its primary key, null for a new one.

    Working data of the import, so without events: those of the changed row say what was stored.
    """

    # Thousands of rows come in one transaction with their import: checking each costs more
    # than writing it.
    of = models.ForeignKey(
        Import, models.CASCADE, related_name="planned_rows", db_constraint=False
    )
    target = models.BigIntegerField(null=True)
    version = models.PositiveIntegerField()
    sheet = models.CharField(max_length=80)
    row = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    values = models.JSONField()
    differences = models.JSONField()
    before = models.CharField(max_length=80)
    after = models.CharField(max_length=80)

    objects = PlannedRowQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.sheet} {self.row}"

    @property
    def is_new(self) -> bool:
        return self.target is None

    @property
    def shown_differences(self) -> list[tuple[str, str, str]]:
        """Column, before, after."""
        titles = self.of.titles
        return [(titles[position], before, after) for position, before, after in self.differences]
