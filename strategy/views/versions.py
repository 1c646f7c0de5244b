"""Versions of a plan side by side, and revising one project."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views import View

from cpd_portal.core.choices import Role
from cpd_portal.core.exceptions import InvalidInput, NotAllowed, RuleViolation
from cpd_portal.core.request import PortalRequest
from cpd_portal.core.scoping import RoleRequiredMixin
from strategy.choices import YEARS_OF_A_PLAN
from strategy.forms.versions import CompareForm, RevisionForm
from strategy.imports.plan import PLAN_IMPORT
from strategy.models import Project
from strategy.selectors.execution import ProjectExecution, TargetYear, execution
from strategy.selectors.versions import differences, versions_of
from strategy.services import measure_verify, plan_revise
from strategy.views.pages import around, chosen_plan, import_links


class VersionsView(RoleRequiredMixin, View):
    def get(self, request: PortalRequest) -> HttpResponse:
        plan = chosen_plan(request)
        versions = versions_of(plan)
        form = CompareForm(request.GET, versions)
        pair = form.pair()
        context = {
            **around("strategy:versions", plan),
            "form": form,
            "versions": versions,
            "pair": pair,
            "imports": import_links(request.user, _next_period(plan), PLAN_IMPORT),
            "differences": differences(plan, *pair) if pair else [],
        }
        return render(request, "strategy/versions.html", context)


def _next_period(plan: Any) -> int:
    """The first year after the last plan."""
    newest: int = max(plan.all_plans)
    return newest + YEARS_OF_A_PLAN


class ReviseView(RoleRequiredMixin, View):
    """The planning division changes targets and budgets of one project, with a reason."""

    required_roles = frozenset({Role.PLANNER})
    request: PortalRequest

    def get(self, request: PortalRequest, code: str) -> HttpResponse:
        executed = self._executed(code)
        return self._page(executed, RevisionForm(executed, executed.project.strategy.plan))

    def post(self, request: PortalRequest, code: str) -> HttpResponse:
        executed = self._executed(code)
        plan = executed.project.strategy.plan
        form = RevisionForm(executed, plan, request.POST)
        if not form.is_valid():
            return self._page(executed, form, status=422)
        try:
            version = plan_revise(actor=request.user, plan=plan, revision=form.revision())
        except NotAllowed as error:
            raise PermissionDenied(error.message) from error
        except InvalidInput as error:
            form.add_problems(error.errors)
            return self._page(executed, form, status=422)
        except RuleViolation as error:
            form.add_error(None, error.message)
            return self._page(executed, form, status=422)
        messages.success(request, f"ปรับแผนเป็นรุ่นที่ {version.number} แล้ว แผนที่พิมพ์ยังอยู่เป็นรุ่นที่ 1")
        return redirect("strategy:project", code)

    def _executed(self, code: str) -> ProjectExecution:
        found = execution(
            self.request.user, Project.objects.filter(code=code), timezone.localdate()
        )
        if not found.projects:
            raise Http404
        return found.projects[0]

    def _page(
        self, executed: ProjectExecution, form: RevisionForm, status: int = 200
    ) -> HttpResponse:
        context = {
            "project": executed.project,
            "form": form,
            "readings": _readings(executed),
        }
        return render(self.request, "strategy/revise.html", context, status=status)


class ReadingsVerifyView(ReviseView):
    """The planning division confirms how the portal read the chosen targets."""

    http_method_names = ["post"]

    def post(self, request: PortalRequest, code: str) -> HttpResponse:
        chosen = set(request.POST.getlist("measure"))
        found = [one for one in _readings(self._executed(code)) if str(one.measure.pk) in chosen]
        try:
            for one in found:
                measure_verify(actor=request.user, measure=one.measure)
        except NotAllowed as error:
            raise PermissionDenied(error.message) from error
        messages.success(request, f"ยืนยันการอ่านแล้ว {len(found)} รายการ")
        return redirect("strategy:revise", code)


def _readings(executed: ProjectExecution) -> list[TargetYear]:
    """Of every measure its first target, in the order of the plan."""
    first: dict[int, TargetYear] = {}
    for year in executed.years.values():
        for one in year.targets:
            first.setdefault(one.measure.pk, one)
    return list(first.values())
