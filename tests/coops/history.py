"""Entries of earlier days: what the audit trail would hold had they been made then."""

from datetime import date, datetime, time
from typing import Any

from django.db import connection
from django.utils import timezone

from coops.models import Assessment

TABLE = "coops_assessmentevent"


def recorded_on(assessment: Assessment, day: date, **changed: Any) -> None:
    """An event at noon of the day: the newest one of the assessment, except what is named.

    The triggers write the time of the transaction and no event is ever changed, so that an
    earlier one has to be inserted.
    """
    moment = timezone.make_aware(datetime.combine(day, time(12)))
    values = {"pgh_created_at": moment, **changed}
    model: Any = Assessment.pgh_event_model  # type: ignore[attr-defined]
    columns = [field.column for field in model._meta.fields if field.column != "pgh_id"]
    selected = ", ".join("%s" if column in values else column for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {TABLE} ({', '.join(columns)}) SELECT {selected} FROM {TABLE}"
            " WHERE pgh_obj_id = %s ORDER BY pgh_id DESC LIMIT 1",
            [*(values[column] for column in columns if column in values), assessment.pk],
        )
