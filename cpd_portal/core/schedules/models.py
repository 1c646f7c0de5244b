"""A report that is made for one person on certain days."""

from datetime import date

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from cpd_portal.core.audit import audited
from cpd_portal.core.documents.choices import Format
from cpd_portal.core.schedules.choices import Rhythm
from cpd_portal.core.schedules.querysets import ReportScheduleQuerySet
from cpd_portal.core.schedules.rules import next_due, rhythm_words


@audited
class ReportSchedule(models.Model):
    """`params` as they were chosen: what was left open ("the latest year") stays open and is
    found anew each time. `day`: Monday is 1, or the day of the month."""

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="report_schedules"
    )
    report = models.CharField("รายงาน", max_length=60)
    title = models.CharField("ชื่อรายงาน", max_length=200)
    params = models.JSONField("เงื่อนไข", default=dict, encoder=DjangoJSONEncoder)
    conditions = models.TextField("เงื่อนไขที่เลือก", blank=True)
    format = models.CharField("รูปแบบแฟ้ม", max_length=4, choices=Format.choices)
    rhythm = models.CharField("ความถี่", max_length=7, choices=Rhythm.choices)
    day = models.PositiveSmallIntegerField("วัน")
    by_email = models.BooleanField("แจ้งทางอีเมล", default=True)
    counts_from = models.DateField("นับกำหนดตั้งแต่วันที่")
    created_at = models.DateTimeField("ตั้งเมื่อ", auto_now_add=True)
    paused_at = models.DateTimeField("หยุดเมื่อ", null=True, blank=True)
    paused_because = models.TextField("เหตุที่หยุด", blank=True)

    objects = ReportScheduleQuerySet.as_manager()

    class Meta:
        ordering = ["title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(rhythm=Rhythm.WEEKLY, day__gte=1, day__lte=7)
                | models.Q(rhythm=Rhythm.MONTHLY, day__gte=1, day__lte=31),
                name="schedule_day_of_rhythm",
            ),
            models.CheckConstraint(
                condition=models.Q(paused_at__isnull=True) | ~models.Q(paused_because=""),
                name="schedule_paused_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.when}"

    @property
    def when(self) -> str:
        return rhythm_words(Rhythm(self.rhythm), self.day)

    def next_after(self, today: date) -> date | None:
        """None while it is paused."""
        return None if self.paused_at else next_due(Rhythm(self.rhythm), self.day, today)
