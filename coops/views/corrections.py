"""Corrections after approval: asking for one, its page, its steps, its document."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import structlog
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views import View

from coops.entry import FORM_CODE, item_key
from coops.forms.corrections import AnswerForm, CorrectionFilterForm, CorrectionForm
from coops.models import Assessment
from coops.querysets import AssessmentQuerySet
from coops.selectors.corrections import correction_page, corrections_of
from coops.selectors.desk import may_enter
from coops.views.desk import ENTRY_ROLES
from cpd_portal.core.corrections import services
from cpd_portal.core.exceptions import InvalidInput, NotAllowed, PortalError, RuleViolation
from cpd_portal.core.models import Correction, Submission
from cpd_portal.core.request import PortalRequest
from cpd_portal.core.scoping import ScopedViewMixin
from cpd_portal.core.selectors import submission_of
from cpd_portal.thai.formatting import format_number

PER_PAGE = 50
DONE = {
    "grant": "เปิดให้แก้ไขแล้ว",
    "refuse": "ตอบว่าไม่อนุญาตแล้ว",
    "withdraw": "ถอนคำขอแล้ว",
    "finish": "แจ้งว่าแก้เสร็จแล้ว รอส่วนกลางยืนยัน",
    "return": "ส่งกลับให้แก้อีกครั้งแล้ว",
    "confirm": "ยืนยันและล็อกแล้ว",
}
_STEPS: dict[str, Callable[..., Correction]] = {
    "grant": services.correction_grant,
    "withdraw": services.correction_withdraw,
    "finish": services.correction_finish,
    "confirm": services.correction_confirm,
}
_ANSWERS: dict[str, Callable[..., Correction]] = {
    "refuse": services.correction_refuse,
    "return": services.correction_return,
}


class CorrectionListView(View):
    """Of the chosen office and year; everybody in scope may look."""

    def get(self, request: PortalRequest) -> HttpResponse:
        form = CorrectionFilterForm(request.GET)
        work = request.work
        rows = corrections_of(request.user, work.fiscal_year, work.office, form.chosen())
        page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
        result = f"{format_number(page.paginator.count)} คำขอ"
        context = {"form": form, "page": page, "result": result}
        return render(request, "coops/corrections.html", context)


class CorrectionRequestView(ScopedViewMixin, View):
    """The officers and the chief of the very office ask."""

    model = Assessment
    required_roles = ENTRY_ROLES
    request: PortalRequest

    def get(self, request: PortalRequest, registration_no: str, fiscal_year: int) -> HttpResponse:
        return self._page(self._assessment(registration_no, fiscal_year), CorrectionForm())

    def post(self, request: PortalRequest, registration_no: str, fiscal_year: int) -> HttpResponse:
        assessment = self._assessment(registration_no, fiscal_year)
        form = CorrectionForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(assessment, form, status=422)
        try:
            made = services.correction_request(
                actor=request.user,
                submission=self._submission(assessment),
                item=item_key(assessment.institution_id),
                request=form.asked(),
                upload=form.cleaned_data["file"],
            )
        except InvalidInput as error:
            form.add_problems(error.errors)
            return self._page(assessment, form, status=422)
        except RuleViolation as error:
            form.add_error(None, error.message)
            return self._page(assessment, form, status=409)
        messages.success(request, f"ส่งคำขอแก้ไข{assessment.institution.name}แล้ว รอส่วนกลางพิจารณา")
        return redirect("coops:correction", made.pk)

    def _assessment(self, registration_no: str, fiscal_year: int) -> Assessment:
        rows: AssessmentQuerySet = self.get_queryset()  # type: ignore[assignment]
        found: Assessment = get_object_or_404(
            rows.select_related("institution", "office"),
            institution__registration_no=registration_no,
            fiscal_year=fiscal_year,
        )
        if not may_enter(self.request.user, found.office):
            raise PermissionDenied(f"ขอแก้ไขได้เฉพาะเจ้าหน้าที่และหัวหน้าของ{found.office.name}")
        return found

    def _submission(self, assessment: Assessment) -> Submission:
        found = submission_of(FORM_CODE, assessment.fiscal_year, assessment.office)
        if found is None:
            raise RuleViolation("ขอแก้ไขหลังอนุมัติไม่ได้ เพราะสำนักงานยังไม่ได้ส่งแบบ แก้ในแบบประเมินได้เลย")
        return found

    def _page(
        self, assessment: Assessment, form: CorrectionForm, status: int = 200
    ) -> HttpResponse:
        context = {"assessment": assessment, "institution": assessment.institution, "form": form}
        return render(self.request, "coops/correction_request.html", context, status=status)


class CorrectionPageView(ScopedViewMixin, View):
    model = Correction
    request: PortalRequest

    def correction(self, pk: UUID) -> Correction:
        rows: Any = self.get_queryset().select_related(
            "submission__office",
            "submission__period",
            "requested_by",
            "decided_by",
            "entered_by",
            "confirmed_by",
            "withdrawn_by",
        )
        found: Correction = get_object_or_404(rows, pk=pk)
        return found


class CorrectionView(CorrectionPageView):
    def get(self, request: PortalRequest, pk: UUID) -> HttpResponse:
        page = correction_page(request.user, self.correction(pk))
        return render(request, "coops/correction.html", {"page": page, "answer": AnswerForm()})


class CorrectionStepView(CorrectionPageView):
    """One step; the core's service decides."""

    required_roles = ENTRY_ROLES
    http_method_names = ["post"]

    def post(self, request: PortalRequest, pk: UUID, step: str) -> HttpResponse:
        if step not in DONE:
            raise Http404
        correction = self.correction(pk)
        try:
            self._take(correction, step)
        except NotAllowed as error:
            raise PermissionDenied(error.message) from error
        except PortalError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, DONE[step])
        return redirect("coops:correction", pk)

    def _take(self, correction: Correction, step: str) -> None:
        actor = self.request.user
        if step in _STEPS:
            _STEPS[step](actor=actor, correction=correction)
            return
        form = AnswerForm(self.request.POST)
        if not form.is_valid():
            raise RuleViolation(" ".join(str(error) for error in form.errors["reason"]))
        _ANSWERS[step](actor=actor, correction=correction, reason=form.cleaned_data["reason"])


class CorrectionFileView(CorrectionPageView):
    """The document, as a download and never shown in the page; each one is logged."""

    def get(self, request: PortalRequest, pk: UUID) -> FileResponse:
        correction = self.correction(pk)
        if not correction.file:
            raise Http404
        request_id = structlog.contextvars.get_contextvars().get("request_id", "")
        with transaction.atomic():
            services.correction_record_download(
                actor=request.user, correction=correction, request_id=str(request_id)
            )
            file = correction.file.open("rb")
        response = FileResponse(
            file,
            as_attachment=True,
            filename=correction.file_name,
            content_type=correction.file_type,
        )
        response["X-Content-Type-Options"] = "nosniff"
        response["Cache-Control"] = "private, no-store"
        return response
