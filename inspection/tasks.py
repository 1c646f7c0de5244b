"""Tasks of inspections: thin, idempotent."""

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from cpd_portal.core.digests.services import digests_send
from inspection.digests import DEFECT_DIGEST
from inspection.services.nightly import exemptions_end, offices_follow, statuses_send_all
from inspection.services.stray_files import stray_files_count
from inspection.services.uploads import uploads_expire


@shared_task(acks_late=True)
def defects_of_the_day() -> None:
    today = timezone.localdate()
    offices_follow(actor=None)
    exemptions_end(today=today)
    statuses_send_all(today=today)
    uploads_expire()
    stray_files_count()


@shared_task(acks_late=True)
def defect_digests() -> None:
    """Every morning; who got a mail within the time of the setting is left out.
    Without a mail server nobody is written to, and nobody counts as having been."""
    if settings.EMAIL_HOST:
        digests_send(DEFECT_DIGEST, today=timezone.localdate())
