"""Typing one project's quarter, and its evidence."""

from typing import Any

import structlog
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views import View

from cpd_portal.core.choices import Quarter, Role
from cpd_portal.core.exceptions import InvalidInput, NotAllowed, RuleViolation
from cpd_portal.core.models import OrgUnit
from cpd_portal.core.request import PortalRequest
from cpd_portal.core.scoping import RoleRequiredMixin, ScopedViewMixin
from strategy.forms.progress import EvidenceForm, ProgressForm
from strategy.models import Evidence, Project
from strategy.selectors.quarters import QuarterCell, may_type, quarter_cell, report_lines
from strategy.services import (
    Conflict,
    Place,
    ProgressConflict,
    evidence_attach,
    evidence_record_download,
    evidence_withdraw,
    progress_save,
)

REPORTERS = frozenset({Role.OFFICER, Role.CHIEF})


class PlaceView(RoleRequiredMixin, View):
    """A page of one project, division and quarter. Only the division's people get here."""

    required_roles = REPORTERS
    request: PortalRequest
    place: Place
    cell: QuarterCell

    def setup(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.address = kwargs

    def found(self) -> Place:
        """Raises Http404 or PermissionDenied."""
        code, unit, year, number = (
            self.address[name] for name in ("code", "unit", "fiscal_year", "quarter")
        )
        if number not in range(1, 5):
            raise Http404
        visible = OrgUnit.objects.visible_to(self.request.user)
        project = get_object_or_404(
            Project.objects.all().visible_to(self.request.user).of_unit(unit), code=code
        )
        self.place = Place(
            project, get_object_or_404(visible, code=unit), year, Quarter.of(number)
        )
        cell = quarter_cell(self.place.unit, year, self.place.quarter, timezone.localdate())
        if cell is None or year not in project.strategy.plan.years:
            raise Http404
        if not self.request.user.has_role(*REPORTERS, at=self.place.unit):
            raise PermissionDenied(f"รายงานได้เฉพาะเจ้าหน้าที่และหัวหน้าของ{self.place.unit.name}")
        self.cell = cell
        return self.place

    def page(
        self,
        form: ProgressForm,
        evidence: EvidenceForm | None = None,
        conflicts: list[Conflict] | None = None,
        status: int = 200,
    ) -> HttpResponse:
        context = {
            "place": self.place,
            "cell": self.cell,
            "line": form.line,
            "form": form,
            "evidence_form": evidence or EvidenceForm(),
            "conflicts": conflicts or [],
            "may_type": self.may_type,
        }
        return render(self.request, "strategy/report.html", context, status=status)

    @property
    def may_type(self) -> bool:
        submission = self.cell.submission
        is_open = submission is None or submission.is_open
        return is_open and may_type(self.request.user, self.cell)

    def form(self, data: Any = None) -> ProgressForm:
        (line,) = report_lines(self.cell, [self.place.project])
        return ProgressForm(line, data)

    def address_of_page(self) -> str:
        return reverse("strategy:report", kwargs=self.address)


class ReportView(PlaceView):
    def get(self, request: PortalRequest, **kwargs: Any) -> HttpResponse:
        self.found()
        return self.page(self.form())

    def post(self, request: PortalRequest, **kwargs: Any) -> HttpResponse:
        place = self.found()
        form = self.form(request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            progress_save(
                actor=request.user, place=place, entered=form.entered(), seen=form.seen()
            )
        except ProgressConflict as error:
            form.with_seen(error.stored)
            return self.page(form, conflicts=error.conflicts, status=409)
        except InvalidInput as error:
            form.add_problems(error.errors)
            return self.page(form, status=422)
        except NotAllowed as error:
            raise PermissionDenied(error.message) from error
        except RuleViolation as error:
            form.add_error(None, error.message)
            return self.page(form, status=409)
        messages.success(request, f"บันทึกผลโครงการ {place.project.code} แล้ว")
        unit, year, quarter = (self.address[name] for name in ("unit", "fiscal_year", "quarter"))
        return redirect("strategy:quarter", unit, year, quarter)


class EvidenceView(PlaceView):
    """Attaching a file to the report."""

    http_method_names = ["post"]

    def post(self, request: PortalRequest, **kwargs: Any) -> HttpResponse:
        place = self.found()
        upload = EvidenceForm(request.POST, request.FILES)
        if not upload.is_valid():
            return self.page(self.form(), evidence=upload, status=422)
        try:
            evidence_attach(
                actor=request.user,
                place=place,
                upload=upload.cleaned_data["file"],
                title=upload.cleaned_data["title"],
            )
        except NotAllowed as error:
            raise PermissionDenied(error.message) from error
        except RuleViolation as error:
            upload.add_error("file", error.message)
            return self.page(self.form(), evidence=upload, status=422)
        messages.success(request, "แนบแฟ้มแล้ว")
        return redirect(self.address_of_page() + "#evidence")


class OneEvidenceView(ScopedViewMixin, View):
    model = Evidence
    request: PortalRequest

    def evidence(self, pk: int) -> Evidence:
        rows = self.get_queryset().select_related("report__project", "report__unit")
        found: Evidence = get_object_or_404(rows, pk=pk)
        return found


class EvidenceFileView(OneEvidenceView):
    """The file, to whoever may read the plan; who took it is kept."""

    def get(self, request: PortalRequest, pk: int) -> FileResponse:
        evidence = self.evidence(pk)
        request_id = str(structlog.contextvars.get_contextvars().get("request_id", ""))
        evidence_record_download(actor=request.user, evidence=evidence, request_id=request_id)
        try:
            content = evidence.file.open("rb")
        except FileNotFoundError as error:
            raise Http404 from error
        response = FileResponse(
            content,
            as_attachment=True,
            filename=evidence.file_name,
            content_type=evidence.file_type,
        )
        response["X-Content-Type-Options"] = "nosniff"
        response["Cache-Control"] = "private, no-store"
        return response


class EvidenceWithdrawView(OneEvidenceView):
    http_method_names = ["post"]
    required_roles = REPORTERS

    def post(self, request: PortalRequest, pk: int) -> HttpResponse:
        evidence = self.evidence(pk)
        report = evidence.report
        try:
            evidence_withdraw(actor=request.user, evidence=evidence)
        except NotAllowed as error:
            raise PermissionDenied(error.message) from error
        except RuleViolation as error:
            messages.error(request, error.message)
        else:
            messages.success(request, "ถอนแฟ้มแล้ว")
        address = reverse(
            "strategy:report",
            args=[report.project.code, report.unit.code, report.fiscal_year, report.quarter],
        )
        return redirect(f"{address}#evidence")
