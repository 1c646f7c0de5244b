"""The holiday calendar of a fiscal year, and proposing its next version."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views import View

from cpd_portal.core.exceptions import RuleViolation
from cpd_portal.core.figures.services import figures_propose_content
from cpd_portal.core.holidays.figures import HOLIDAYS, years
from cpd_portal.core.holidays.forms import HolidayChangeForm
from cpd_portal.core.holidays.selectors import HolidayYear, holiday_year
from cpd_portal.core.request import PortalRequest
from cpd_portal.core.scoping import RoleRequiredMixin
from cpd_portal.thai.fiscal import fiscal_year_of

MAY_NOT = "บัญชีนี้ไม่มีบทบาทที่เสนอวันหยุดราชการได้"


class HolidayIndexView(RoleRequiredMixin, View):
    def get(self, request: PortalRequest) -> HttpResponse:
        return redirect("holidays:year", fiscal_year_of(timezone.localdate()))


class HolidayYearView(RoleRequiredMixin, View):
    """Everybody reads; who proposes the set changes it here."""

    request: PortalRequest

    def get(self, request: PortalRequest, fiscal_year: int) -> HttpResponse:
        shown = self._year(fiscal_year)
        return self._page(shown, _form(shown))

    def post(self, request: PortalRequest, fiscal_year: int) -> HttpResponse:
        if not HOLIDAYS.may_propose(request.user):
            raise PermissionDenied(MAY_NOT)
        shown = self._year(fiscal_year)
        form = _form(shown, request.POST)
        if not form.is_valid():
            return self._page(shown, form, 422)
        try:
            proposal = figures_propose_content(
                actor=request.user,
                figures=HOLIDAYS,
                fiscal_year=fiscal_year,
                content=form.content(),
                source=form.cleaned_data["source"],
            )
        except RuleViolation as error:
            form.add_error(None, error.message)
            return self._page(shown, form, 422)
        messages.success(request, "เสนอแล้ว ต้องให้ผู้มีสิทธิ์อีกคนหนึ่งตรวจและลงนาม จึงจะใช้")
        return redirect("figures:version", proposal.pk)

    def _year(self, fiscal_year: int) -> HolidayYear:
        self.years = years()
        if fiscal_year not in self.years:
            raise Http404("ยังไม่มีปฏิทินวันหยุดของปีนี้")
        return holiday_year(fiscal_year)

    def _page(
        self, shown: HolidayYear, form: HolidayChangeForm, status: int = 200
    ) -> HttpResponse:
        context = {
            "shown": shown,
            "years": sorted(self.years, reverse=True),
            "form": form,
            "figures": HOLIDAYS,
            "may_propose": HOLIDAYS.may_propose(self.request.user),
        }
        return render(self.request, "holidays/year.html", context, status=status)


def _form(shown: HolidayYear, data: Any = None) -> HolidayChangeForm:
    held = [line.holiday for line in shown.lines]
    return HolidayChangeForm(data, fiscal_year=shown.fiscal_year, held=held)
