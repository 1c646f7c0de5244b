"""What stands around the rows of every plain page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cpd_portal.core.models import EntryPeriod, Membership, OrgUnit


def page(request: HttpRequest, template: str, shown: dict[str, Any]) -> HttpResponse:
    """With the rows of the masthead around."""
    if not request.user.is_authenticated:
        return HttpResponse(status=401)
    around = {
        "person": str(request.user),
        "units": Membership.objects.filter(user=request.user).select_related("org_unit"),
        "offices": list(OrgUnit.objects.offices().values("code", "name", "short_name")),
        "periods": EntryPeriod.objects.whole().values("fiscal_year", "round"),
    }
    return render(request, template, {**around, **shown})
