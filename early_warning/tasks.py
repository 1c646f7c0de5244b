"""Tasks of early warning: thin, idempotent."""

from celery import shared_task
from django.utils import timezone

from early_warning.services.nightly import escalations_record, put_offs_end


@shared_task(acks_late=True)
def alerts_of_the_day() -> None:
    today = timezone.localdate()
    put_offs_end(actor=None, today=today)
    escalations_record(actor=None, today=today)
