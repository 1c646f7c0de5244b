"""Home pages, the executive overview, the context switch, search, pages about the portal."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views import View
from django.views.generic import TemplateView

from cpd_portal.core.context import store_choice
from cpd_portal.core.own_pages import own_page
from cpd_portal.core.request import PortalRequest
from cpd_portal.home import selectors
from cpd_portal.home.forms import PictureForm
from cpd_portal.home.help import TOPICS, topic_of
from cpd_portal.home.picture.kept import kept, kept_headlines
from cpd_portal.home.picture.message import message
from cpd_portal.home.picture.parts import PARTS, parts_of
from cpd_portal.home.picture.rows import listing
from cpd_portal.home.picture.scope import Scope
from cpd_portal.home.tasks import office_desk

PER_PAGE = 50


class IndexView(View):
    """The role's home: an office's work list, or the department's overview."""

    def get(self, request: PortalRequest) -> HttpResponse:
        if request.work.nationwide:
            return _picture(request)
        desk = office_desk(request.user, request.work.office, request.work.period)
        return render(request, "home/office.html", {"desk": desk})


class OverviewView(View):
    """The same picture for everybody, of what the person may see."""

    def get(self, request: PortalRequest) -> HttpResponse:
        return _picture(request)


class PartView(View):
    """One part of the picture, fetched into the page or opened as a page of its own."""

    def get(self, request: PortalRequest, code: str) -> HttpResponse:
        part = PARTS.get(code)
        if part is None:
            raise Http404
        form, scope = _asked(request)
        if form.refuses_day:
            return _refused(request, form, scope)
        found = kept(part, scope)
        context = {
            "part": part,
            "scope": scope,
            "kept": found,
            "found": found.value,
            "moment": scope.moment(found.counted_at),
        }
        whole = not request.headers.get("HX-Request")
        return render(request, "home/part.html" if whole else part.template, context)


class RowsView(View):
    """The rows that a figure counts."""

    def get(self, request: PortalRequest, code: str, figure: str) -> HttpResponse:
        form, scope = _asked(request)
        if form.refuses_day:
            return _refused(request, form, scope)
        shown = listing(scope, code, figure)
        if shown is None:
            raise Http404
        page = Paginator(shown.rows, PER_PAGE).get_page(request.GET.get("page"))
        context = {
            "part": PARTS[code],
            "scope": scope,
            "title": shown.title,
            "page": page,
            "lines": shown.tell(list(page.object_list)),
            "dates": shown.dates,
            "back": urlencode(scope.filters),
        }
        return render(request, "home/rows.html", context)


def _asked(request: PortalRequest) -> tuple[PictureForm, Scope]:
    form = PictureForm(request.GET, request.user)
    return form, form.scope(request.work.fiscal_year, timezone.localdate())


def _refused(request: PortalRequest, form: PictureForm, scope: Scope) -> HttpResponse:
    """Nothing is shown in the place of a day that nothing is known of."""
    context = {"form": form, "scope": scope, "now_url": _now_url(scope)}
    return render(request, "home/refused_day.html", context)


def _now_url(scope: Scope) -> str:
    """The same picture without a day."""
    query = urlencode(replace(scope, day=None).filters)
    return f"{reverse('home:overview')}{'?' if query else ''}{query}"


def _picture(request: PortalRequest) -> HttpResponse:
    form, scope = _asked(request)
    if form.refuses_day:
        return _refused(request, form, scope)
    found = kept_headlines(scope)
    text = message(found.value, scope, found.counted_at, is_sample=request.work.sample_loaded)
    context = {
        "form": form,
        "scope": scope,
        "overview": found.value,
        "counted_at": found.counted_at,
        "message": text,
        "parts": parts_of(scope),
        "now_url": _now_url(scope),
    }
    return render(request, "home/overview.html", context)


class ContextView(View):
    """Stores the office and period chosen in the masthead, and goes back to the page."""

    def post(self, request: HttpRequest) -> HttpResponse:
        store_choice(request, request.POST.get("office"), request.POST.get("period"))
        return redirect(own_page(request, request.POST.get("next", "/"), "/"))


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


class HelpView(View):
    """What belongs to the page that the person comes from stands first."""

    def get(self, request: PortalRequest) -> HttpResponse:
        here = topic_of(request.GET.get("page", ""))
        context = {"here": here, "topics": [one for one in TOPICS if one is not here]}
        return render(request, "home/help.html", context)
