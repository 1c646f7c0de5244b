"""My day, the calendar, the visits to an institution, and planning one."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views import View

from coops.models import Institution
from cpd_portal.core.choices import Role
from cpd_portal.core.exceptions import InvalidInput, RuleViolation
from cpd_portal.core.request import PortalRequest
from cpd_portal.core.scoping import ScopedViewMixin
from cpd_portal.thai.fiscal import fiscal_year_of
from inspection.forms.visits import CalendarForm, PlanForm
from inspection.selectors.visits import (
    by_month,
    calendar_rows,
    inspectors_for,
    my_day,
    visits_of,
)
from inspection.services.guards import plans_for
from inspection.services.visits import VisitValues, visit_plan

PER_PAGE = 50


class IndexView(View):
    """To what the person does most here."""

    def get(self, request: PortalRequest) -> HttpResponse:
        is_inspector = request.user.has_role(Role.INSPECTOR)
        return redirect("inspection:my-day" if is_inspector else "inspection:defects")


class MyDayView(View):
    """The visits of the person who looks; everybody may look at the own ones."""

    def get(self, request: PortalRequest) -> HttpResponse:
        today = timezone.localdate()
        context = {
            "day": my_day(request.user, today),
            "today": today,
            "is_inspector": request.user.has_role(Role.INSPECTOR),
        }
        return render(request, "inspection/my_day.html", context)


class CalendarView(View):
    def get(self, request: PortalRequest) -> HttpResponse:
        data = request.GET.copy()
        if request.work.office:
            data["office"] = request.work.office.code
        offices = [request.work.office] if request.work.office else request.work.offices
        today = timezone.localdate()
        form = CalendarForm(data, offices=offices, this_year=fiscal_year_of(today))
        fiscal_year, office, state = form.chosen()
        rows = calendar_rows(request.user, office, fiscal_year, state)
        page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
        context = {
            "form": form,
            "fiscal_year": fiscal_year,
            "office": office,
            "page": page,
            "months": by_month(list(page.object_list)),
            "today": today,
        }
        return render(request, "inspection/calendar.html", context)


class InstitutionVisitsView(ScopedViewMixin, View):
    model = Institution

    def get(self, request: PortalRequest, registration_no: str) -> HttpResponse:
        rows = self.get_queryset().select_related("office")
        institution = get_object_or_404(rows, registration_no=registration_no)
        context = {
            "institution": institution,
            "visits": visits_of(request.user, institution),
            "may_plan": plans_for(request.user, institution.office),
            "today": timezone.localdate(),
        }
        return render(request, "inspection/institution_visits.html", context)


class PlanView(ScopedViewMixin, View):
    """One visit beside the yearly plan."""

    model = Institution
    request: PortalRequest

    def get(self, request: PortalRequest, registration_no: str) -> HttpResponse:
        institution = self._institution(registration_no)
        people = inspectors_for(institution, timezone.localdate())
        return self._page(institution, PlanForm(people=people))

    def post(self, request: PortalRequest, registration_no: str) -> HttpResponse:
        institution = self._institution(registration_no)
        form = PlanForm(request.POST, people=inspectors_for(institution, timezone.localdate()))
        if not form.is_valid():
            return self._page(institution, form, status=422)
        values = VisitValues(
            id=form.cleaned_data["id"],
            institution=institution,
            planned_on=form.cleaned_data["planned_on"],
            inspectors=form.team(),
        )
        try:
            visit = visit_plan(actor=request.user, values=values)
        except InvalidInput as error:
            form.add_problems(
                [("/leader" if at == "/inspectors" else at, told) for at, told in error.errors]
            )
            return self._page(institution, form, status=422)
        except RuleViolation as error:
            form.add_error(None, error.message)
            return self._page(institution, form, status=409)
        messages.success(request, f"วางแผนตรวจ{institution.name}แล้ว")
        return redirect("inspection:visit", visit.pk)

    def _institution(self, registration_no: str) -> Institution:
        rows = self.get_queryset().select_related("office")
        institution: Institution = get_object_or_404(rows, registration_no=registration_no)
        if not plans_for(self.request.user, institution.office):
            raise PermissionDenied(f"วางแผนตรวจได้เฉพาะเจ้าหน้าที่และหัวหน้าของ{institution.office.name}")
        return institution

    def _page(self, institution: Institution, form: PlanForm, status: int = 200) -> HttpResponse:
        context = {"institution": institution, "form": form}
        return render(self.request, "inspection/visit_plan.html", context, status=status)
