"""When a person was last written to about defects."""

from django.conf import settings
from django.db import models

from cpd_portal.core.audit import audited
from cpd_portal.core.scoping import NationalQuerySet


@audited
class DefectDigest(models.Model):
    """One row for each person: the day of the last e-mail about overdue and soon-due defects,
    so that nobody gets more than one in the time that the setting says."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="defect_digest"
    )
    sent_on = models.DateField("ส่งล่าสุดเมื่อ")
    defects = models.PositiveIntegerField("จำนวนรายการในฉบับล่าสุด")

    objects = NationalQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.user_id} {self.sent_on:%Y-%m-%d}"
