"""When a person was last written to about defects."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cpd_portal.core.audit import audited
from cpd_portal.core.scoping import NationalQuerySet


@audited
class DefectDigest(models.Model):
    """One row for each person: the day of the last e-mail about overdue and soon-due defects,
    so that nobody gets more than one in the time that the setting says; and what went wrong,
    with how many tries failed on that day."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="defect_digest"
    )
    sent_on = models.DateField("ส่งล่าสุดเมื่อ", null=True, blank=True)
    defects = models.PositiveIntegerField("จำนวนรายการในฉบับล่าสุด", default=0)
    failed_on = models.DateField("ส่งไม่สำเร็จเมื่อ", null=True, blank=True)
    failures = models.PositiveSmallIntegerField("ส่งไม่สำเร็จกี่ครั้งในวันนั้น", default=0)
    error = models.CharField("เหตุที่ส่งไม่สำเร็จ", max_length=300, blank=True)

    objects = NationalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_on__isnull=False) | Q(failed_on__isnull=False),
                name="defect_digest_says_something",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.sent_on} {self.failed_on}"
