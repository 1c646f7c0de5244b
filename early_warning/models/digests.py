"""Which monthly e-mail a person has got."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cpd_portal.core.audit import audited
from cpd_portal.core.scoping import NationalQuerySet


@audited
class WarningDigest(models.Model):
    """One row for a person and month, written before the mail goes out: nobody gets it twice.
    `sent_on` is null while it did not go out; `failures` counts the tries."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="warning_digests"
    )
    month = models.DateField("วันแรกของเดือน")
    sent_on = models.DateField("ส่งเมื่อ", null=True, blank=True)
    watched = models.PositiveIntegerField("จำนวนแห่งที่เฝ้าระวังในฉบับ", default=0)
    failures = models.PositiveSmallIntegerField("ส่งไม่สำเร็จกี่ครั้ง", default=0)
    error = models.CharField("เหตุที่ส่งไม่สำเร็จ", max_length=300, blank=True)

    objects = NationalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "month"], name="warning_digest_once_a_month"),
            models.CheckConstraint(condition=Q(month__day=1), name="warning_digest_of_a_month"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.month}"
