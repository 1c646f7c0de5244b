"""One classification run: its record, the comparison with another, and the decisions on it."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from coops.forms.classification import AcceptForm, CompareForm, ExceptionForm, RejectForm
from coops.models import ClassificationRun, Institution, RunException, RunResult
from coops.selectors.classification import may_decide, may_run
from coops.selectors.run_compare import compare_lines, compared, movement_counts, shown_count
from coops.selectors.run_record import count_lines, run_record
from coops.services.decisions import (
    run_accept,
    run_exception_record,
    run_exception_remove,
    run_reject,
)
from coops.services.runs import run_cancel
from coops.views.classification import HeadquartersView, overview_or_404
from cpd_portal.core.counted_paginator import CountedPaginator
from cpd_portal.core.exceptions import InvalidInput, RuleViolation
from cpd_portal.core.request import PortalRequest
from cpd_portal.thai.formatting import format_number

PER_PAGE = 50


class OneRunView(HeadquartersView):
    def run(self, pk: UUID) -> ClassificationRun:
        rows = ClassificationRun.objects.visible_to(self.request.user)
        found: ClassificationRun = get_object_or_404(
            rows.select_related("started_by", "decided_by", "resolution", "previous"), pk=pk
        )
        return found


class RunView(OneRunView):
    """The record of the run; while it computes, the page asks again."""

    def get(self, request: PortalRequest, pk: UUID) -> HttpResponse:
        run = self.run(pk)
        context = {
            "run": run,
            "lines": count_lines(run),
            "record": run_record(run),
            "may_run": may_run(request.user),
            "may_decide": may_decide(request.user),
            "reject_form": RejectForm(),
        }
        return render(request, "coops/run.html", context)


class RunCompareView(OneRunView):
    """Beside the run before, or any other computed one."""

    def get(self, request: PortalRequest, pk: UUID) -> HttpResponse:
        runs = {row.pk: row for row in ClassificationRun.objects.visible_to(request.user)}
        if pk not in runs:
            raise Http404("ไม่มีการจัดชั้นนี้")
        run = runs.pop(pk)
        others = [row for row in runs.values() if row.is_computed]
        form = CompareForm(
            _asked(request, run, others), offices=request.work.offices, bases=others
        )
        choice = form.chosen()
        base = next((row for row in others if str(row.pk) == form.cleaned_data.get("base")), None)
        context: dict[str, Any] = {"run": run, "base": base, "form": form, "page": None}
        if base is not None and run.is_computed:
            counts = movement_counts(request.user, run, base, choice)
            rows = compared(request.user, run, base, choice)
            paginator = CountedPaginator(rows, PER_PAGE, count=shown_count(counts, choice))
            page = paginator.get_page(request.GET.get("page"))
            context |= {
                "page": page,
                "lines": compare_lines(page.object_list),
                "counts": counts,
                "movement": choice.movement,
                "query": urlencode({**request.GET.dict(), "movement": "", "page": ""}),
                "result": f"แสดง {format_number(page.paginator.count)} แห่ง",
                "report_url": _report_url(form, run),
            }
        return render(request, "coops/run_compare.html", context)


class RunCancelView(OneRunView):
    http_method_names = ["post"]
    acts = True

    def post(self, request: PortalRequest, pk: UUID) -> HttpResponse:
        run = self.run(pk)
        try:
            run_cancel(actor=request.user, run=run)
        except RuleViolation as error:
            messages.error(request, error.message)
        else:
            messages.success(request, "ยกเลิกการจัดชั้นแล้ว ผลที่เก็บไว้ไม่เปลี่ยน")
        return redirect("coops:classification", run.fiscal_year)


class RunAcceptView(OneRunView):
    """The meeting that makes the result official."""

    acts = True

    def get(self, request: PortalRequest, pk: UUID) -> HttpResponse:
        run, missing = self._asked(pk)
        return self._page(run, missing, AcceptForm(open_points=missing))

    def post(self, request: PortalRequest, pk: UUID) -> HttpResponse:
        run, missing = self._asked(pk)
        form = AcceptForm(request.POST, request.FILES, open_points=missing)
        if not form.is_valid():
            return self._page(run, missing, form, status=422)
        try:
            run_accept(actor=request.user, run=run, resolution=form.values())
        except InvalidInput as error:
            form.add_problems(error.errors)
            return self._page(run, missing, form, status=422)
        except RuleViolation as error:
            form.add_error(None, error.message)
            return self._page(run, missing, form, status=422)
        messages.success(request, f"ผลจัดชั้นปี {run.fiscal_year} เป็นทางการแล้ว ข้อมูลของปีนี้ล็อกทั้งหมด")
        return redirect("coops:run", pk)

    def _asked(self, pk: UUID) -> tuple[ClassificationRun, list[str]]:
        if not may_decide(self.request.user):
            raise PermissionDenied("บันทึกมติรับผลได้เฉพาะหัวหน้าหน่วยงานส่วนกลาง")
        run = self.run(pk)
        return run, overview_or_404(self.request, run.fiscal_year).open_points

    def _page(
        self, run: ClassificationRun, missing: list[str], form: AcceptForm, status: int = 200
    ) -> HttpResponse:
        context = {"run": run, "missing": missing, "form": form, "record": run_record(run)}
        return render(self.request, "coops/run_accept.html", context, status=status)


class RunRejectView(OneRunView):
    http_method_names = ["post"]
    acts = True

    def post(self, request: PortalRequest, pk: UUID) -> HttpResponse:
        run, form = self.run(pk), RejectForm(request.POST)
        reason = form.cleaned_data["reason"] if form.is_valid() else ""
        try:
            run_reject(actor=request.user, run=run, reason=reason)
        except RuleViolation as error:
            messages.error(request, error.message)
        else:
            messages.success(request, "บันทึกแล้วว่าคณะทำงานไม่รับผล")
        return redirect("coops:run", pk)


class RunExceptionView(OneRunView):
    """One institution that the working group decides against the computed result."""

    acts = True

    def get(self, request: PortalRequest, pk: UUID) -> HttpResponse:
        number = request.GET.get("registration_no", "")
        return self._page(self.run(pk), ExceptionForm(initial={"registration_no": number}))

    def post(self, request: PortalRequest, pk: UUID) -> HttpResponse:
        run, form = self.run(pk), ExceptionForm(request.POST)
        if not form.is_valid():
            return self._page(run, form, status=422)
        institution = self._institution(form.cleaned_data["registration_no"])
        if institution is None:
            form.add_error("registration_no", "ไม่พบเลขทะเบียนนี้")
            return self._page(run, form, status=422)
        try:
            run_exception_record(
                actor=request.user, run=run, institution=institution, values=form.values()
            )
        except InvalidInput as error:
            form.add_problems(error.errors)
            return self._page(run, form, status=422)
        except RuleViolation as error:
            form.add_error(None, error.message)
            return self._page(run, form, status=422)
        messages.success(
            request, f"บันทึกผลเฉพาะรายของ {institution.name} แล้ว มีผลเมื่อคณะทำงานรับผลการจัดชั้น"
        )
        return redirect("coops:run", pk)

    def _institution(self, registration_no: str) -> Institution | None:
        rows = Institution.objects.visible_to(self.request.user)
        found: Institution | None = rows.filter(registration_no=registration_no.strip()).first()
        return found

    def _page(
        self, run: ClassificationRun, form: ExceptionForm, status: int = 200
    ) -> HttpResponse:
        number = str(form["registration_no"].value() or "").strip()
        computed = RunResult.objects.filter(run=run, institution__registration_no=number)
        context = {
            "run": run,
            "form": form,
            "computed": computed.select_related("institution").first() if number else None,
        }
        return render(self.request, "coops/run_exception.html", context, status=status)


class RunExceptionRemoveView(OneRunView):
    http_method_names = ["post"]
    acts = True

    def post(self, request: PortalRequest, pk: UUID, exception: int) -> HttpResponse:
        rows = RunException.objects.visible_to(request.user).filter(run=self.run(pk))
        decision = get_object_or_404(rows.select_related("run"), pk=exception)
        try:
            run_exception_remove(actor=request.user, decision=decision)
        except RuleViolation as error:
            messages.error(request, error.message)
        else:
            messages.success(request, "ถอนผลเฉพาะรายแล้ว")
        return redirect("coops:run", pk)


def _asked(
    request: PortalRequest, run: ClassificationRun, others: list[ClassificationRun]
) -> dict[str, Any]:
    """Where the address is silent: the run before, or the newest of another year."""
    known = {row.pk for row in others}
    base = (
        run.previous_id if run.previous_id in known else next(iter(known and [others[0].pk]), "")
    )
    return {"base": str(base), **request.GET.dict()}


def _report_url(form: CompareForm, run: ClassificationRun) -> str:
    chosen = {name: value for name, value in form.cleaned_data.items() if value}
    query = urlencode({"run": str(run.pk), **chosen})
    return f"{reverse('reports:request', args=['run-comparison'])}?{query}"
