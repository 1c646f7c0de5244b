"""What the pages of one KPI share."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views import View

from cpd_portal.core.request import PortalRequest
from kpis.models import Kpi
from kpis.selectors.page import facets_of, kpi_for_page
from kpis.services.guards import may_enter


class KpiPageView(View):
    """Everybody reads; the owner division enters."""

    request: PortalRequest
    template: str
    facet: str

    def kpi(self, fiscal_year: int, number: int) -> Kpi:
        found = kpi_for_page(self.request.user, fiscal_year, number)
        if found is None:
            raise Http404(f"ไม่มีตัวชี้วัดที่ {number} ในปีงบประมาณ {fiscal_year}")
        return found

    def require_enter(self, kpi: Kpi) -> None:
        if not may_enter(self.request.user, kpi):
            raise PermissionDenied(
                f"บันทึกได้เฉพาะเจ้าหน้าที่และหัวหน้าของหน่วยงานเจ้าของตัวชี้วัดที่ {kpi.number}"
            )

    def page(self, kpi: Kpi, context: dict[str, Any], status: int = 200) -> HttpResponse:
        whole = {
            "kpi": kpi,
            "year": kpi.scorecard.fiscal_year,
            "facets": facets_of(kpi),
            "facet": self.facet,
            "may_enter": may_enter(self.request.user, kpi),
            **context,
        }
        return render(self.request, self.template, whole, status=status)


def require_facet(kpi: Kpi, code: str) -> None:
    """Raises Http404 where the KPI has no such page."""
    if code not in {facet.code for facet in facets_of(kpi)}:
        raise Http404("ตัวชี้วัดนี้ไม่มีหน้านี้")
