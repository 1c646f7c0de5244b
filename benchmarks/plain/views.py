"""One query and a loop."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from coops.models import Assessment, Institution

ROWS = 50


def register(request: HttpRequest) -> HttpResponse:
    """The first page of the register with the year's results."""
    rows = Institution.objects.with_assessment(_year(request)).values(
        *("registration_no", "name", "kind", "type__title", "office__short_name", "district"),
        *("standing", "tier", "unassessed_group", "total", "complete"),
    )
    return _page(request, "register.html", list(rows[:ROWS]))


def institution(request: HttpRequest, registration_no: str) -> HttpResponse:
    """One institution with its yearly assessments and their points."""
    rows = Assessment.objects.select_related("institution", "office", "rule_set").filter(
        institution__registration_no=registration_no
    )
    return _page(request, "institution.html", list(rows))


def _year(request: HttpRequest) -> int:
    return int(request.GET["fiscal_year"])


def _page(request: HttpRequest, template: str, rows: list[object]) -> HttpResponse:
    if not request.user.is_authenticated:
        return HttpResponse(status=401)
    return render(request, template, {"rows": rows, "person": str(request.user)})
