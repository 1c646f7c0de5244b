"""What the signals of an institution said, and since when: one row until something changes."""

import pgtrigger
from django.db import models
from django.db.models import F, Q

from coops.models import Institution
from cpd_portal.core.audit import audited_without
from early_warning.models.alerts import Alert
from early_warning.querysets import WatchReadingQuerySet


@audited_without("signals")
class WatchReading(models.Model):
    """`since` is the day of the facts that say so; `until` the day on which others came, null
    while it stands. `signals`: code, state, value as text or null, words, and of a running
    clock the day it runs from. `rank` 0 is on no watch level. `alert` is the last one that the
    signals raised, `alerted` the alarms that it told. `digest` stands for all that makes another
    row. The signals never change, so that events need not repeat them."""

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="watch_readings")
    since = models.DateField("ตั้งแต่")
    until = models.DateField("ถึง", null=True, blank=True)
    rank = models.PositiveSmallIntegerField("ลำดับความรุนแรง")
    level = models.CharField("ระดับเฝ้าระวัง", max_length=60)
    points = models.DecimalField("คะแนน", max_digits=6, decimal_places=1)
    words = models.CharField("วิธีได้ระดับ", max_length=300)
    size = models.CharField("ขนาด", max_length=10, blank=True)
    signals = models.JSONField("สัญญาณ", default=list)
    alert = models.ForeignKey(
        Alert, models.PROTECT, null=True, blank=True, related_name="watch_readings"
    )
    alerted = models.JSONField("เตือนแล้ว", default=list)
    rule_version = models.CharField("รุ่นของเกณฑ์", max_length=60)
    digest = models.CharField(max_length=64)

    objects = WatchReadingQuerySet.as_manager()

    class Meta:
        ordering = ["institution", "since", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["institution"], condition=Q(until=None), name="watch_reading_stands_once"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="watch_reading_ends_after_it_began",
            ),
        ]
        indexes = [
            models.Index(
                fields=["-rank", "institution"],
                condition=Q(until=None),
                name="watch_reading_on_list",
            )
        ]
        triggers = [
            pgtrigger.Protect(
                name="signals_never_change",
                operation=pgtrigger.UpdateOf("signals"),  # type: ignore[no-untyped-call]
            )
        ]

    def __str__(self) -> str:
        return f"{self.institution_id} {self.level} {self.since}"
