"""My clocks: what is due this month in the offices in reach."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views import View

from cpd_portal.core.request import PortalRequest
from cpd_portal.thai.formatting import format_number
from early_warning.forms.clocks import ClockForm
from early_warning.reports.clocks import ClocksOfMonth
from early_warning.selectors.clocks import ClockChoice, clock_lines

PER_PAGE = 100


class ClocksView(View):
    def get(self, request: PortalRequest) -> HttpResponse:
        form = ClockForm(request.GET, offices=request.user.offices_in_reach)
        choice, today = form.chosen(), timezone.localdate()
        lines = clock_lines(request.user, choice, today)
        context = {
            "form": form,
            "choice": choice,
            "span": choice.span(today),
            "page": Paginator(lines, PER_PAGE).get_page(request.GET.get("page")),
            "late": sum(line.is_late for line in lines),
            "result": f"{format_number(len(lines))} รายการ",
            "report_url": _report_url(choice),
        }
        return render(request, "early_warning/clocks.html", context)


def _report_url(choice: ClockChoice) -> str:
    params = {
        "month": choice.month,
        "office": choice.office,
        "kind": choice.kind,
        "show": "late" if choice.late else "",
    }
    query = urlencode({name: value for name, value in params.items() if value})
    return f"{reverse('reports:request', args=[ClocksOfMonth.identifier])}?{query}"
