"""Days as moments, for sources whose rows keep a day only."""

from django.conf import settings
from django.db.models import DateTimeField, F, Func


class _Midnight(Func):
    template = f"((%(expressions)s)::timestamp AT TIME ZONE '{settings.TIME_ZONE}')"
    output_field = DateTimeField()


class _DayAfter(Func):
    template = f"((%(expressions)s + 1)::timestamp AT TIME ZONE '{settings.TIME_ZONE}')"
    output_field = DateTimeField()


def midnight_of(field: str) -> Func:
    return _Midnight(F(field))


def day_after(field: str) -> Func:
    """When a due day has passed."""
    return _DayAfter(F(field))
