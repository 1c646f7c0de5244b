"""One KPI in one round: its result, papers, steps, appeal, and the evaluator's score."""

from collections.abc import Callable
from typing import Any

import structlog
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views import View

from cpd_portal.core import services as core
from cpd_portal.core.choices import Role
from cpd_portal.core.exceptions import (
    InvalidInput,
    NotAllowed,
    PortalError,
    RuleViolation,
    StaleObject,
)
from cpd_portal.core.models import Submission
from cpd_portal.core.request import PortalRequest
from kpis import services
from kpis.forms.results import (
    AppealForm,
    EvaluatorForm,
    EvidenceForm,
    PointedForm,
    ReasonForm,
    ResultForm,
)
from kpis.models import Evidence, KpiResult
from kpis.selectors.results import ResultPage, result_page
from kpis.services.guards import is_planner, may_enter

DONE = {
    "compute": "ระบบคำนวณผลและเก็บค่าที่ใช้คำนวณแล้ว",
    "submit": "ส่งผลให้หัวหน้าหน่วยงานตรวจทานแล้ว",
    "verify": "ตรวจทานแล้ว รอกองแผนงานอนุมัติ",
    "approve": "อนุมัติแล้ว ปิดผนึกรอบได้",
    "return": "ส่งกลับให้แก้แล้ว",
    "appeal": "เปิดให้แก้ไขตามอุทธรณ์แล้ว ผลเดิมที่ปิดผนึกยังอยู่",
}
_WAY: dict[str, Callable[..., Submission]] = {
    "submit": core.submission_submit,
    "verify": core.submission_verify,
    "approve": core.submission_approve,
}


class OneResultView(View):
    """Everybody signed in may look; the services decide who acts."""

    request: PortalRequest

    def page(self, fiscal_year: int, number: int, round: str) -> ResultPage:
        found = result_page(self.request.user, fiscal_year, number, round)
        if found is None:
            raise Http404(f"ไม่มีตัวชี้วัดที่ {number} หรือไม่มีรอบนี้ ในปีงบประมาณ {fiscal_year}")
        return found

    def shown(self, page: ResultPage, status: int = 200, **forms: PointedForm) -> HttpResponse:
        user, kpi = self.request.user, page.kpi
        entering, planner = may_enter(user, kpi), is_planner(user)
        state = page.state
        context = {
            "page": page,
            "kpi": kpi,
            "year": kpi.scorecard.fiscal_year,
            "form": forms.get("form") or _result_form(page),
            "evidence_form": forms.get("evidence_form") or EvidenceForm(prefix="evidence"),
            "evaluator_form": forms.get("evaluator_form") or _evaluator_form(page),
            "reason_form": ReasonForm(),
            "appeal_form": AppealForm(prefix="appeal"),
            "may_enter": entering and page.is_open,
            "may_verify": state == "submitted" and self._is_chief(page),
            "may_approve": state == "verified" and planner,
            "may_appeal": planner and page.is_frozen,
            "may_record_evaluator": planner,
        }
        return render(self.request, "kpis/result.html", context, status=status)

    def _is_chief(self, page: ResultPage) -> bool:
        return self.request.user.has_role(Role.CHIEF, at=page.kpi.owner)


def _result_form(page: ResultPage, data: Any = None) -> ResultForm:
    held = page.current.result if page.current else None
    return ResultForm(page.criterion, page.policy, held, data)


class ResultView(OneResultView):
    def get(
        self, request: PortalRequest, fiscal_year: int, number: int, round: str
    ) -> HttpResponse:
        return self.shown(self.page(fiscal_year, number, round))

    def post(
        self, request: PortalRequest, fiscal_year: int, number: int, round: str
    ) -> HttpResponse:
        page = self.page(fiscal_year, number, round)
        if not may_enter(request.user, page.kpi):
            raise PermissionDenied(
                f"บันทึกผลได้เฉพาะเจ้าหน้าที่และหัวหน้าของ{page.kpi.owner or 'หน่วยงานเจ้าของ'}"
            )
        form = _result_form(page, request.POST)
        if not form.is_valid():
            return self.shown(page, 422, form=form)
        try:
            services.result_save(
                actor=request.user,
                kpi=page.kpi,
                round=page.round,
                entry=form.entry(),
                version=form.cleaned_data["version"],
            )
        except InvalidInput as error:
            form.add_problems(error.errors)
            return self.shown(page, 422, form=form)
        except StaleObject as error:
            return self._conflict(fiscal_year, number, round, form, error.message)
        except RuleViolation as error:
            form.add_error(None, error.message)
            return self.shown(page, 409, form=form)
        messages.success(request, f"บันทึกผลตัวชี้วัดที่ {number} {page.round.label}แล้ว")
        return redirect("kpis:result", fiscal_year, number, round)

    def _conflict(
        self, fiscal_year: int, number: int, round: str, form: ResultForm, message: str
    ) -> HttpResponse:
        """What was typed stays; beside it stands what is stored now, and saving again takes it."""
        page = self.page(fiscal_year, number, round)
        stored = page.current.words if page.current else "ยังไม่มีผล"
        typed = QueryDict(mutable=True)
        typed.update(self.request.POST)
        typed["version"] = str(page.version)
        form.data = typed
        form.add_error(None, f"{message} ค่าที่บันทึกอยู่ขณะนี้คือ {stored}")
        return self.shown(page, 409, form=form)


