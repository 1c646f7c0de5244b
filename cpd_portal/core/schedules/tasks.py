"""Tasks of schedules: thin, idempotent."""

from celery import shared_task
from django.utils import timezone

from cpd_portal.core.schedules import services


@shared_task
def order_scheduled_reports() -> None:
    services.schedules_run(today=timezone.localdate())
