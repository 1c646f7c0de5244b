"""The action plan of a KPI: the picture, and one activity with its tick and papers."""

from io import BytesIO
from typing import Any
from uuid import UUID

import structlog
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views import View

from cpd_portal.core.exceptions import InvalidInput, NotAllowed, PortalError, RuleViolation
from cpd_portal.core.request import PortalRequest
from cpd_portal.core.scoping import ScopedViewMixin
from cpd_portal.thai.calendar import MONTHS_SHORT
from kpis.forms.plan import EvidenceForm, ProblemsForm, TickForm, UntickForm
from kpis.models import ActionStep, Kpi, StepEvidence
from kpis.rules.plan import FISCAL_MONTHS
from kpis.selectors.plan import StepLine, plan_of, step_line
from kpis.services import plan as services
from kpis.views.kpi_page import KpiPageView, require_facet


class PlanView(KpiPageView):
    template = "kpis/plan.html"
    facet = "plan"

    def get(self, request: PortalRequest, fiscal_year: int, number: int) -> HttpResponse:
        kpi = self.kpi(fiscal_year, number)
        require_facet(kpi, self.facet)
        context = {
            "plan": plan_of(kpi, timezone.localdate()),
            "months": [MONTHS_SHORT[month - 1] for month in FISCAL_MONTHS],
        }
        return self.page(kpi, context)


class StepPageView(KpiPageView):
    template = "kpis/step.html"
    facet = "plan"

    def step(self, kpi: Kpi, pk: int) -> StepLine:
        rows: Any = ActionStep.objects.filter(kpi=kpi).select_related("tick__ticked_by")
        step: ActionStep = get_object_or_404(rows, pk=pk)
        papers = list(StepEvidence.objects.filter(step=step).select_related("uploaded_by"))
        return step_line(step, kpi.scorecard.fiscal_year, papers, timezone.localdate())

    def step_page(
        self, kpi: Kpi, line: StepLine, status: int = 200, **forms: ProblemsForm
    ) -> HttpResponse:
        version = line.tick.version if line.tick else 0
        initial: dict[str, Any] = {"version": version, "done_on": None, "note": ""}
        if line.tick:
            initial |= {"done_on": line.tick.done_on, "note": line.tick.note}
        context = {
            "line": line,
            "tick": TickForm(initial=initial),
            "untick": UntickForm(initial={"version": version}),
            "evidence": EvidenceForm(),
            **forms,
        }
        return self.page(kpi, context, status=status)


class StepView(StepPageView):
    def get(self, request: PortalRequest, fiscal_year: int, number: int, pk: int) -> HttpResponse:
        kpi = self.kpi(fiscal_year, number)
        return self.step_page(kpi, self.step(kpi, pk))


class StepActView(StepPageView):
    """POST of one form of the activity's page."""

    http_method_names = ["post"]
    form_name: str
    done: str

    def form(self) -> ProblemsForm:
        raise NotImplementedError

    def act(self, line: StepLine, given: dict[str, Any]) -> None:
        raise NotImplementedError

    def post(self, request: PortalRequest, fiscal_year: int, number: int, pk: int) -> HttpResponse:
        kpi = self.kpi(fiscal_year, number)
        line = self.step(kpi, pk)
        self.require_enter(kpi)
        form = self.form()
        if not form.is_valid():
            return self.step_page(kpi, line, status=422, **{self.form_name: form})
        try:
            self.act(line, form.cleaned_data)
        except InvalidInput as error:
            form.add_problems(error.errors)
            return self.step_page(kpi, line, status=422, **{self.form_name: form})
        except PortalError as error:
            form.add_error(None, error.message)
            return self.step_page(kpi, self.step(kpi, pk), status=409, **{self.form_name: form})
        messages.success(request, self.done)
        return redirect("kpis:step", fiscal_year, number, pk)


class StepTickView(StepActView):
    form_name = "tick"
    done = "บันทึกว่ากิจกรรมแล้วเสร็จแล้ว"

    def form(self) -> ProblemsForm:
        return TickForm(self.request.POST)

    def act(self, line: StepLine, given: dict[str, Any]) -> None:
        services.step_tick(
            actor=self.request.user, step=line.step, today=timezone.localdate(), **given
        )


class StepUntickView(StepActView):
    form_name = "untick"
    done = "ยกเลิกว่าแล้วเสร็จแล้ว เหตุผลอยู่ในประวัติ"

    def form(self) -> ProblemsForm:
        return UntickForm(self.request.POST)

    def act(self, line: StepLine, given: dict[str, Any]) -> None:
        services.step_untick(actor=self.request.user, step=line.step, **given)


class StepEvidenceAddView(StepActView):
    form_name = "evidence"
    done = "แนบหลักฐานแล้ว"

    def form(self) -> ProblemsForm:
        return EvidenceForm(self.request.POST, self.request.FILES)

    def act(self, line: StepLine, given: dict[str, Any]) -> None:
        services.step_evidence_add(
            actor=self.request.user, step=line.step, title=given["title"], upload=given["file"]
        )


class StepEvidenceView(ScopedViewMixin, View):
    """GET gives the paper as a download, each one logged; POST takes it back."""

    model = StepEvidence
    request: PortalRequest
    http_method_names = ["get", "post"]

    def evidence(self, pk: UUID) -> StepEvidence:
        rows: Any = self.get_queryset().select_related("step__kpi__scorecard")
        found: StepEvidence = get_object_or_404(rows, pk=pk)
        return found

    def get(self, request: PortalRequest, pk: UUID) -> FileResponse:
        evidence = self.evidence(pk)
        request_id = structlog.contextvars.get_contextvars().get("request_id", "")
        try:
            content = services.step_evidence_take(
                actor=request.user, evidence=evidence, request_id=str(request_id)
            )
        except RuleViolation as error:
            raise Http404(error.message) from error
        response = FileResponse(
            BytesIO(content),
            as_attachment=True,
            filename=evidence.file_name,
            content_type=evidence.file_type,
        )
        response["X-Content-Type-Options"] = "nosniff"
        response["Cache-Control"] = "private, no-store"
        return response

    def post(self, request: PortalRequest, pk: UUID) -> HttpResponse:
        evidence = self.evidence(pk)
        try:
            services.step_evidence_remove(actor=request.user, evidence=evidence)
        except NotAllowed as error:
            raise PermissionDenied(error.message) from error
        messages.success(request, "นำหลักฐานออกแล้ว ประวัติยังอยู่")
        kpi = evidence.step.kpi
        return redirect("kpis:step", kpi.scorecard.fiscal_year, kpi.number, evidence.step_id)
