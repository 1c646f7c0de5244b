"""The watchlist, and the health page of one institution."""

from dataclasses import asdict
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views import View

from coops.models import Institution
from cpd_portal.core.models import OrgUnit
from cpd_portal.core.request import PortalRequest
from cpd_portal.thai.formatting import format_number
from early_warning.forms.watch import WatchForm
from early_warning.reports.watchlist import Watchlist
from early_warning.selectors.health import health
from early_warning.selectors.watchlist import WatchChoice, watch_lines, watched
from early_warning.services.self_assessments import may_record
from early_warning.thresholds import book_in_force

PER_PAGE = 50


class WatchlistView(View):
    def get(self, request: PortalRequest) -> HttpResponse:
        book = book_in_force()
        form = WatchForm(request.GET, offices=request.work.offices, book=book)
        choice = form.chosen()
        rows = watched(request.user, choice)
        page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
        context = {
            "form": form,
            "book": book,
            "page": page,
            "lines": watch_lines(page.object_list),
            "import_office": _import_office(request),
            "result": f"{format_number(page.paginator.count)} แห่ง",
            "report_url": _report_url(choice),
        }
        return render(request, "early_warning/watchlist.html", context)


def _report_url(choice: WatchChoice) -> str:
    """The same rows as a file; files have an order of their own."""
    params = {name: value for name, value in asdict(choice).items() if value and name != "sort"}
    return f"{reverse('reports:request', args=[Watchlist.identifier])}?{urlencode(params)}"


def _import_office(request: PortalRequest) -> OrgUnit | None:
    """The reader's own office, when the figures beside the statements may be entered for it."""
    office = request.work.office
    return office if office and may_record(request.user, office) else None


class HealthView(View):
    def get(self, request: PortalRequest, registration_no: str) -> HttpResponse:
        seen = Institution.objects.visible_to(request.user).select_related("office", "type")
        institution = get_object_or_404(seen, registration_no=registration_no)
        book = book_in_force()
        found = health(institution, book, timezone.localdate())
        context = {"institution": institution, "health": found, "book": book}
        return render(request, "early_warning/health.html", context)
