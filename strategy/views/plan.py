"""Pages of the strategic plan; read only."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views import View

from cpd_portal.core.request import PortalRequest
from cpd_portal.core.scoping import RoleRequiredMixin
from cpd_portal.frontend import palette
from strategy.choices import DOCUMENT_TITLE, PLAN_YEARS
from strategy.forms.plan import ProjectFilterForm
from strategy.project_page import project_page
from strategy.selectors import plan as selectors


class ProjectListView(RoleRequiredMixin, View):
    """Projects by strategy; without a valid filter all of them."""

    def get(self, request: PortalRequest) -> HttpResponse:
        form = ProjectFilterForm(request.GET, request.user)
        chosen = form.cleaned_data if form.is_valid() else {}
        groups = selectors.project_groups(
            request.user,
            words=chosen.get("q", ""),
            strategy=chosen.get("strategy"),
            unit=chosen.get("unit", ""),
        )
        context = {
            "form": form,
            "groups": groups,
            "sums": selectors.sums_of(groups),
            "years": PLAN_YEARS,
            "result": f"แสดง {sum(len(group.projects) for group in groups)} โครงการ",
            "document": DOCUMENT_TITLE,
        }
        return render(request, "strategy/list.html", context)


class ProjectView(RoleRequiredMixin, View):
    def get(self, request: PortalRequest, code: str) -> HttpResponse:
        project = selectors.project_detail(request.user, code)
        if project is None:
            raise Http404
        context = {
            "page": project_page(project),
            "bar_fill": palette.BRAND,
            "project": project,
            "years": PLAN_YEARS,
            "neighbours": selectors.neighbours(request.user, code),
            "document": DOCUMENT_TITLE,
        }
        return render(request, "strategy/project.html", context)
