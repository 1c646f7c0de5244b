"""The plan of an office: overview, quota, proposals by risk, approval, letters."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views import View

from coops.models import Institution
from cpd_portal.core.choices import Role
from cpd_portal.core.documents.choices import Format
from cpd_portal.core.exceptions import RuleViolation
from cpd_portal.core.models import OrgUnit
from cpd_portal.core.request import PortalRequest
from cpd_portal.core.scoping import RoleRequiredMixin
from cpd_portal.thai.fiscal import fiscal_year_of
from cpd_portal.thai.formatting import format_number
from inspection.choices import PlanState
from inspection.forms.notices import NoticesForm
from inspection.forms.plans import AddForm, QuotaForm, VersionForm
from inspection.models import InspectionPlan
from inspection.plan_weights import risk_weights
from inspection.rules.risk import proposed_quota
from inspection.selectors.notices import announceable
from inspection.selectors.plans import (
    YEARS,
    entries_of,
    overview,
    plan_of,
    progress_of,
    together,
)
from inspection.selectors.risk import risks_of
from inspection.services.guards import plans_for
from inspection.services.notices import notices_make
from inspection.services.plans import plan_add, plan_approve, plan_propose, plan_save
from inspection.views.steps import attempt, office_in_reach, take

PLANNERS = frozenset({Role.OFFICER, Role.CHIEF})
PER_PAGE = 50
FILL_IN = "กรอกข้อมูลให้ครบและถูกต้องก่อน"


class PlanOverviewView(View):
    """Every office in reach with its progress."""

    def get(self, request: PortalRequest) -> HttpResponse:
        today = timezone.localdate()
        year = _year(request.GET.get("year"), fiscal_year_of(today))
        rows = overview(request.user, year, today)
        context = {
            "rows": rows,
            "fiscal_year": year,
            "total": together(rows),
            "with_plan": sum(bool(row.state) for row in rows),
            "without": sum(not row.state for row in rows),
        }
        return render(request, "inspection/plans.html", context)


class PlanView(View):
    def get(self, request: PortalRequest, office: str, fiscal_year: int) -> HttpResponse:
        unit = office_in_reach(request, office)
        return plan_page(request, unit, fiscal_year)


class PlanSaveView(RoleRequiredMixin, View):
    required_roles = PLANNERS
    http_method_names = ["post"]

    def post(self, request: PortalRequest, office: str, fiscal_year: int) -> HttpResponse:
        unit = office_in_reach(request, office)
        form = QuotaForm(request.POST)
        if not form.is_valid():
            return plan_page(request, unit, fiscal_year, form, 422)

        def save() -> str:
            plan_save(
                actor=request.user, office=unit, fiscal_year=fiscal_year, **form.cleaned_data
            )
            return "บันทึกจำนวนที่ต้องตรวจแล้ว"

        done, text = attempt(save)
        if not done:
            form.add_error(None, text)
            return plan_page(request, unit, fiscal_year, form, 409)
        return redirect("inspection:plan", office, fiscal_year)


class PlanStepView(RoleRequiredMixin, View):
    """propose or approve."""

    required_roles = PLANNERS
    http_method_names = ["post"]

    def post(
        self, request: PortalRequest, office: str, fiscal_year: int, step: str
    ) -> HttpResponse:
        plan = _plan(request, office, fiscal_year)
        form = VersionForm(request.POST)

        def propose() -> str:
            version = _version(form)
            made = plan_propose(
                actor=request.user, plan=plan, version=version, today=timezone.localdate()
            )
            return f"เสนอตามความเสี่ยง {format_number(len(made))} แห่ง เข้าแผนแล้ว แก้วันและคณะได้"

        def approve() -> str:
            plan_approve(actor=request.user, plan=plan, version=_version(form))
            return "อนุมัติแผนแล้ว จากนี้แก้ได้เฉพาะหัวหน้าหน่วยงาน"

        steps = {"propose": propose, "approve": approve}
        if step not in steps:
            raise Http404("ไม่มีขั้นตอนนี้")
        take(request, steps[step])
        return redirect("inspection:plan", office, fiscal_year)


class PlanChooseView(View):
    """Every institution of the office by risk; the office adds from here."""

    def get(self, request: PortalRequest, office: str, fiscal_year: int) -> HttpResponse:
        unit = office_in_reach(request, office)
        today = timezone.localdate()
        plan = plan_of(request.user, unit, fiscal_year)
        weights = risk_weights()
        lines = risks_of(request.user, unit, fiscal_year, today, weights)
        context = {
            "office": unit,
            "fiscal_year": fiscal_year,
            "plan": plan,
            "page": Paginator(lines, PER_PAGE).get_page(request.GET.get("page")),
            "weights": weights,
            "may_add": plan is not None and _may_change(request, plan),
            "today": today,
        }
        return render(request, "inspection/plan_choose.html", context)


class PlanAddView(RoleRequiredMixin, View):
    required_roles = PLANNERS
    http_method_names = ["post"]

    def post(self, request: PortalRequest, office: str, fiscal_year: int) -> HttpResponse:
        plan = _plan(request, office, fiscal_year)
        form = AddForm(request.POST)

        def add() -> str:
            if not form.is_valid():
                raise RuleViolation(_told(form))
            institution = get_object_or_404(
                Institution.objects.visible_to(request.user), pk=form.cleaned_data["institution"]
            )
            plan_add(
                actor=request.user,
                plan=plan,
                institution=institution,
                planned_on=form.cleaned_data["planned_on"],
            )
            return f"เพิ่ม{institution.name}เข้าแผนแล้ว"

        take(request, add)
        return redirect("inspection:plan-choose", office, fiscal_year)


class PlanLettersView(RoleRequiredMixin, View):
    required_roles = PLANNERS
    http_method_names = ["post"]

    def post(self, request: PortalRequest, office: str, fiscal_year: int) -> HttpResponse:
        plan = _plan(request, office, fiscal_year)
        today = timezone.localdate()
        form = NoticesForm(request.POST, visits=list(announceable(plan, today)))

        def make() -> str:
            if not form.is_valid():
                raise RuleViolation("เลือกแห่งและรูปแบบแฟ้มใหม่")
            made = notices_make(
                actor=request.user,
                plan=plan,
                visits=[UUID(pk) for pk in form.cleaned_data["visits"]],
                file_format=Format(form.cleaned_data["format"]),
                today=today,
            )
            return f"จัดทำหนังสือแล้ว {format_number(len(made))} แฟ้ม อยู่ในรายการด้านล่าง"

        done, _ = take(request, make)
        if not done:
            return redirect("inspection:plan", office, fiscal_year)
        return redirect("reports:list")


def plan_page(
    request: PortalRequest,
    unit: OrgUnit,
    fiscal_year: int,
    form: QuotaForm | None = None,
    status: int = 200,
) -> HttpResponse:
    _year(str(fiscal_year), 0)
    today = timezone.localdate()
    plan = plan_of(request.user, unit, fiscal_year)
    entries = entries_of(request.user, unit, fiscal_year)
    context = {
        "office": unit,
        "fiscal_year": fiscal_year,
        "plan": plan,
        "entries": entries,
        "progress": progress_of(plan, entries, today),
        "form": form or _quota_form(plan, unit),
        "may_change": _may_change(request, plan) if plan else plans_for(request.user, unit),
        "may_plan": plans_for(request.user, unit),
        "may_approve": plan is not None and _may_approve(request, plan),
        "weights": risk_weights(),
        "today": today,
    }
    return render(request, "inspection/plan.html", context, status=status)


def _quota_form(plan: InspectionPlan | None, unit: OrgUnit) -> QuotaForm:
    """What is stored, or what the shipped share of the office's institutions proposes."""
    if plan is not None:
        values = {"quota": plan.quota, "note": plan.note, "version": plan.version}
        return QuotaForm(initial=values)
    weights = risk_weights()
    number = Institution.objects.of_office(unit).count()
    doubt = "" if weights.verified else " (ค่าตั้งต้น ยังไม่ตรวจยืนยัน)"
    note = f"ร้อยละ {weights.quota_percent} ของจำนวนแห่ง{doubt}"
    values = {"quota": proposed_quota(number, weights), "note": note, "version": 0}
    return QuotaForm(initial=values)


