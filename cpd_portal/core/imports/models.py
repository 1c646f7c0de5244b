"""The record of every spreadsheet that was checked, and of what became of it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from cpd_portal.core.audit import audited_without
from cpd_portal.core.imports.choices import ImportState
from cpd_portal.core.imports.querysets import ImportQuerySet
from cpd_portal.core.imports.table import PlannedChange
from cpd_portal.core.models.places import OrgUnit


# Findings and changes quote the file; the events of the changed rows say what was stored.
@audited_without("findings", "changes")
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
    unchanged = models.PositiveIntegerField("แถวที่ไม่เปลี่ยน")
    errors = models.PositiveIntegerField("ข้อผิดพลาด")
    warnings = models.PositiveIntegerField("ข้อควรตรวจ")
    findings = models.JSONField(default=list)
    changes = models.JSONField(default=list)
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
    def planned(self) -> list[PlannedChange]:
        """The changes in the shape that a form's writer takes."""
        return [PlannedChange(**change) for change in self.changes]
