"""Reads over the core's models for pages and other apps."""

from collections.abc import Iterable

from django.db.models import Q

from cpd_portal.core.models import (
    EntryPeriod,
    EntryPeriodException,
    OrgUnit,
    SampleLoad,
    SourceAnomaly,
    Submission,
)
from cpd_portal.core.models.submissions import DateSettings


def sample_loaded() -> bool:
    """Whether this installation shows sample data."""
    return SampleLoad.objects.exists()


def anomalies_of(dataset: str, records: Iterable[str] | None = None) -> list[SourceAnomaly]:
    """Recorded inconsistencies of a dataset, all or of certain records."""
    chosen = Q(dataset=dataset)
    if records is not None:
        chosen &= Q(record__in=list(records))
    return list(SourceAnomaly.objects.filter(chosen))


def dates_for(period: EntryPeriod, office: OrgUnit) -> DateSettings:
    """Deadline, lateness and lock date of an office: its exception, or the period's own."""
    exception = EntryPeriodException.objects.filter(period=period, office=office).first()
    return exception or period


def submission_of(form: str, fiscal_year: int, office: OrgUnit) -> Submission | None:
    """The office's submission of the yearly round, if the office has begun it."""
    return (
        Submission.objects.select_related(
            "period", "office", "submitted_by", "verified_by", "approved_by", "returned_by"
        )
        .filter(period__form=form, period__fiscal_year=fiscal_year, office=office)
        .first()
    )
