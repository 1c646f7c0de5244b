"""Days asked when a test runs: a suite runs through Bangkok's midnight, its modules do not."""

from datetime import date, timedelta

from django.utils import timezone


def in_days(days: int) -> date:
    """So many days from today, as the portal reads it."""
    return timezone.localdate() + timedelta(days=days)


def today() -> date:
    return in_days(0)
