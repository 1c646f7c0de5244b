"""The access logs, for the administrator of the department."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from cpd_portal.core.privacy.forms import AccessForm
from cpd_portal.core.privacy.selectors import access_lines, accesses
from cpd_portal.core.request import PortalRequest
from cpd_portal.core.retention.views import NationalAdministratorView
from cpd_portal.thai.formatting import format_number

PER_PAGE = 50


class AccessView(NationalAdministratorView):
    def get(self, request: PortalRequest) -> HttpResponse:
        form = AccessForm(request.GET)
        page = Paginator(accesses(form.question()), PER_PAGE).get_page(request.GET.get("page"))
        context = {
            "form": form,
            "page": page,
            "lines": access_lines(page.object_list),
            "is_narrowed": form.has_changed(),
            "result": f"พบ {format_number(page.paginator.count)} รายการ",
        }
        return render(request, "privacy/access.html", context)
