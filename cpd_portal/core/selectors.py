"""Reads over the core's models for pages and other apps."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import FilteredRelation, Q, Subquery

from cpd_portal.core.models import (
    EntryPeriod,
    EntryPeriodException,
    OrgUnit,
    SampleLoad,
    SourceAnomaly,
    Submission,
)
from cpd_portal.core.models.submissions import DateSettings

SIGNERS = ("submitted_by", "verified_by", "approved_by", "returned_by")


@dataclass(frozen=True)
class OfficeRound:
    """One office in one entry period: what it has sent (None: not begun), and the deadline,
    lateness and lock date that count for it. `beside` is what the caller asked in addition."""

    period: EntryPeriod
    submission: Submission | None
    dates: DateSettings
    beside: Mapping[str, Any] = field(default_factory=dict)


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
        Submission.objects.select_related("period", "office", *SIGNERS)
        .filter(period__form=form, period__fiscal_year=fiscal_year, office=office)
        .first()
    )


def office_round(
    form: str, fiscal_year: int, office: OrgUnit, **beside: Subquery
) -> OfficeRound | None:
    """The office in the yearly round, with who signed, in one query; None for a year without a
    period. `beside`: what the form's own app wants to know in the same query."""
    rows = EntryPeriod.objects.filter(form=form, fiscal_year=fiscal_year).annotate(
        sent=FilteredRelation("submissions", condition=Q(submissions__office=office)),
        own=FilteredRelation("exceptions", condition=Q(exceptions__office=office)),
        **beside,
    )
    period: Any = rows.select_related("own", *(f"sent__{name}" for name in SIGNERS)).first()
    if period is None:
        return None
    # A relation without a row leaves no attribute.
    submission: Submission | None = getattr(period, "sent", None)
    if submission is not None:
        submission.office = office
    told = {name: getattr(period, name) for name in beside}
    return OfficeRound(period, submission, getattr(period, "own", period), told)
