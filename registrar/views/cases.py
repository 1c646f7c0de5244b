"""My queue, the register of cases, a new case, the referral of a defect, the national overview."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views import View

from coops.models import Institution
from cpd_portal.core.counted_paginator import CountedPaginator
from cpd_portal.core.exceptions import InvalidInput, NotAllowed, RuleViolation
from cpd_portal.core.models import OrgUnit
from cpd_portal.core.request import PortalRequest
from cpd_portal.core.saved_filters.selectors import saved_filters
from cpd_portal.core.scoping import RoleRequiredMixin
from cpd_portal.thai.fiscal import fiscal_year_of
from cpd_portal.thai.formatting import format_number
from inspection.models import Defect
from registrar.case_types import case_types
from registrar.choices import Conduct, Origin
from registrar.forms.cases import REGISTER, CaseForm, OverviewForm, ReferralForm, RegisterForm
from registrar.imports.cases import CASES_IMPORT, NATIONAL_CASES_IMPORT
from registrar.models import Case, CaseDefect
from registrar.rules.masking import masked
from registrar.selectors.case_lists import cases_of, lines_of, queue, with_names
from registrar.selectors.case_overview import overview
from registrar.selectors.case_page import names_of
from registrar.selectors.case_roles import WORKERS, works_at
from registrar.selectors.orders import orders_waiting
from registrar.services.cases import CaseValues, case_open

PER_PAGE = 50
REFERRAL = "defect-referral"


class IndexView(View):
    """What waits for the person, in the chosen office."""

    def get(self, request: PortalRequest) -> HttpResponse:
        today = timezone.localdate()
        shown = queue(request.user, request.work.office, today)
        context = {
            "queue": shown,
            "orders": orders_waiting(request.user, today),
            "may_open": request.user.has_role(*WORKERS),
        }
        return render(request, "registrar/queue.html", context)


class CaseListView(View):
    """Everybody in scope may look; names of persons do not stand here."""

    def get(self, request: PortalRequest) -> HttpResponse:
        office = request.work.office
        asked = {"office": office.code if office else "", **request.GET.dict()}
        types, _ = case_types()
        form = RegisterForm(asked, offices=request.work.offices, types=types.types)
        today = timezone.localdate()
        choice = form.chosen(today)
        if "office" in form.errors:
            raise Http404("ไม่มีหน่วยงานนี้ในขอบเขตของบัญชี")
        rows = with_names(cases_of(request.user, choice))
        page = CountedPaginator(rows, PER_PAGE, count=rows.count()).get_page(
            request.GET.get("page")
        )
        context = {
            "form": form,
            "page": page,
            "lines": lines_of(page.object_list, today),
            "saved": saved_filters(request.user, REGISTER, form),
            "result": f"{format_number(page.paginator.count)} สำนวน",
            "may_open": request.user.has_role(*WORKERS),
            "imports": [
                (form, unit)
                for form in (CASES_IMPORT, NATIONAL_CASES_IMPORT)
                if (unit := form.unit_for(request.user))
            ],
        }
        return render(request, "registrar/cases.html", context)


class CaseOverviewView(View):
    """Of the fiscal year that runs, unless another is asked for: cases have no rounds."""

    def get(self, request: PortalRequest) -> HttpResponse:
        today, office = timezone.localdate(), request.work.office
        form = OverviewForm(request.GET, this_year=fiscal_year_of(today))
        year = form.chosen()
        shown = overview(request.user, office, year, today)
        context = {"overview": shown, "fiscal_year": year, "office": office, "form": form}
        return render(request, "registrar/overview.html", context)


class CaseNewView(RoleRequiredMixin, View):
    """An application, or the registrar's own motion."""

    required_roles = WORKERS
    request: PortalRequest

    def get(self, request: PortalRequest) -> HttpResponse:
        initial = {
            "received_on": timezone.localdate(),
            "registration_no": request.GET.get("institution", ""),
            "type_code": request.GET.get("type", ""),
        }
        return self._page(self._form(initial=initial))

    def post(self, request: PortalRequest) -> HttpResponse:
        form = self._form(request.POST)
        if not form.is_valid():
            return self._page(form, status=422)
        given = form.cleaned_data
        institution = self._institution(given["registration_no"])
        office = institution.office if institution else self._own_office()
        if office is None or (given["registration_no"] and institution is None):
            form.add_error("registration_no", "ไม่พบเลขทะเบียนนี้ในขอบเขตที่บัญชีนี้ดูได้")
            return self._page(form, status=422)
        values = values_of(form, office, institution, given["type_code"])
        made = opened(request, form, replace(values, applicant=given["applicant"]))
        return redirect("registrar:case", made.pk) if made else self._page(form, status=422)

    def _form(self, data: Any = None, **options: Any) -> CaseForm:
        types, _ = case_types()
        offered = [row for row in types.types if row.origin != Origin.REFERRAL]
        return CaseForm(data, types=offered, **options)

    def _institution(self, number: str) -> Institution | None:
        rows = Institution.objects.visible_to(self.request.user).select_related("office", "type")
        return rows.filter(registration_no=number.strip()).first() if number.strip() else None

    def _own_office(self) -> OrgUnit | None:
        """Of an institution that is not registered yet: the office that the page works in."""
        return self.request.work.office

    def _page(self, form: CaseForm, status: int = 200) -> HttpResponse:
        context = {"form": form, "office": self._own_office()}
        return render(self.request, "registrar/case_new.html", context, status=status)


