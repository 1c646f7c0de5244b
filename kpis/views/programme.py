"""The programme cooperatives of KPI 7."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect

from cpd_portal.core.exceptions import InvalidInput, RuleViolation, StaleObject
from cpd_portal.core.request import PortalRequest
from kpis.forms.programme import JoinForm, MemberForm
from kpis.models import Kpi, ProgrammeMember
from kpis.selectors.programme import MEMBER_RELATED, collection_years, programme_of
from kpis.services.programme import member_join, member_save
from kpis.views.kpi_page import KpiPageView, require_facet


class ProgrammeView(KpiPageView):
    """The list; POST lets a further cooperative join."""

    template = "kpis/programme.html"
    facet = "programme"

    def get(self, request: PortalRequest, fiscal_year: int, number: int) -> HttpResponse:
        kpi = self.kpi(fiscal_year, number)
        require_facet(kpi, self.facet)
        return self._page(kpi, JoinForm(user=request.user))

    def post(self, request: PortalRequest, fiscal_year: int, number: int) -> HttpResponse:
        kpi = self.kpi(fiscal_year, number)
        require_facet(kpi, self.facet)
        self.require_enter(kpi)
        form = JoinForm(request.POST, user=request.user)
        if not form.is_valid():
            return self._page(kpi, form, status=422)
        institution = form.cleaned_data["institution"]
        try:
            member_join(actor=request.user, kpi=kpi, institution=institution)
        except RuleViolation as error:
            form.add_error("institution", error.message)
            return self._page(kpi, form, status=422)
        messages.success(request, f"เพิ่ม{institution.name}ในโครงการแล้ว")
        return redirect("kpis:programme", fiscal_year, number)

    def _page(self, kpi: Kpi, form: JoinForm, status: int = 200) -> HttpResponse:
        context = {"programme": programme_of(kpi), "form": form}
        return self.page(kpi, context, status=status)


class ProgrammeMemberView(KpiPageView):
    """What the owner enters of one cooperative."""

    template = "kpis/programme_member.html"
    facet = "programme"

    def get(self, request: PortalRequest, fiscal_year: int, number: int, pk: int) -> HttpResponse:
        kpi = self.kpi(fiscal_year, number)
        self.require_enter(kpi)
        member = self._member(kpi, pk)
        return self._page(kpi, member, self._form(kpi, member))

    def post(self, request: PortalRequest, fiscal_year: int, number: int, pk: int) -> HttpResponse:
        kpi = self.kpi(fiscal_year, number)
        self.require_enter(kpi)
        member = self._member(kpi, pk)
        form = self._form(kpi, member, request.POST)
        if not form.is_valid():
            return self._page(kpi, member, form, status=422)
        version = form.cleaned_data["version"]
        try:
            member_save(actor=request.user, member=member, version=version, entry=form.entry())
        except InvalidInput as error:
            form.add_problems(error.errors)
            return self._page(kpi, member, form, status=422)
        except StaleObject as error:
            form.add_error(None, error.message)
            return self._page(kpi, self._member(kpi, pk), form, status=409)
        messages.success(request, f"บันทึก{member.name}แล้ว")
        return redirect("kpis:programme", fiscal_year, number)

    def _member(self, kpi: Kpi, pk: int) -> ProgrammeMember:
        rows: Any = ProgrammeMember.objects.filter(kpi=kpi).select_related(*MEMBER_RELATED)
        found: ProgrammeMember = get_object_or_404(rows.prefetch_related("values"), pk=pk)
        return found

    def _form(self, kpi: Kpi, member: ProgrammeMember, data: Any = None) -> MemberForm:
        years = collection_years(kpi.scorecard.fiscal_year)
        return MemberForm(data, user=self.request.user, member=member, years=years)

    def _page(
        self, kpi: Kpi, member: ProgrammeMember, form: MemberForm, status: int = 200
    ) -> HttpResponse:
        return self.page(kpi, {"member": member, "form": form}, status=status)
