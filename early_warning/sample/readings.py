"""Signals of the sample nation, as the night would compute them."""

from collections import Counter
from datetime import date

from cpd_portal.core.models import User
from early_warning.models import Alert, WatchReading
from early_warning.services.readings import readings_follow


def sample_readings_load(*, actor: User | None, today: date) -> Counter[str]:
    """Rows stored."""
    before = Alert.objects.count()
    readings_follow(actor=actor, today=today)
    return Counter(
        {
            "early_warning.Alert": Alert.objects.count() - before,
            "early_warning.WatchReading": WatchReading.objects.count(),
        }
    )