def _may_change(request: PortalRequest, plan: InspectionPlan) -> bool:
    if plan.state == PlanState.APPROVED:
        return request.user.has_role(Role.CHIEF, at=plan.office)
    return plans_for(request.user, plan.office)


def _may_approve(request: PortalRequest, plan: InspectionPlan) -> bool:
    is_chief = request.user.has_role(Role.CHIEF, at=plan.office)
    return is_chief and plan.state == PlanState.DRAFT


def _plan(request: PortalRequest, office: str, fiscal_year: int) -> InspectionPlan:
    unit = office_in_reach(request, office)
    plan = plan_of(request.user, unit, fiscal_year)
    if plan is None:
        raise Http404("หน่วยงานนี้ยังไม่มีแผนของปีนี้")
    return plan


def _year(text: str | None, default: int) -> int:
    """A fiscal year (B.E.) that can be; 404 for others."""
    if not text:
        return default
    if not text.isdecimal() or int(text) not in YEARS:
        raise Http404("ไม่มีปีงบประมาณนี้")
    return int(text)


def _version(form: VersionForm) -> int:
    if not form.is_valid():
        raise RuleViolation(FILL_IN)
    version: int = form.cleaned_data["version"]
    return version


def _told(form: AddForm) -> str:
    return " ".join(str(error) for errors in form.errors.values() for error in errors)
