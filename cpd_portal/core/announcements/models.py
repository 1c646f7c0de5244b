"""What an administrator tells people, and who has read it."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from cpd_portal.core.announcements.querysets import (
    AnnouncementQuerySet,
    AnnouncementReadQuerySet,
)
from cpd_portal.core.audit import audited
from cpd_portal.core.choices import Role


@audited
class Announcement(models.Model):
    """Plain text. `units`: codes; the people of those units and of the units below see it.
    `roles`: empty is everybody there."""

    title = models.CharField("หัวเรื่อง", max_length=120)
    body = models.TextField("ข้อความ", max_length=4_000)
    starts = models.DateField("แสดงตั้งแต่วันที่")
    ends = models.DateField("แสดงถึงวันที่")
    units = ArrayField(models.CharField(max_length=12), verbose_name="หน่วยงาน")
    roles = ArrayField(
        models.CharField(max_length=20, choices=Role.choices),
        verbose_name="บทบาท",
        default=list,
        blank=True,
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="ผู้ประกาศ"
    )
    published_at = models.DateTimeField("ประกาศเมื่อ", auto_now_add=True)
    withdrawn_at = models.DateTimeField("ถอนเมื่อ", null=True, blank=True)

    objects = AnnouncementQuerySet.as_manager()

    class Meta:
        ordering = ["-starts", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__gte=F("starts")), name="announcement_ends_after_start"
            ),
            models.CheckConstraint(condition=~Q(units=[]), name="announcement_for_somebody"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def role_names(self) -> list[str]:
        return [str(Role(role).label) for role in self.roles]


@audited
class AnnouncementRead(models.Model):
    announcement = models.ForeignKey(Announcement, models.CASCADE, related_name="reads")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects = AnnouncementReadQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["announcement", "user"], name="announcement_read_once")
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.announcement}"
