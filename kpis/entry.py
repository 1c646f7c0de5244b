"""The result of one KPI in one round as a periodic form of the core."""

from django.urls import reverse

from cpd_portal.core.choices import Role
from cpd_portal.core.entry_forms import EntryForm
from cpd_portal.core.models import Submission
from kpis.models import Evidence, KpiResult

FORM_CODE = "kpis.result"
NO_RESULT = "ยังไม่ได้บันทึกผล"
NO_VALUE = "ผลยังว่างอยู่ และเกณฑ์ไม่ได้พิมพ์คะแนนของการไม่มีผลไว้"
NO_EVIDENCE = "ยังไม่ได้แนบหลักฐาน"


def missing(submission: Submission) -> list[str]:
    result = open_result(submission)
    if result is None:
        return [NO_RESULT]
    problems = []
    criterion = result.kpi.criterion(result.round)
    if result.value is None and (criterion is None or criterion.no_result_score is None):
        problems.append(NO_VALUE)
    if not result.evidence.exists():
        problems.append(NO_EVIDENCE)
    return problems


def authors(submission: Submission) -> set[int]:
    """Who saved values of this KPI and round, or attached papers, by the audit trail."""
    typed = KpiResult.pgh_event_model.objects.filter(  # type: ignore[attr-defined]
        submission=submission, pgh_context__action__in=ENTERED
    )
    attached = Evidence.objects.filter(result__submission=submission)
    saved = set(typed.values_list("pgh_context__actor", flat=True).distinct())
    return {actor for actor in saved if actor is not None} | set(
        attached.values_list("uploaded_by", flat=True)
    )


def open_result(submission: Submission) -> KpiResult | None:
    """The attempt that is not frozen yet."""
    rows = KpiResult.objects.open().filter(submission=submission)
    return rows.select_related("kpi").prefetch_related("kpi__criteria__tiers").first()


ENTERED = ("kpis.result.saved", "kpis.result.computed", "kpis.result.imported")
RESULT_FORM = EntryForm(
    code=FORM_CODE,
    title="ผลของตัวชี้วัด",
    missing=missing,
    authors=authors,
    approvers=frozenset({Role.PLANNER}),
    address=lambda place: reverse(
        "kpis:result", args=[place.fiscal_year, place.subject, place.round]
    ),
)
