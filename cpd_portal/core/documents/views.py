"""Pages of reports: the catalogue, asking for one, one's own documents, the download."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET
from django.views.generic import ListView, TemplateView, View

from cpd_portal.core.documents.downloads import download_response
from cpd_portal.core.documents.forms import CatalogueForm, FormatForm, HistoryForm
from cpd_portal.core.documents.models import Document
from cpd_portal.core.documents.querysets import DocumentQuerySet
from cpd_portal.core.documents.registry import AnyReport, find_report, may_have, reports_for
from cpd_portal.core.documents.report import ReportForm
from cpd_portal.core.documents.selectors import catalogue, rooms_of
from cpd_portal.core.documents.services import (
    document_again,
    document_cancel,
    document_request,
)
from cpd_portal.core.exceptions import InvalidInput, NotAllowed, RuleViolation
from cpd_portal.core.models import User
from cpd_portal.core.request import PortalRequest
from cpd_portal.core.scoping import ScopedViewMixin, scoped

RECENT = 5


def report_for(user: User, identifier: str) -> AnyReport:
    """The report of that name, for somebody who may have it; else 404 or 403."""
    report = find_report(identifier)
    if report is None:
        raise Http404
    if not may_have(user, report):
        raise PermissionDenied("บัญชีนี้ไม่มีบทบาทที่ขอรายงานนี้ได้")
    return report


class CatalogueView(TemplateView):
    template_name = "documents/catalogue.html"
    request: PortalRequest

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        reports = reports_for(self.request.user)
        form = CatalogueForm(self.request.GET, rooms=rooms_of(reports))
        asked = form.cleaned_data if form.is_valid() else {}
        return super().get_context_data(
            form=form,
            rooms=catalogue(reports, **asked),
            total=len(reports),
            recent=Document.objects.visible_to(self.request.user)[:RECENT],
            **kwargs,
        )


class DocumentListView(ScopedViewMixin, ListView):  # type: ignore[type-arg]
    """One's own documents, the newest first."""

    model = Document
    template_name = "documents/list.html"
    context_object_name = "documents"
    paginate_by = 25

    def get_queryset(self) -> DocumentQuerySet:
        """All of them where the filter is not valid, which then says so."""
        self.form = HistoryForm(self.request.GET)
        rows = Document.objects.visible_to(self.request.user)
        return rows.in_stage(self.form.cleaned_data["stage"]) if self.form.is_valid() else rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(form=self.form, **kwargs)


class RequestView(View):
    """The parameters of one report, and the order for it. A page that links here may fill
    them in beforehand: `?fiscal_year=2567`."""

    request: PortalRequest

    def get(self, request: PortalRequest, identifier: str) -> HttpResponse:
        report = report_for(request.user, identifier)
        form = report.params_form(user=request.user, initial=request.GET.dict())
        return self._page(report, form, FormatForm(report=report))

    def post(self, request: PortalRequest, identifier: str) -> HttpResponse:
        report = report_for(request.user, identifier)
        form = report.params_form(request.POST, user=request.user)
        format_form = FormatForm(request.POST, report=report)
        if not (form.is_valid() and format_form.is_valid()):
            return self._page(report, form, format_form, status=422)
        document = document_request(
            actor=request.user,
            report=report.identifier,
            params=form.params(),
            file_format=format_form.cleaned_data["format"],
        )
        _tell(request, document)
        return redirect("reports:list")

    def _page(
        self, report: AnyReport, form: ReportForm, format_form: FormatForm, status: int = 200
    ) -> HttpResponse:
        values = {"report": report, "form": form, "format_form": format_form}
        return render(self.request, "documents/request.html", values, status=status)


class CancelView(View):
    http_method_names = ["post"]

    def post(self, request: PortalRequest, document_id: UUID) -> HttpResponse:
        document = get_object_or_404(scoped(Document, request.user), pk=document_id)
        try:
            document_cancel(actor=request.user, document=document)
        except RuleViolation as error:
            messages.error(request, error.message)
        else:
            messages.success(request, f"ยกเลิก “{document.title}” แล้ว")
        return redirect("reports:list")


class AgainView(View):
    """The same once more, as of now; what is no longer possible leads to the form."""

    http_method_names = ["post"]

    def post(self, request: PortalRequest, document_id: UUID) -> HttpResponse:
        document = get_object_or_404(scoped(Document, request.user), pk=document_id)
        try:
            again = document_again(actor=request.user, document=document)
        except InvalidInput as error:
            messages.error(request, " · ".join(message for _, message in error.errors))
        except NotAllowed as error:
            messages.error(request, error.message)
        else:
            _tell(request, again)
        return redirect("reports:list")


@require_GET
def document_progress(request: PortalRequest, document_id: str) -> HttpResponse:
    """The progress of one document: a fragment that asks again, or its row on the list."""
    document = get_object_or_404(scoped(Document, request.user), pk=document_id)
    if not request.htmx:
        return redirect("reports:list")
    return render(request, "documents/job.html", {"document": document})


@require_GET
def document_preview(request: PortalRequest, document_id: UUID) -> FileResponse:
    """The picture of the first page; 404 where there is none (any more)."""
    document = get_object_or_404(scoped(Document, request.user), pk=document_id)
    if not document.preview:
        raise Http404
    response = FileResponse(document.preview.open("rb"), content_type="image/png")
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def _tell(request: PortalRequest, document: Document) -> None:
    if document.error:
        messages.warning(request, document.error)
    else:
        messages.success(request, f"รับคำขอ “{document.title}” แล้ว")


@require_GET
def document_download(
    request: PortalRequest, document_id: str
) -> FileResponse | HttpResponseRedirect:
    """The file; where there is none (any more) the list says so."""
    document = get_object_or_404(scoped(Document, request.user), pk=document_id)
    try:
        return download_response(request.user, document)
    except RuleViolation as error:
        messages.error(request, error.message)
        return redirect("reports:list")
