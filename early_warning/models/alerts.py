"""That an institution is on the watchlist, since when and why."""

import uuid

from django.db import models
from django.db.models import Q

from coops.models import Institution
from cpd_portal.core.audit import audited
from early_warning.querysets import AlertQuerySet


@audited
class Alert(models.Model):
    """`rank` orders the watch levels, 1 the mildest; `level` is its name on that day. `reasons`
    are the signals as words, `fingerprint` stands for the facts: the same facts never give a
    second alert."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="alerts")
    rank = models.PositiveSmallIntegerField("ลำดับความรุนแรง")
    level = models.CharField("ระดับเฝ้าระวัง", max_length=60)
    reasons = models.JSONField("เหตุ", default=list)
    rule_version = models.CharField("รุ่นของเกณฑ์", max_length=60)
    fingerprint = models.CharField(max_length=64)
    raised_on = models.DateField("เตือนเมื่อ")
    ended_on = models.DateField("พ้นเมื่อ", null=True, blank=True)
    is_sample = models.BooleanField("ข้อมูลตัวอย่าง", default=False)

    objects = AlertQuerySet.as_manager()

    class Meta:
        ordering = ["-rank", "raised_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["institution", "fingerprint"], name="alert_once"),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=models.F("raised_on")),
                name="alert_ends_after_it_began",
            ),
        ]
        indexes = [models.Index(fields=["institution", "-raised_on"], name="alert_of_institution")]

    def __str__(self) -> str:
        return f"{self.institution_id} {self.level} {self.raised_on}"
