"""The list of those nearest to the next tier, with what a target share still takes."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views import View

from coops.advice_figures import advice_figures
from coops.choices import Kind, Sector
from coops.forms.filters import NearMissForm
from coops.selectors import rule_words
from coops.selectors.analysis import AnalysisChoice
from coops.selectors.near_miss import (
    NearMissChoice,
    NeededForShare,
    near_miss_lines,
    near_misses,
    needed_for_shares,
)
from coops.views.analysis import facets
from cpd_portal.core.request import PortalRequest
from cpd_portal.thai.formatting import format_number

PER_PAGE = 50


class NearMissView(View):
    def get(self, request: PortalRequest) -> HttpResponse:
        form = NearMissForm(_asked(request), offices=request.work.offices)
        choice = form.chosen(request.work.fiscal_year)
        if "office" in form.errors:
            raise Http404("ไม่มีหน่วยงานนี้ในขอบเขตของบัญชี")
        rows = near_misses(request.user, choice)
        page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
        today, figures = timezone.localdate(), advice_figures()
        lines = near_miss_lines(page.object_list)
        context = {
            "form": form,
            "choice": choice,
            "facets": facets(_population(choice), "near_miss"),
            "page": page,
            "lines": [(line, line.late_on(today)) for line in lines],
            "result": f"พบ {format_number(page.paginator.count)} แห่ง",
            "figures": figures,
            "cures": [(code.label, cure.who) for code, cure in figures.cures.items()],
            "rule_words": rule_words(choice.fiscal_year, choice.kind, choice.sector),
            "shares": _shares(request, form, choice),
            "lacks_kind": bool(form.targets and not choice.kind),
        }
        return render(request, "coops/near_miss.html", context)


def _asked(request: PortalRequest) -> dict[str, Any]:
    """The address, and where it is silent the office and year that the person works in."""
    office = request.work.office
    return {
        "fiscal_year": str(request.work.fiscal_year),
        "office": office.code if office else "",
        **request.GET.dict(),
    }


def _population(choice: NearMissChoice) -> AnalysisChoice:
    """The same on the other pages, which look at one kind."""
    return AnalysisChoice(
        fiscal_year=choice.fiscal_year,
        kind=Kind(choice.kind) if choice.kind else Kind.COOPERATIVE,
        sector=Sector(choice.sector) if choice.sector else None,
        office=choice.office,
    )


def _shares(
    request: PortalRequest, form: NearMissForm, choice: NearMissChoice
) -> list[NeededForShare]:
    """Of one population; a share over all kinds together is no target of anybody."""
    if not form.targets or not choice.kind:
        return []
    office = next((unit for unit in request.work.offices if unit.code == choice.office), None)
    sector = Sector(choice.sector) if choice.sector else None
    return needed_for_shares(
        request.user, choice.fiscal_year, Kind(choice.kind), sector, form.targets, office
    )
