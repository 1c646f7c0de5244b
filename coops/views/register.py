"""The register: filters, strength of what is chosen, one page of rows."""

from dataclasses import asdict
from typing import Any
from urllib.parse import quote, urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views import View

from coops.forms import RegisterFilterForm
from coops.imports.register import NATIONAL_REGISTER_IMPORT, REGISTER_IMPORT
from coops.imports.statements import AUDITED_IMPORT
from coops.selectors import Strength, strength_of_populations
from coops.selectors.register import Order, RegisterChoice, RegisterLine, lines_of, register_of
from coops.views.registration import REGISTER_ROLES
from cpd_portal.core.imports.registry import ImportForm
from cpd_portal.core.request import PortalRequest
from cpd_portal.thai.formatting import format_number

PER_PAGE = 50
_ANY_NUMBER = "registration-no"


class InstitutionListView(View):
    def get(self, request: PortalRequest) -> HttpResponse:
        form = RegisterFilterForm(_asked(request), offices=request.work.offices)
        choice, order = form.chosen(request.work.fiscal_year)
        if "office" in form.errors:
            raise Http404("ไม่มีหน่วยงานนี้ในขอบเขตของบัญชี")
        rows = register_of(request.user, choice, order)
        page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
        return render(
            request,
            "coops/list.html",
            {
                "form": form,
                "choice": choice,
                "page": page,
                "lines": _with_urls(lines_of(page.object_list)),
                "result": f"พบ {format_number(page.paginator.count)} แห่ง",
                "strengths": _strengths(request, choice),
                "report_url": _report_url(choice),
                "import_url": _import_url(request, REGISTER_IMPORT, NATIONAL_REGISTER_IMPORT),
                "audited_url": _import_url(request, AUDITED_IMPORT),
                "is_filtered": any(
                    (
                        choice.q,
                        choice.tier,
                        choice.type,
                        choice.sector,
                        choice.level,
                        choice.standing,
                    )
                ),
                "may_register": request.user.has_role(*REGISTER_ROLES),
            },
        )


def _with_urls(lines: list[RegisterLine]) -> list[tuple[RegisterLine, str]]:
    """Each with the address of its page: the pattern is looked up once, not for every row."""
    before, after = reverse("coops:detail", args=[_ANY_NUMBER]).split(_ANY_NUMBER)
    return [(line, f"{before}{quote(line.registration_no)}{after}") for line in lines]


def _asked(request: PortalRequest) -> dict[str, Any]:
    """The address, and where it is silent the office and year that the person works in."""
    office = request.work.office
    return {
        "fiscal_year": str(request.work.fiscal_year),
        "office": office.code if office else "",
        "sort": Order.NAME.value,
        **request.GET.dict(),
    }


def _strengths(request: PortalRequest, choice: RegisterChoice) -> list[Strength]:
    """Of the chosen kind, sector and office: always whole populations, whatever else is
    filtered."""
    office = next((unit for unit in request.work.offices if unit.code == choice.office), None)
    found = strength_of_populations(request.user, choice.fiscal_year, office)
    return [
        row
        for row in found
        if choice.kind in ("", row.kind) and choice.sector in ("", row.sector or "")
    ]


def _import_url(request: PortalRequest, *forms: ImportForm) -> str:
    """Where the person brings in rows by the first form that he may use; "" where none."""
    for form in forms:
        unit = form.unit_for(request.user)
        if unit is not None:
            return reverse("coops:import", args=[form.code, unit.code, request.work.fiscal_year])
    return ""


def _report_url(choice: RegisterChoice) -> str:
    """Where the rows of this view are ordered as a file."""
    values = {name: value for name, value in asdict(choice).items() if value}
    return f"{reverse('reports:request', args=['institution-register'])}?{urlencode(values)}"
