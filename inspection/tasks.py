"""Tasks of inspections: thin, idempotent."""

from celery import shared_task
from django.utils import timezone

from inspection.services.exemptions import exemptions_end, statuses_send_all
from inspection.services.uploads import uploads_expire


@shared_task(acks_late=True)
def defects_of_the_day() -> None:
    today = timezone.localdate()
    exemptions_end(today=today)
    statuses_send_all(today=today)
    uploads_expire()
