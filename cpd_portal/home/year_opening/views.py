"""Pages of the opening of a fiscal year: what differs, one button, and the way back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views import View

from cpd_portal.core.exceptions import RuleViolation
from cpd_portal.core.models import YearOpening
from cpd_portal.core.request import PortalRequest
from cpd_portal.core.scoping import RoleRequiredMixin
from cpd_portal.core.years.guards import ONLY_OPENERS, OPENERS, opens_years
from cpd_portal.home.year_opening.forms import OpeningForm, UndoForm
from cpd_portal.home.year_opening.selectors import YearPage, next_year, openings, year_page
from cpd_portal.home.year_opening.services import Opened, year_open, year_undo


class OpenersView(RoleRequiredMixin, View):
    """For the administrator and the planner of the department."""

    required_roles = OPENERS
    request: PortalRequest

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if request.user.is_authenticated and not opens_years(request.user):
            raise PermissionDenied(ONLY_OPENERS)
        return super().dispatch(request, *args, **kwargs)

    def shown(
        self,
        page: YearPage,
        form: OpeningForm | None = None,
        undo: UndoForm | None = None,
        status: int = 200,
    ) -> HttpResponse:
        context = {
            "page": page,
            "form": form or OpeningForm(facts=page.facts),
            "undo": undo or UndoForm(),
        }
        return render(self.request, "years/year.html", context, status=status)


class YearListView(OpenersView):
    def get(self, request: PortalRequest) -> HttpResponse:
        return render(request, "years/list.html", {"openings": openings(), "next": next_year()})


class YearView(OpenersView):
    """Before: what would be made and what differs. Meanwhile: what is done and what waits."""

    def get(self, request: PortalRequest, fiscal_year: int) -> HttpResponse:
        return self.shown(self._page(fiscal_year))

    def post(self, request: PortalRequest, fiscal_year: int) -> HttpResponse:
        page = self._page(fiscal_year)
        form = OpeningForm(request.POST, facts=page.facts)
        dates = {}
        if page.opening is None:
            if not form.is_valid():
                return self.shown(page, form, status=422)
            dates = form.dates()
        try:
            opened = year_open(actor=request.user, fiscal_year=fiscal_year, dates=dates)
        except RuleViolation as error:
            messages.error(request, error.message)
        else:
            self._tell(opened)
        return redirect("years:year", fiscal_year)

    def _page(self, fiscal_year: int) -> YearPage:
        page = year_page(fiscal_year)
        if page.opening is None and fiscal_year != next_year():
            raise Http404("ปีนี้ไม่ใช่ปีที่จะเปิด")
        return page

    def _tell(self, opened: Opened) -> None:
        year = opened.opening.fiscal_year
        if not opened.waiting:
            messages.success(self.request, f"เปิดปีงบประมาณ {year} ครบทุกส่วนแล้ว")
            return
        held = " · ".join(f"{row.title} ({row.reason})" for row in opened.waiting)
        messages.warning(self.request, f"เปิดปีงบประมาณ {year} แล้ว ยังเหลือ {held}")


class YearUndoView(OpenersView):
    http_method_names = ["post"]

    def post(self, request: PortalRequest, fiscal_year: int) -> HttpResponse:
        opening = get_object_or_404(
            YearOpening.objects.visible_to(request.user), fiscal_year=fiscal_year
        )
        form = UndoForm(request.POST)
        if not form.is_valid():
            return self.shown(year_page(fiscal_year), undo=form, status=422)
        try:
            year_undo(actor=request.user, opening=opening, reason=form.cleaned_data["reason"])
        except RuleViolation as error:
            messages.error(request, error.message)
            return redirect("years:year", fiscal_year)
        messages.success(request, f"ยกเลิกการเปิดปีงบประมาณ {fiscal_year} แล้ว สิ่งที่สร้างไว้ถูกถอนออกทั้งหมด")
        return redirect("years:list")
