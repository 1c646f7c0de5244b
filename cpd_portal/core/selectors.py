"""Reads over the core's models for pages and other apps."""

from collections.abc import Iterable

from django.db.models import Q

from cpd_portal.core.choices import SubmissionState
from cpd_portal.core.models import (
    EntryPeriod,
    EntryPeriodException,
    OrgUnit,
    SampleLoad,
    SourceAnomaly,
    Submission,
)
from cpd_portal.core.models.submissions import DateSettings

REPORTED_STATES = (
    SubmissionState.SUBMITTED,
    SubmissionState.VERIFIED,
    SubmissionState.APPROVED,
)


def sample_loaded() -> bool:
    """Whether this installation shows sample data."""
    return SampleLoad.objects.exists()


def anomalies_of(dataset: str, records: Iterable[str] | None = None) -> list[SourceAnomaly]:
    """Recorded inconsistencies of a dataset, all or of certain records."""
    chosen = Q(dataset=dataset)
    if records is not None:
        chosen &= Q(record__in=list(records))
    return list(SourceAnomaly.objects.filter(chosen))


def office_reports(office: OrgUnit | None) -> set[int]:
    """Primary keys of the entry periods that the office has reported; for the whole country
    those that every office has been approved for."""
    if office is not None:
        sent = Submission.objects.filter(office=office, state__in=REPORTED_STATES)
        return set(sent.values_list("period_id", flat=True))
    offices = OrgUnit.objects.offices().count()
    approved: dict[int, int] = {}
    rows = Submission.objects.filter(state=SubmissionState.APPROVED).values_list(
        "period_id", flat=True
    )
    for period in rows:
        approved[period] = approved.get(period, 0) + 1
    return {period for period, count in approved.items() if count >= offices}


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
