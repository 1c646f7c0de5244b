"""General meetings and statements due: the list, and letters to many at once."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views import View

from coops.forms.duties import DutyDayForm, DutyForm, LettersForm
from coops.models import Institution
from coops.reports.duties import DutiesDue
from coops.selectors.desk import may_enter
from coops.selectors.duties import (
    FACTS,
    DutyChoice,
    DutyShow,
    duties_of,
    duty_counts,
    duty_lines,
    duty_rules,
)
from coops.services.letters import letters_make
from coops.services.year_facts import facts_save
from coops.views.desk import ENTRY_ROLES
from cpd_portal.core.documents.choices import Format
from cpd_portal.core.exceptions import InvalidInput, PortalError, RuleViolation
from cpd_portal.core.models import OrgUnit
from cpd_portal.core.request import PortalRequest
from cpd_portal.core.scoping import RoleRequiredMixin, ScopedViewMixin
from cpd_portal.thai.formatting import format_number

PER_PAGE = 50


class DutyListView(View):
    """Everybody in scope may look; the office makes letters and records days."""

    def get(self, request: PortalRequest) -> HttpResponse:
        form, choice = _asked(request)
        rules = duty_rules(choice.duty, choice.fiscal_year)
        rows = duties_of(request.user, choice, rules, form.order())
        counts = duty_counts(rows, choice)
        page = Paginator(choice.narrow(rows), PER_PAGE).get_page(request.GET.get("page"))
        office = _office(request, choice)
        context = {
            "form": form,
            "choice": choice,
            "rules": list(rules.values()),
            "figures": [(show, counts[show.value]) for show in DutyShow],
            "links": _links(request),
            "page": page,
            "lines": duty_lines(page.object_list, choice, rules),
            "office": office,
            "may_enter": office is not None and may_enter(request.user, office),
            "report_url": _report_url(choice),
            "query": request.GET.urlencode(),
            "result": f"{format_number(page.paginator.count)} แห่ง",
        }
        return render(request, "coops/duties.html", context)


class DutyLettersView(RoleRequiredMixin, View):
    """The filter stands in the address, the ticked ones in the form."""

    required_roles = ENTRY_ROLES
    http_method_names = ["post"]

    def post(self, request: PortalRequest, office: str) -> HttpResponse:
        unit = get_object_or_404(OrgUnit.objects.visible_to(request.user).offices(), code=office)
        if not may_enter(request.user, unit):
            raise PermissionDenied(f"จัดทำหนังสือได้เฉพาะเจ้าหน้าที่และหัวหน้าของ{unit.name}")
        _, choice = _asked(request)
        form = LettersForm(request.POST)
        try:
            if not form.is_valid():
                raise RuleViolation("เลือกแห่งและรูปแบบแฟ้มใหม่")
            batch, _ = letters_make(
                actor=request.user,
                office=unit,
                choice=choice,
                institutions=form.chosen(),
                file_format=Format(form.cleaned_data["format"]),
            )
        except RuleViolation as error:
            messages.error(request, error.message)
            return redirect(f"{reverse('coops:duties')}?{request.GET.urlencode()}")
        count = batch.letters.count()
        messages.success(request, f"จัดทำหนังสือ {format_number(count)} ฉบับแล้ว แฟ้มอยู่ในรายการด้านล่าง")
        return redirect("reports:list")


class DutyDayView(ScopedViewMixin, View):
    """Records the day of a meeting or of finished statements from the list; the facts' own
    service decides."""

    model = Institution
    required_roles = ENTRY_ROLES
    http_method_names = ["post"]
    request: PortalRequest

    def post(self, request: PortalRequest, registration_no: str, fiscal_year: int) -> HttpResponse:
        institution = get_object_or_404(
            self.get_queryset().select_related("office"), registration_no=registration_no
        )
        if not may_enter(request.user, institution.office):
            raise PermissionDenied(f"บันทึกได้เฉพาะเจ้าหน้าที่และหัวหน้าของ{institution.office.name}")
        _, choice = _asked(request)
        try:
            self._save(institution, fiscal_year, choice)
        except InvalidInput as error:
            messages.error(request, f"{institution.name}: {error.errors[0][1]}")
        except PortalError as error:
            messages.error(request, f"{institution.name}: {error.message}")
        else:
            messages.success(request, f"บันทึกวันที่ทำของ{institution.name}แล้ว")
        return redirect(f"{reverse('coops:duties')}?{request.GET.urlencode()}")

    def _save(self, institution: Institution, fiscal_year: int, choice: DutyChoice) -> None:
        form = DutyDayForm(self.request.POST)
        if not form.is_valid():
            told = [str(error) for errors in form.errors.values() for error in errors]
            raise RuleViolation(" ".join(told))
        facts_save(
            actor=self.request.user,
            institution=institution,
            fiscal_year=fiscal_year,
            version=form.cleaned_data["version"],
            changes={FACTS[choice.duty]: form.cleaned_data["day"]},
        )


def _asked(request: PortalRequest) -> tuple[DutyForm, DutyChoice]:
    """The office of the masthead goes before that of the filter."""
    work = request.work
    offices = [work.office] if work.office else work.offices
    data = request.GET.copy()
    if work.office:
        data["office"] = work.office.code
    form = DutyForm(data, offices=offices)
    return form, form.chosen(work.fiscal_year, timezone.localdate())


def _office(request: PortalRequest, choice: DutyChoice) -> OrgUnit | None:
    """The one office that the list shows, if it is one."""
    units = [unit for unit in request.work.offices if unit.code == choice.office]
    return next(iter(units), None)


def _links(request: PortalRequest) -> str:
    """The filters without what the figures above the list set."""
    kept = request.GET.copy()
    for name in ("show", "page"):
        kept.pop(name, None)
    return kept.urlencode()


def _report_url(choice: DutyChoice) -> str:
    params: dict[str, Any] = {
        "fiscal_year": choice.fiscal_year,
        "duty": choice.duty.value,
        "show": choice.show,
        "kind": choice.kind,
        "office": choice.office,
        "q": choice.q,
    }
    query = urlencode({name: value for name, value in params.items() if value})
    return f"{reverse('reports:request', args=[DutiesDue.identifier])}?{query}"
