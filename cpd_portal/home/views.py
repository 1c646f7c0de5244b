"""Home pages, the executive overview, the context switch, search, pages about the portal."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views import View
from django.views.generic import TemplateView

from cpd_portal.core.context import store_choice
from cpd_portal.core.own_pages import own_page
from cpd_portal.core.request import PortalRequest
from cpd_portal.home import selectors
from cpd_portal.home.forms import PictureForm
from cpd_portal.home.help import TOPICS, topic_of
from cpd_portal.home.picture.headlines import headlines
from cpd_portal.home.picture.kept import kept
from cpd_portal.home.picture.message import message
from cpd_portal.home.picture.parts import PARTS, parts_of
from cpd_portal.home.picture.scope import Scope
from cpd_portal.home.tasks import office_desk


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
        scope = _scope(request)
        found = kept(part, scope)
        context = {"part": part, "scope": scope, "kept": found, "found": found.value}
        whole = not request.headers.get("HX-Request")
        return render(request, "home/part.html" if whole else part.template, context)


def _scope(request: PortalRequest) -> Scope:
    form = PictureForm(request.GET, request.user)
    return form.scope(request.work.fiscal_year, timezone.localdate())


def _picture(request: PortalRequest) -> HttpResponse:
    form = PictureForm(request.GET, request.user)
    scope = form.scope(request.work.fiscal_year, timezone.localdate())
    found = headlines(scope)
    text = message(found, scope, timezone.now(), is_sample=request.work.sample_loaded)
    context = {
        "form": form,
        "scope": scope,
        "overview": found,
        "message": text,
        "parts": parts_of(scope),
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
