"""Tasks of early warning: thin, idempotent."""

from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from coops.selectors.warning_facts import institutions_changed_since
from cpd_portal.core.digests.services import digests_send
from early_warning.digests import WARNING_DIGEST
from early_warning.selectors.further_figures import institutions_with_new_figures
from early_warning.services.nightly import escalations_record, put_offs_end
from early_warning.services.readings import readings_follow

# Longer than a transaction that writes facts takes; the night catches what is slower.
LOOK_BACK = timedelta(minutes=10)


@shared_task(acks_late=True)
def readings_of_the_night() -> None:
    """All institutions: what time alone changes, and whatever the day has missed."""
    readings_follow(actor=None, today=timezone.localdate())


@shared_task(acks_late=True)
def readings_after_changes() -> None:
    """Those whose facts changed a short while ago; the same facts write nothing twice."""
    moment = timezone.now() - LOOK_BACK
    changed = institutions_changed_since(moment) | institutions_with_new_figures(moment)
    if changed:
        readings_follow(actor=None, today=timezone.localdate(), institutions=changed)


@shared_task(acks_late=True)
def alerts_of_the_day() -> None:
    today = timezone.localdate()
    put_offs_end(actor=None, today=today)
    escalations_record(actor=None, today=today)


@shared_task(acks_late=True)
def digests_of_the_month() -> None:
    """Every morning; whoever has got the one of the month is left out. Without a mail server
    nobody is written to, and nobody counts as having been."""
    if settings.EMAIL_HOST:
        digests_send(WARNING_DIGEST, today=timezone.localdate())
