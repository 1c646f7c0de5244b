"""Which digests a person has got."""

from django.conf import settings
from django.db import models

from cpd_portal.core.audit import audited


@audited
class SentDigest(models.Model):
    """One row for a person, digest and period, written before the mail goes out: nobody gets it
    twice. `sent_on` is null while it did not go out; `failures` counts the tries."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="digests")
    digest = models.CharField("ฉบับ", max_length=40)
    period = models.DateField("วันแรกของช่วง")
    sent_on = models.DateField("ส่งเมื่อ", null=True, blank=True)
    items = models.PositiveIntegerField("จำนวนเรื่องในฉบับ", default=0)
    failures = models.PositiveSmallIntegerField("ส่งไม่สำเร็จกี่ครั้ง", default=0)
    error = models.CharField("เหตุที่ส่งไม่สำเร็จ", max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "digest", "period"], name="digest_once_a_period"
            )
        ]
        indexes = [models.Index(fields=["digest", "sent_on"], name="digest_by_day")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.digest} {self.period}"
