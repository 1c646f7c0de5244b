"""The printed plan, and one project with its execution beside what is printed."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views import View

from cpd_portal.core.choices import Role
from cpd_portal.core.request import PortalRequest
from cpd_portal.core.scoping import RoleRequiredMixin
from cpd_portal.frontend import palette
from strategy.choices import DOCUMENT_TITLE, PLAN_YEARS
from strategy.forms.plan import ProjectFilterForm
from strategy.models import Project
from strategy.project_page import project_page
from strategy.selectors import plan as selectors
from strategy.selectors.execution import execution
from strategy.selectors.quarters import project_reports
from strategy.views.pages import facets


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
            "facets": facets("strategy:list"),
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
        rows = Project.objects.filter(code=code)
        executed = execution(request.user, rows, timezone.localdate()).projects[0]
        context = {
            "page": project_page(project, executed),
            "executed": executed,
            "reports": project_reports(executed.project),
            "is_planner": request.user.has_role(Role.PLANNER),
            "bar_fill": palette.BRAND,
            "project": project,
            "years": executed.project.strategy.plan.years,
            "neighbours": selectors.neighbours(request.user, code),
            "document": executed.project.strategy.plan.title,
        }
        return render(request, "strategy/project.html", context)
