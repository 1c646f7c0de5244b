"""Tasks of notifications: thin, idempotent."""

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from cpd_portal.core.digests.services import digests_send
from cpd_portal.core.notifications.digest import DAILY_DIGEST


@shared_task(acks_late=True)
def notification_digests() -> None:
    """Every morning. Without a mail server nobody is written to, and nobody counts as having
    been."""
    if settings.EMAIL_HOST:
        digests_send(DAILY_DIGEST, today=timezone.localdate())
