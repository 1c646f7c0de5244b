"""Every paper behind a scorecard: of results and of activities."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from cpd_portal.core.choices import Round
from cpd_portal.core.models import User
from kpis.models import Evidence, StepEvidence


@dataclass(frozen=True)
class IndexedPaper:
    """`about`: the round and attempt of a result, or the activity that it proves."""

    number: int
    kpi_title: str
    about: str
    title: str
    file_name: str
    size: int
    sha256: str
    by: str
    at: datetime


def evidence_index(user: User, fiscal_year: int) -> tuple[IndexedPaper, ...]:
    """By KPI: results first, then activities."""
    found = [*_of_results(user, fiscal_year), *_of_steps(user, fiscal_year)]
    return tuple(sorted(found, key=lambda paper: paper.number))


def _of_results(user: User, fiscal_year: int) -> Iterator[IndexedPaper]:
    rows = Evidence.objects.visible_to(user).filter(
        result__kpi__scorecard__fiscal_year=fiscal_year
    )
    for row in rows.select_related("result__kpi", "uploaded_by").order_by("result", "pk"):
        result = row.result
        attempt = f" ครั้งที่ {result.attempt}" if result.attempt > 1 else ""
        about = f"ผล{Round(result.round).label}{attempt}"
        yield _paper(row, result.kpi.number, result.kpi.title, about)


def _of_steps(user: User, fiscal_year: int) -> Iterator[IndexedPaper]:
    rows = StepEvidence.objects.visible_to(user).filter(
        step__kpi__scorecard__fiscal_year=fiscal_year
    )
    for row in rows.select_related("step__kpi", "uploaded_by").order_by("step", "uploaded_at"):
        step = row.step
        about = f"กิจกรรมตารางที่ {step.table_number} ที่ {step.number}"
        yield _paper(row, step.kpi.number, step.kpi.title, about)


def _paper(row: Evidence | StepEvidence, number: int, kpi_title: str, about: str) -> IndexedPaper:
    return IndexedPaper(
        number=number,
        kpi_title=kpi_title,
        about=about,
        title=row.title,
        file_name=row.file_name,
        size=row.size,
        sha256=row.sha256,
        by=str(row.uploaded_by),
        at=row.uploaded_at,
    )
