"""The work of a round: opening the year, who has to act, freezing."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views import View

from cpd_portal.core.choices import Round
from cpd_portal.core.exceptions import NotAllowed, RuleViolation
from cpd_portal.core.request import PortalRequest
from kpis import services
from kpis.models import Scorecard
from kpis.selectors.rounds import round_board
from kpis.selectors.years import has_scorecard_version
from kpis.services.guards import is_planner


class RoundView(View):
    def get(self, request: PortalRequest, fiscal_year: int, round: str) -> HttpResponse:
        board = round_board(request.user, fiscal_year, _round(round))
        if board is None:
            raise Http404(f"ไม่มีใบคะแนนปีงบประมาณ {fiscal_year}")
        context = {
            "board": board,
            "year": fiscal_year,
            "next_year": fiscal_year + 1,
            "next_exists": has_scorecard_version(fiscal_year + 1),
            "may_plan": is_planner(request.user),
        }
        return render(request, "kpis/round.html", context)


class PlannerActView(View):
    """An act of the planning division on the scorecard of a year."""

    http_method_names = ["post"]

    def act(self, request: PortalRequest, fiscal_year: int, round: Round) -> HttpResponse:
        scorecards = Scorecard.objects.visible_to(request.user)
        scorecard = get_object_or_404(scorecards, fiscal_year=fiscal_year)
        try:
            done = self.take(request, scorecard, round)
        except NotAllowed as error:
            raise PermissionDenied(error.message) from error
        except RuleViolation as error:
            messages.error(request, error.message)
        else:
            messages.success(request, done)
        return redirect("kpis:round", fiscal_year, round)

    def take(self, request: PortalRequest, scorecard: Scorecard, round: Round) -> str:
        """What was done, in words."""
        raise NotImplementedError


class OpenView(PlannerActView):
    def post(self, request: PortalRequest, fiscal_year: int) -> HttpResponse:
        return self.act(request, fiscal_year, Round.SIX_MONTHS)

    def take(self, request: PortalRequest, scorecard: Scorecard, round: Round) -> str:
        services.scorecard_open(actor=request.user, scorecard=scorecard)
        return f"เปิดใบคะแนนปีงบประมาณ {scorecard.fiscal_year} ให้บันทึกผลแล้ว"


class FreezeView(PlannerActView):
    def post(self, request: PortalRequest, fiscal_year: int, round: str) -> HttpResponse:
        return self.act(request, fiscal_year, _round(round))

    def take(self, request: PortalRequest, scorecard: Scorecard, round: Round) -> str:
        frozen = services.round_freeze(actor=request.user, scorecard=scorecard, round=round)
        done = f"ปิดผนึกผล{round.label}แล้ว {len(frozen.results)} ตัวชี้วัด"
        if not frozen.waiting:
            return f"{done} ครบทุกตัวชี้วัดของรอบ"
        numbers = ", ".join(str(number) for number in frozen.waiting)
        return f"{done} ยังไม่อนุมัติ: ตัวชี้วัดที่ {numbers}"


def _round(code: str) -> Round:
    if code not in Round.values:
        raise Http404("ไม่มีรอบนี้")
    return Round(code)
