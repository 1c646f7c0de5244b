"""The scorecard and one KPI."""

from decimal import Decimal
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from cpd_portal.core.request import PortalRequest
from cpd_portal.core.selectors import anomalies_of
from cpd_portal.thai.calendar import MONTHS_SHORT
from kpis.choices import Band
from kpis.forms import ScoreForm
from kpis.rules import score
from kpis.rules.plan import FISCAL_MONTHS
from kpis.selectors import KpiDetail, kept_summary, kpi_detail, latest_year
from kpis.selectors.detail import DATASET
from kpis.selectors.page import Facet, facets
from kpis.total_chart import total_chart

KEY = (
    (Decimal(0), Band.BELOW, "ได้ 0"),
    (Decimal("62.24"), Band.BASIC, "50 ถึง 74.99"),
    (Decimal("87.5"), Band.STANDARD, "75 ถึง 99.99"),
    (Decimal(100), Band.ADVANCED, "100"),
    (None, None, "ไม่ใช่ศูนย์"),
)


def scorecard(request: PortalRequest) -> HttpResponse:
    """The scorecard of the year being worked on, or the newest one."""
    fiscal_year = latest_year(request.work.fiscal_year)
    if fiscal_year is None:
        raise Http404("ยังไม่มีใบคะแนน")
    return redirect("kpis:scorecard_of_year", fiscal_year)


def scorecard_of_year(request: PortalRequest, fiscal_year: int) -> HttpResponse:
    summary = kept_summary(request.user, fiscal_year)
    if summary is None:
        raise Http404(f"ไม่มีใบคะแนนปีงบประมาณ {fiscal_year}")
    context = {
        "summary": summary,
        "year": fiscal_year,
        "measured_count": len(summary.lines) - len(summary.missing),
        "key": KEY,
        "total_chart": total_chart(summary),
        "anomalies": anomalies_of(DATASET, [str(fiscal_year)]),
    }
    return render(request, "kpis/scorecard.html", context)


def detail(request: PortalRequest, fiscal_year: int, number: int) -> HttpResponse:
    """One KPI; a result in the address is scored and explained."""
    found = kpi_detail(request.user, fiscal_year, number)
    if found is None:
        raise Http404(f"ไม่มีตัวชี้วัดที่ {number} ในปีงบประมาณ {fiscal_year}")
    form = ScoreForm(found.kpi, request.GET)
    if not form.is_asked:
        form = ScoreForm(found.kpi)
    context = {
        "detail": found,
        "kpi": found.kpi,
        "year": fiscal_year,
        "months": [MONTHS_SHORT[month - 1] for month in FISCAL_MONTHS],
        "form": form,
        "facets": _facets(found),
        **_trial(found, form),
    }
    return render(request, "kpis/detail.html", context)


def _facets(found: KpiDetail) -> list[Facet]:
    computations = [line.criterion.computation for line in found.criteria]
    kpi = found.kpi
    return facets(kpi.scorecard.fiscal_year, kpi.number, computations, bool(found.plan))


def _trial(found: KpiDetail, form: ScoreForm) -> dict[str, Any]:
    if not form.is_bound or not form.is_valid():
        return {}
    form.show_rounded(found.policy)
    return {
        "trial": score(form.criterion.rule, form.value, found.policy),
        "trial_criterion": form.criterion,
    }
