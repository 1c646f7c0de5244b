"""What a person wants to be told of, and has read."""

from django.conf import settings
from django.db import models

from cpd_portal.core.audit import audited
from cpd_portal.core.notifications.choices import Channel


@audited
class NotificationChoice(models.Model):
    """Without a row the kind itself says whether it comes; `kind` is the code of a registered
    one."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notification_choices"
    )
    kind = models.CharField("ชนิด", max_length=40)
    channel = models.CharField("ทาง", max_length=4, choices=Channel.choices)
    wanted = models.BooleanField("ต้องการรับ")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "kind", "channel"], name="notification_choice_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.kind} {self.channel} {self.wanted}"


@audited
class NotificationRead(models.Model):
    """What happened to a row of a source up to `at` was read; what happens to it later is new."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    source = models.CharField(max_length=40)
    key = models.CharField(max_length=36)
    at = models.DateTimeField("อ่านถึง")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "source", "key"], name="notification_read_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.source} {self.key}"


class NotificationTally(models.Model):
    """How many were unread when they were last counted, for the frame of every page; worked out
    again at any time, so without events."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+"
    )
    unread = models.PositiveIntegerField()
    counted_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.user} {self.unread}"