class ReferralView(View):
    """The cases of a defect, and a new one."""

    request: PortalRequest

    def get(self, request: PortalRequest, pk: UUID) -> HttpResponse:
        defect = self._defect(pk)
        initial = {
            "title": defect.title,
            "facts": defect.facts,
            "clause": defect.clause,
            "amount": defect.amount,
            "received_on": timezone.localdate(),
        }
        return self._page(defect, ReferralForm(types=(), initial=initial))

    def post(self, request: PortalRequest, pk: UUID) -> HttpResponse:
        defect = self._defect(pk)
        if not works_at(request.user, defect.office):
            raise PermissionDenied(
                f"เปิดสำนวนได้เฉพาะผู้ปฏิบัติงานของ{defect.office.name} นิติกร และนายทะเบียน"
            )
        form = ReferralForm(request.POST, types=())
        if not form.is_valid():
            return self._page(defect, form, status=422)
        values = values_of(form, defect.office, defect.institution, REFERRAL)
        made = opened(request, form, replace(values, defects=[defect]))
        return redirect("registrar:case", made.pk) if made else self._page(defect, form, 422)

    def _defect(self, pk: UUID) -> Defect:
        rows = Defect.objects.visible_to(self.request.user)
        found: Defect = get_object_or_404(
            rows.select_related("institution__type", "office", "institution__office"), pk=pk
        )
        return found

    def _page(self, defect: Defect, form: ReferralForm, status: int = 200) -> HttpResponse:
        joined = CaseDefect.objects.visible_to(self.request.user).filter(defect=defect)
        links = list(joined.select_related("case__office"))
        is_open = any(link.case.state != "closed" for link in links)
        context = {
            "defect": defect,
            "title": masked(defect.title, names_of([link.case for link in links])),
            "cases": [link.case for link in links],
            "form": form,
            "may_open": works_at(self.request.user, defect.office)
            and defect.is_uncured
            and not is_open,
        }
        return render(self.request, "registrar/referral.html", context, status=status)


def values_of(
    form: CaseForm, office: OrgUnit, institution: Institution | None, type_code: str
) -> CaseValues:
    given = form.cleaned_data
    return CaseValues(
        type_code=type_code,
        office=office,
        institution=institution,
        title=given["title"],
        facts=given["facts"],
        clause=given["clause"],
        amount=given["amount"],
        conduct=[Conduct(code) for code in given["conduct"]],
        received_on=given["received_on"],
        document_no=given["document_no"],
        document_on=given["document_on"],
    )


def opened(request: PortalRequest, form: CaseForm, values: CaseValues) -> Case | None:
    """The case, or None with the problems at the form."""
    try:
        made = case_open(actor=request.user, values=values, today=timezone.localdate())
    except NotAllowed as error:
        raise PermissionDenied(error.message) from error
    except InvalidInput as error:
        form.add_problems([_of_form(problem) for problem in error.errors])
    except RuleViolation as error:
        form.add_error(None, error.message)
    else:
        messages.success(request, f"รับเรื่องแล้ว สำนวน {made.shown_number}")
        return made
    return None


def _of_form(problem: tuple[str, str]) -> tuple[str, str]:
    """The form names an institution by its registration number."""
    pointer, message = problem
    return ("/registration_no" if pointer == "/institution" else pointer), message
