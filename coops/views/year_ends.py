"""Institutions whose year-end changed: the list for decision, and one decision."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views import View

from coops.forms.year_end import YearEndForm
from coops.models import Institution, YearEndDecision
from coops.selectors.year_ends import year_end_cases, year_ends_of
from coops.services import year_end_decide
from coops.views.institution import chosen_year
from coops.views.year_facts import AccountingYearView
from cpd_portal.core.choices import Role
from cpd_portal.core.exceptions import InvalidInput, RuleViolation, StaleObject
from cpd_portal.core.request import PortalRequest


class YearEndListView(View):
    """Of everything in the person's reach; `?year=`, or the year of the context switch."""

    def get(self, request: PortalRequest) -> HttpResponse:
        year = chosen_year(request)
        context = {"cases": year_end_cases(request.user, year), "fiscal_year": year}
        return render(request, "coops/year_ends.html", context)


class YearEndView(AccountingYearView):
    """Everybody in scope may look, the chief of the office decides."""

    def get(self, request: PortalRequest, registration_no: str, fiscal_year: int) -> HttpResponse:
        institution = self.institution(registration_no)
        return self._page(institution, fiscal_year, self._form(institution, fiscal_year))

    def post(self, request: PortalRequest, registration_no: str, fiscal_year: int) -> HttpResponse:
        institution = self.institution(registration_no)
        if not _may_decide(request, institution):
            raise PermissionDenied(f"บันทึกได้เฉพาะหัวหน้าของ{institution.office.name}")
        form = self._form(institution, fiscal_year, request.POST)
        if not form.is_valid():
            return self._page(institution, fiscal_year, form, status=422)
        try:
            year_end_decide(
                actor=request.user,
                institution=institution,
                fiscal_year=fiscal_year,
                **form.cleaned_data,
            )
        except InvalidInput as error:
            form.add_problems(error.errors)
            return self._page(institution, fiscal_year, form, status=422)
        except (RuleViolation, StaleObject) as error:
            form.add_error(None, error.message)
            return self._page(institution, fiscal_year, form, status=409)
        messages.success(request, f"บันทึกปีบัญชีที่ใช้ในปีงบประมาณ {fiscal_year} แล้ว")
        return redirect("coops:statement", registration_no, fiscal_year)

    def _form(self, institution: Institution, fiscal_year: int, data: Any = None) -> YearEndForm:
        ends = year_ends_of(institution, fiscal_year)
        if len(ends.found) == 1:
            raise Http404("ปีงบประมาณนี้มีปีบัญชีเดียว")
        decision = YearEndDecision.objects.filter(
            institution=institution, fiscal_year=fiscal_year
        ).first()
        return YearEndForm(data, ends=ends, decision=decision)

    def _page(
        self, institution: Institution, fiscal_year: int, form: YearEndForm, status: int = 200
    ) -> HttpResponse:
        context = self.context(institution, fiscal_year, form.ends)
        context |= {"form": form, "may_decide": _may_decide(self.request, institution)}
        return render(self.request, "coops/year_end.html", context, status=status)


def _may_decide(request: PortalRequest, institution: Institution) -> bool:
    return request.user.has_role(Role.CHIEF, at=institution.office)
