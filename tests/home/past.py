"""Rows as if they had been recorded on an earlier day."""

from datetime import date, datetime, time
from typing import Any

from django.db import connection
from django.utils import timezone

from coops.models import Assessment
from cpd_portal.core.corrections.models import Correction
from cpd_portal.core.models import EntryPeriod, EntryPeriodException, Submission
from early_warning.models import Alert, AlertAction, Handling, WatchReading
from inspection.models import Defect
from kpis.models import KpiResult
from registrar.models import Case
from strategy.models import BudgetRevision, LedgerEntry, PlanVersion, ProgressValue

READ: tuple[Any, ...] = (
    *(Assessment, Submission, EntryPeriod, EntryPeriodException, Correction),
    *(Defect, WatchReading, Alert, Handling, AlertAction, Case, KpiResult),
    *(LedgerEntry, BudgetRevision, PlanVersion, ProgressValue),
)


def recorded_before(day: date) -> None:
    """Everything so far that the picture reads from was recorded at noon of the day. The
    triggers write the time of the transaction, and no event is changed but here."""
    moment = timezone.make_aware(datetime.combine(day, time(12)))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for model in READ:
            table = model.pgh_event_model._meta.db_table
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            cursor.execute(f"UPDATE {table} SET pgh_created_at = %s", [moment])
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
