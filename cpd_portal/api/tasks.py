"""Background work of the API."""

from celery import shared_task
from django.utils import timezone

from cpd_portal.api.idempotency import LIFETIME
from cpd_portal.api.models import IdempotencyRecord


@shared_task
def forget_expired_keys() -> None:
    """Idempotency keys are remembered for a day."""
    IdempotencyRecord.objects.filter(created_at__lt=timezone.now() - LIFETIME).delete()
