"""Tasks of sessions: thin, idempotent."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from cpd_portal.core.sign_in import sessions


@shared_task
def sessions_of_the_day() -> None:
    """Just after midnight: whose role ended yesterday signs in anew, with the roles that are
    left."""
    sessions.end_after_loss_of_a_role(timezone.localdate() - timedelta(days=1))
    sessions.sessions_forget(actor=None, now=timezone.now())
