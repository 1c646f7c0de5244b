"""Who lets a calendar program read along."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from cpd_portal.core.audit import audited_without


@audited_without("digest")
class CalendarFeed(models.Model):
    """The address carries a key of which only the digest is kept: who reads the database, a
    backup or the events cannot read anybody's calendar."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_feed"
    )
    digest = models.CharField(max_length=64, unique=True)
    opened_at = models.DateTimeField("เปิดเมื่อ", default=timezone.now)

    def __str__(self) -> str:
        return f"{self.user}"
