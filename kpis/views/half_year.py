"""The 6-month list of KPI 5 and 6, one by one."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.utils import timezone

from cpd_portal.core.request import PortalRequest
from cpd_portal.thai.formatting import format_number
from kpis.forms.half_year import HalfYearForm
from kpis.selectors.half_year import half_year, half_year_lines, half_year_rows, meeting_rule
from kpis.views.kpi_page import KpiPageView, require_facet

PER_PAGE = 50


class HalfYearView(KpiPageView):
    template = "kpis/half_year.html"
    facet = "half-year"

    def get(self, request: PortalRequest, fiscal_year: int, number: int) -> HttpResponse:
        kpi = self.kpi(fiscal_year, number)
        require_facet(kpi, self.facet)
        today, rule = timezone.localdate(), meeting_rule(kpi)
        if rule is None:
            raise Http404("เกณฑ์ของตัวชี้วัดนี้ไม่ได้ระบุเดือนสิ้นปีบัญชีที่รอบ 6 เดือนนับ")
        form = HalfYearForm(request.GET, user=request.user)
        state, office = form.chosen("state"), form.chosen("office")
        rows = half_year_rows(request.user, kpi, today, rule, state, office)
        page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
        context = {
            "form": form,
            "half": half_year(kpi, today, rule),
            "page": page,
            "lines": half_year_lines(page.object_list),
            "rule": rule,
            "today": today,
            "result": f"{format_number(page.paginator.count)} แห่ง",
        }
        return self.page(kpi, context)
