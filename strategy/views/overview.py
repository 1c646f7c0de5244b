"""The plan's execution at a glance."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views import View

from cpd_portal.core.request import PortalRequest
from cpd_portal.core.scoping import RoleRequiredMixin
from strategy.forms.overview import OverviewForm
from strategy.selectors.overview import overview
from strategy.views.pages import around, chosen_plan


class OverviewView(RoleRequiredMixin, View):
    """Strategies by years: money, status, and what needs care."""

    def get(self, request: PortalRequest) -> HttpResponse:
        plan = chosen_plan(request)
        form = OverviewForm(request.GET, plan)
        found = overview(request.user, plan, form.chosen(), timezone.localdate())
        context = {
            **around("strategy:overview", plan),
            "form": form,
            "overview": found,
            "result": f"แสดง {found.projects} โครงการ",
        }
        return render(request, "strategy/overview.html", context)
