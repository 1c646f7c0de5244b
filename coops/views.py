"""Pages of cooperatives and farmer groups."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views import View

from coops.models import Institution
from cpd_portal.core.choices import Role
from cpd_portal.core.request import PortalRequest
from cpd_portal.core.scoping import RoleRequiredMixin, scoped


class InstitutionListView(View):
    def get(self, request: PortalRequest) -> HttpResponse:
        rows = scoped(Institution, request.user)[:50]
        return render(request, "coops/list.html", {"institutions": rows})


class InstitutionView(View):
    def get(self, request: PortalRequest, registration_no: str) -> HttpResponse:
        rows = scoped(Institution, request.user)
        institution = get_object_or_404(rows, registration_no=registration_no)
        return render(request, "coops/detail.html", {"institution": institution})


class EntryDeskView(RoleRequiredMixin, View):
    required_roles = frozenset({Role.OFFICER, Role.CHIEF})

    def get(self, request: PortalRequest) -> HttpResponse:
        return render(request, "coops/entry.html")
