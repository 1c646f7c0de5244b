"""The activities of a plan over its years."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views import View

from cpd_portal.core.request import PortalRequest
from cpd_portal.core.scoping import RoleRequiredMixin
from strategy.forms.overview import OverviewForm
from strategy.selectors.overview import overview
from strategy.selectors.timeline import timeline
from strategy.views.pages import around, chosen_plan


class TimelineView(RoleRequiredMixin, View):
    def get(self, request: PortalRequest) -> HttpResponse:
        plan = chosen_plan(request)
        form = OverviewForm(request.GET, plan)
        found = overview(request.user, plan, form.chosen(), timezone.localdate())
        context = {
            **around("strategy:timeline", plan),
            "form": form,
            "overview": found,
            "groups": timeline(found),
            "result": f"แสดง {found.projects} โครงการ",
        }
        return render(request, "strategy/timeline.html", context)
