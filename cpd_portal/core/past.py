"""Rows as they stood at the end of a day, from the audit trail."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone


def end_of(day: date) -> datetime:
    """The first moment that is not of the day any more."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def events_until(model: Any, day: date) -> QuerySet[Any]:
    """The last event of each row up to the end of the day, unless it was removed."""
    events = model.pgh_event_model.objects
    latest = (
        events.filter(pgh_created_at__lt=end_of(day))
        .order_by("pgh_obj_id", "-pgh_created_at", "-pgh_id")
        .distinct("pgh_obj_id")
        .values("pgh_id")
    )
    found: QuerySet[Any] = events.filter(pgh_id__in=latest).exclude(pgh_label="delete")
    return found


def as_row(model: Any, event: Any) -> Any:
    """An event as the row that it tells of, with what was read beside it."""
    names = [field.attname for field in model._meta.concrete_fields]
    row = model(**{name: getattr(event, name) for name in names})
    row._state.fields_cache.update(event._state.fields_cache)
    return row


def first_event(model: Any) -> QuerySet[Any]:
    """The moment of the first entry of a table, as a subquery takes it."""
    events = model.pgh_event_model.objects.order_by("pgh_created_at")
    found: QuerySet[Any] = events.values("pgh_created_at")[:1]
    return found