class ResultStepView(OneResultView):
    """One step of the way; the services decide who may take it."""

    http_method_names = ["post"]

    def post(
        self, request: PortalRequest, fiscal_year: int, number: int, round: str, step: str
    ) -> HttpResponse:
        if step not in DONE:
            raise Http404
        page = self.page(fiscal_year, number, round)
        try:
            self._take(page, step)
        except NotAllowed as error:
            raise PermissionDenied(error.message) from error
        except PortalError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, DONE[step])
        return redirect("kpis:result", fiscal_year, number, round)

    def _take(self, page: ResultPage, step: str) -> None:
        actor, posted = self.request.user, self.request.POST
        if step == "compute":
            services.result_compute(
                actor=actor, kpi=page.kpi, round=page.round, version=page.version
            )
            return
        result = _entered(page)
        if step in _WAY:
            _WAY[step](actor=actor, submission=result.submission)
        elif step == "return":
            reason = _said(ReasonForm(posted))["reason"]
            core.submission_return(actor=actor, submission=result.submission, reason=reason)
        else:
            said = _said(AppealForm(posted, prefix="appeal"))
            services.result_appeal(actor=actor, result=result, **said)


class EvidenceAddView(OneResultView):
    http_method_names = ["post"]

    def post(
        self, request: PortalRequest, fiscal_year: int, number: int, round: str
    ) -> HttpResponse:
        page = self.page(fiscal_year, number, round)
        if not may_enter(request.user, page.kpi):
            raise PermissionDenied("แนบหลักฐานได้เฉพาะหน่วยงานเจ้าของตัวชี้วัด")
        form = EvidenceForm(request.POST, request.FILES, prefix="evidence")
        if not form.is_valid():
            return self.shown(page, 422, evidence_form=form)
        try:
            services.evidence_add(
                actor=request.user,
                result=_entered(page),
                title=form.cleaned_data["title"],
                upload=form.cleaned_data["file"],
            )
        except RuleViolation as error:
            form.add_error("file", error.message)
            return self.shown(page, 422, evidence_form=form)
        messages.success(request, "แนบหลักฐานแล้ว")
        return redirect("kpis:result", fiscal_year, number, round)


class EvidenceView(View):
    """The file as a download, logged."""

    def get(self, request: PortalRequest, pk: int) -> HttpResponse:
        evidence = _evidence(request, pk)
        request_id = str(structlog.contextvars.get_contextvars().get("request_id", ""))
        try:
            content = services.evidence_taken(
                actor=request.user, evidence=evidence, request_id=request_id
            )
        except RuleViolation as error:
            raise Http404(error.message) from error
        headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-store"}
        response = HttpResponse(content, content_type=evidence.file_type, headers=headers)
        named = content_disposition_header(True, evidence.file_name)
        response["Content-Disposition"] = named or "attachment"
        return response


class EvidenceRemoveView(View):
    http_method_names = ["post"]

    def post(self, request: PortalRequest, pk: int) -> HttpResponse:
        evidence = _evidence(request, pk)
        try:
            services.evidence_remove(actor=request.user, evidence=evidence)
        except NotAllowed as error:
            raise PermissionDenied(error.message) from error
        except RuleViolation as error:
            messages.error(request, error.message)
        else:
            messages.success(request, "นำหลักฐานออกแล้ว")
        return redirect(evidence.result)


class EvaluatorView(OneResultView):
    http_method_names = ["post"]

    def post(
        self, request: PortalRequest, fiscal_year: int, number: int, round: str
    ) -> HttpResponse:
        page = self.page(fiscal_year, number, round)
        if not is_planner(request.user):
            raise PermissionDenied("บันทึกคะแนนของผู้ประเมินได้เฉพาะกองแผนงาน")
        form = EvaluatorForm(request.POST, prefix="evaluator")
        if not form.is_valid():
            return self.shown(page, 422, evaluator_form=form)
        try:
            services.evaluator_score_record(
                actor=request.user,
                kpi=page.kpi,
                round=page.round,
                letter=form.letter(),
                version=form.cleaned_data["evaluator_version"],
            )
        except InvalidInput as error:
            form.add_problems(error.errors)
            return self.shown(page, 422, evaluator_form=form)
        except StaleObject as error:
            form.add_error(None, error.message)
            return self.shown(self.page(fiscal_year, number, round), 409, evaluator_form=form)
        messages.success(request, "บันทึกคะแนนของผู้ประเมินแล้ว คะแนนของเราไม่เปลี่ยน")
        return redirect("kpis:result", fiscal_year, number, round)


def _entered(page: ResultPage) -> KpiResult:
    if page.current is None:
        raise RuleViolation("ยังไม่ได้บันทึกผล ให้บันทึกผลก่อน")
    return page.current.result


def _said(form: ReasonForm) -> dict[str, Any]:
    if not form.is_valid():
        raise RuleViolation(" ".join(str(error) for error in form.errors["reason"]))
    return form.cleaned_data


def _evaluator_form(page: ResultPage) -> EvaluatorForm:
    held = page.evaluator
    names = ("score", "agency", "letter_no", "letter_on", "note")
    initial = {name: getattr(held, name) for name in names} if held else {}
    version = held.version if held else 0
    return EvaluatorForm(prefix="evaluator", initial={**initial, "evaluator_version": version})


def _evidence(request: PortalRequest, pk: int) -> Evidence:
    related = ("result__kpi__scorecard", "result__kpi__owner")
    rows = Evidence.objects.visible_to(request.user).select_related(*related)
    found: Evidence = get_object_or_404(rows, pk=pk)
    return found
