"""A mail that a person does not want."""

from django.conf import settings
from django.db import models

from cpd_portal.core.audit import audited


@audited
class MailDeclined(models.Model):
    """Without a row the person gets the mail; `kind` is the code of a registered one."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="mails_declined"
    )
    kind = models.CharField("อีเมล", max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="mail_declined_once")]

    def __str__(self) -> str:
        return f"{self.user} {self.kind}"
