"""Since when the picture can be asked for a day."""

from datetime import date, datetime
from typing import Any

from django.db.models import F, Subquery
from django.db.models.functions import Least
from django.utils import timezone

from coops.models import Assessment
from cpd_portal.core.models import OrgUnit, Submission
from cpd_portal.core.past import first_event
from cpd_portal.core.request_memo import once_a_request
from early_warning.models import WatchReading
from inspection.models import Defect
from kpis.models import KpiResult
from registrar.models import Case
from strategy.models import LedgerEntry

FIRST: tuple[Any, ...] = (
    Assessment,
    Submission,
    Defect,
    WatchReading,
    Case,
    KpiResult,
    LedgerEntry,
)


@once_a_request
def recorded_since() -> date | None:
    """The day of the first entry that any figure of the picture counts: one query."""
    firsts = {
        f"first_{number}": Subquery(first_event(model)) for number, model in enumerate(FIRST)
    }
    root = OrgUnit.objects.filter(parent=None).annotate(**firsts)
    first: datetime | None = root.values_list(Least(*map(F, firsts)), flat=True)[:1].get()
    return timezone.localtime(first).date() if first else None
