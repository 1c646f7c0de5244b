"""Each removal: by which version of the policies, of what, how much."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cpd_portal.core.audit import audited_without
from cpd_portal.core.figures.models import FigureVersion
from cpd_portal.core.retention.choices import RunState
from cpd_portal.core.scoping import NationalQuerySet


@audited_without("progress")
class RetentionRun(models.Model):
    """`before`: ISO day by kind; rows of before that day go. `expected` and `removed`: how many
    of each kind were counted when it was confirmed, and how many went."""

    policy = models.ForeignKey(FigureVersion, models.PROTECT, related_name="+")
    before = models.JSONField("ก่อนวันที่", default=dict)
    expected = models.JSONField("จำนวนที่จะลบ", default=dict)
    removed = models.JSONField("จำนวนที่ลบแล้ว", default=dict)
    state = models.CharField(
        "สถานะ", max_length=7, choices=RunState.choices, default=RunState.QUEUED
    )
    progress = models.PositiveSmallIntegerField("ความคืบหน้า (ร้อยละ)", default=0)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="ผู้ยืนยัน"
    )
    confirmed_at = models.DateTimeField("ยืนยันเมื่อ", auto_now_add=True)
    finished_at = models.DateTimeField("จบเมื่อ", null=True, blank=True)

    objects = NationalQuerySet.as_manager()

    class Meta:
        ordering = ["-confirmed_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(progress__lte=100), name="retention_progress_percent"
            ),
            models.UniqueConstraint(
                fields=["state"],
                condition=Q(state__in=("queued", "running")),
                name="retention_one_at_a_time",
                violation_error_message="มีการลบอื่นกำลังทำงานอยู่",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.confirmed_at:%Y-%m-%d %H:%M} {self.state}"

    @property
    def is_waiting(self) -> bool:
        return self.state in (RunState.QUEUED, RunState.RUNNING)

    @property
    def total_expected(self) -> int:
        return sum(self.expected.values())

    @property
    def total_removed(self) -> int:
        return sum(self.removed.values())
