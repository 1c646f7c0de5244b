"""Tasks of inspections: thin, idempotent."""

from celery import shared_task
from django.utils import timezone

from inspection.services.nightly import exemptions_end, offices_follow, statuses_send_all


@shared_task(acks_late=True)
def defects_of_the_day() -> None:
    today = timezone.localdate()
    offices_follow(actor=None)
    exemptions_end(today=today)
    statuses_send_all(today=today)
