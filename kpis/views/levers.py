"""Forecast of the year, trying values out, and what would bring the most points."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views import View

from cpd_portal.core.choices import Round
from cpd_portal.core.exceptions import InvalidInput, NotAllowed, RuleViolation
from cpd_portal.core.request import PortalRequest
from kpis import services
from kpis.forms.levers import ForecastForm, WhatIfForm
from kpis.models import Criterion, Kpi
from kpis.selectors.criteria import criteria_of
from kpis.selectors.forecast import forecast_lines, forecast_total
from kpis.selectors.levers import candidates_of, lever_lines
from kpis.selectors.reading import read_year
from kpis.services.forecasts import may_forecast


class LeversView(View):
    """Values in the address are tried out; nothing is stored."""

    def get(self, request: PortalRequest, fiscal_year: int) -> HttpResponse:
        reading = read_year(request.user, fiscal_year)
        if reading is None:
            raise Http404(f"ไม่มีใบคะแนนปีงบประมาณ {fiscal_year}")
        lines = forecast_lines(reading)
        form = WhatIfForm(lines, request.GET or None)
        values = form.values() if form.is_bound and form.is_valid() else {}
        context = {
            "year": fiscal_year,
            "lines": lines,
            "total": forecast_total(lines, reading.policy),
            "form": form,
            "tried": forecast_total(lines, reading.policy, values) if values else None,
            "tried_values": sorted(values.items()),
            "levers": lever_lines(lines, reading.policy),
            "policy": reading.policy,
        }
        return render(request, "kpis/levers.html", context)


class CandidatesView(View):
    """Which institutions, cooperatives or datasets would move one KPI."""

    def get(self, request: PortalRequest, fiscal_year: int, number: int) -> HttpResponse:
        found = candidates_of(request.user, fiscal_year, number, timezone.localdate())
        if found is None:
            raise Http404(f"ตัวชี้วัดที่ {number} ไม่มีรายชื่อที่ช่วยเพิ่มคะแนน")
        context = {"found": found, "kpi": found.kpi, "year": fiscal_year}
        return render(request, "kpis/candidates.html", context)


class ForecastView(View):
    """What a person expects of a KPI instead of the computed forecast."""

    request: PortalRequest

    def get(self, request: PortalRequest, fiscal_year: int, number: int) -> HttpResponse:
        kpi, criterion = self._kpi(fiscal_year, number)
        return self._page(kpi, ForecastForm(criterion))

    def post(self, request: PortalRequest, fiscal_year: int, number: int) -> HttpResponse:
        kpi, criterion = self._kpi(fiscal_year, number)
        if "clear" in request.POST:
            return self._cleared(kpi)
        form = ForecastForm(criterion, request.POST)
        if not form.is_valid():
            return self._page(kpi, form, 422)
        try:
            reason = form.cleaned_data["reason"]
            services.forecast_set(actor=request.user, kpi=kpi, value=form.raw(), reason=reason)
        except InvalidInput as error:
            for _, message in error.errors:
                form.add_error(None, message)
            return self._page(kpi, form, 422)
        messages.success(request, f"กำหนดค่าที่คาดของตัวชี้วัดที่ {number} แล้ว")
        return redirect("kpis:levers", fiscal_year)

    def _cleared(self, kpi: Kpi) -> HttpResponse:
        try:
            services.forecast_clear(actor=self.request.user, kpi=kpi)
        except NotAllowed as error:
            raise PermissionDenied(error.message) from error
        except RuleViolation as error:
            messages.error(self.request, error.message)
        else:
            messages.success(self.request, "ใช้ค่าที่ระบบคาดแล้ว")
        return redirect("kpis:levers", kpi.scorecard.fiscal_year)

    def _kpi(self, fiscal_year: int, number: int) -> tuple[Kpi, Criterion]:
        rows = Kpi.objects.visible_to(self.request.user).for_year(fiscal_year)
        related = rows.select_related("scorecard", "owner", "forecast_override")
        kpi: Kpi = get_object_or_404(related, number=number)
        if not may_forecast(self.request.user, kpi):
            raise PermissionDenied("กำหนดค่าที่คาดได้เฉพาะกองแผนงานและหน่วยงานเจ้าของตัวชี้วัด")
        criteria = criteria_of([kpi])
        return kpi, criteria[kpi.pk, Round.TWELVE_MONTHS]

    def _page(self, kpi: Kpi, form: ForecastForm, status: int = 200) -> HttpResponse:
        override = getattr(kpi, "forecast_override", None)
        context = {
            "kpi": kpi,
            "form": form,
            "override": override,
            "year": kpi.scorecard.fiscal_year,
        }
        return render(self.request, "kpis/forecast.html", context, status=status)
