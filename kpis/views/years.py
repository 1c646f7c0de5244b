"""Next year's scorecard: a copy of this one, and what differs."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views import View

from cpd_portal.core.exceptions import NotAllowed, RuleViolation
from cpd_portal.core.request import PortalRequest
from kpis import services
from kpis.models import Scorecard
from kpis.selectors.years import year_comparison
from kpis.services.guards import is_planner


def compare(request: PortalRequest, fiscal_year: int) -> HttpResponse:
    """What the year's scorecard (in force, else proposed) changes in that of the year before."""
    comparison = year_comparison(fiscal_year)
    if comparison is None:
        raise Http404(f"ไม่มีใบคะแนนปีงบประมาณ {fiscal_year} หรือ {fiscal_year - 1} ให้เทียบ")
    context = {"comparison": comparison, "year": fiscal_year, "may_plan": is_planner(request.user)}
    return render(request, "kpis/compare.html", context)


class CloneView(View):
    http_method_names = ["post"]

    def post(self, request: PortalRequest, fiscal_year: int) -> HttpResponse:
        scorecards = Scorecard.objects.visible_to(request.user)
        scorecard = get_object_or_404(scorecards, fiscal_year=fiscal_year)
        if not is_planner(request.user):
            raise PermissionDenied("ทำสำเนาใบคะแนนได้เฉพาะกองแผนงาน")
        try:
            proposal = services.scorecard_clone(actor=request.user, scorecard=scorecard)
        except NotAllowed as error:
            raise PermissionDenied(error.message) from error
        except RuleViolation as error:
            messages.error(request, error.message)
            return redirect("kpis:scorecard_of_year", fiscal_year)
        messages.success(request, f"ทำสำเนาเป็นข้อเสนอของปี {fiscal_year + 1} แล้ว ต้องให้อีกคนหนึ่งลงนาม")
        return redirect("figures:version", proposal.pk)
