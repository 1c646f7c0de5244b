"""Home pages, the executive overview, the context switch, search, pages about the portal."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views import View
from django.views.generic import TemplateView

from cpd_portal.core.context import store_choice
from cpd_portal.core.request import PortalRequest
from cpd_portal.home import selectors
from cpd_portal.home.overview import overview
from cpd_portal.home.tasks import office_desk


class IndexView(View):
    """The role's home: an office's work list, or the department's overview."""

    def get(self, request: PortalRequest) -> HttpResponse:
        if request.work.nationwide:
            province = request.GET.get("province", "")
            shown = overview(request.user, request.work.fiscal_year, province)
            return render(request, "home/overview.html", {"overview": shown})
        desk = office_desk(request.user, request.work.office, request.work.period)
        return render(request, "home/office.html", {"desk": desk})


class ContextView(View):
    """Stores the office and period chosen in the masthead, and goes back to the page."""

    def post(self, request: HttpRequest) -> HttpResponse:
        store_choice(request, request.POST.get("office"), request.POST.get("period"))
        return redirect(_own_page(request, request.POST.get("next", "/")))


class SearchView(View):
    def get(self, request: PortalRequest) -> HttpResponse:
        query = request.GET.get("q", "").strip()[:100]
        found = selectors.search(request.user, query)
        return render(request, "home/search.html", {"query": query, "found": found})


class SourcesView(TemplateView):
    """Where figures come from, and every recorded inconsistency of the sources."""

    template_name = "home/sources.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(datasets=selectors.source_notes(), **kwargs)


class AccessibilityView(TemplateView):
    template_name = "home/accessibility.html"


class HelpView(TemplateView):
    template_name = "home/help.html"


def _own_page(request: HttpRequest, target: str) -> str:
    """The target if it is one of our own pages, else the home page."""
    safe = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if safe else "/"
