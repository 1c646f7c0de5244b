"""Spreadsheets in: template, choosing a file, what it would change, confirming.

The same pages for every registered import; its code stands in the address.
"""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views import View

from coops.forms.imports import ImportUploadForm
from cpd_portal.core.documents.choices import CONTENT_TYPES, Format
from cpd_portal.core.exceptions import NotAllowed, RuleViolation
from cpd_portal.core.imports.registry import ImportForm, import_form
from cpd_portal.core.imports.services import (
    import_check,
    import_confirm,
    refused,
    require_import_role,
)
from cpd_portal.core.imports.workbooks import refused_rows, template, workbook
from cpd_portal.core.models import Import, OrgUnit
from cpd_portal.core.request import PortalRequest
from cpd_portal.core.scoping import RoleRequiredMixin, ScopedViewMixin

PER_PAGE = 50
RECENT = 5
ALL_SHEETS = "all"


class FormImportView(RoleRequiredMixin, View):
    """For people who hold a role of the import at the very unit."""

    form: ImportForm
    request: PortalRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            self.form = import_form(kwargs.pop("form"))
        except KeyError as error:
            raise Http404 from error
        self.required_roles = self.form.roles
        return super().dispatch(request, *args, **kwargs)

    def unit(self, code: str) -> OrgUnit:
        unit: OrgUnit = get_object_or_404(self.form.units(self.request.user), code=code)
        _require_role(self.request, self.form, unit)
        return unit


class ImportView(FormImportView):
    """Where a file is chosen; a refused one is answered here."""

    def get(self, request: PortalRequest, office: str, fiscal_year: int) -> HttpResponse:
        return self._page(self.unit(office), fiscal_year, ImportUploadForm())

    def post(self, request: PortalRequest, office: str, fiscal_year: int) -> HttpResponse:
        unit = self.unit(office)
        upload = ImportUploadForm(request.POST, request.FILES)
        if not upload.is_valid():
            return self._page(unit, fiscal_year, upload, status=422)
        try:
            checked = import_check(
                actor=request.user,
                form=self.form,
                office=unit,
                fiscal_year=fiscal_year,
                upload=upload.cleaned_data["file"],
            )
        except RuleViolation as error:
            upload.add_error("file", error.message)
            return self._page(unit, fiscal_year, upload, status=422)
        return redirect("coops:import-check", checked.pk)

    def _page(
        self, office: OrgUnit, fiscal_year: int, upload: ImportUploadForm, status: int = 200
    ) -> HttpResponse:
        sheets = self.form.sheets(office, fiscal_year)
        if not sheets:
            raise Http404
        past = Import.objects.visible_to(self.request.user)
        context = {
            **_around(self.request, self.form),
            "office": office,
            "fiscal_year": fiscal_year,
            "form": upload,
            "sheets": sheets,
            "closed": self.form.closed_because(office, fiscal_year),
            "past": past.of(self.form.code, office.pk, fiscal_year)[:RECENT],
        }
        return render(self.request, "coops/import.html", context, status=status)


class ImportTemplateView(FormImportView):
    """One sheet with what is stored, or all of them in one file."""

    def get(
        self, request: PortalRequest, office: str, fiscal_year: int, sheet: str
    ) -> HttpResponse:
        unit = self.unit(office)
        sheets = self.form.sheets(unit, fiscal_year)
        if sheet == ALL_SHEETS and len(sheets) > 1:
            content = workbook(
                ((one, self.form.prefilled(unit, fiscal_year, one)) for one in sheets),
                self.form.about,
            )
            return _workbook(content, f"{self.form.title} {unit.short_name} {fiscal_year}.xlsx")
        for found in sheets:
            if found.code == sheet:
                rows = self.form.prefilled(unit, fiscal_year, found)
                name = f"{found.name} {unit.short_name} {fiscal_year}.xlsx"
                return _workbook(template(found, rows, self.form.about), name)
        raise Http404


class OneImportView(ScopedViewMixin, View):
    model = Import
    request: PortalRequest

    def found(self, pk: object) -> Import:
        rows = self.get_queryset().select_related("office", "requester")
        row: Import = get_object_or_404(rows, pk=pk)
        _require_role(self.request, import_form(row.form), row.office)
        return row


class ImportCheckView(OneImportView):
    """Errors and warnings, what would change, and afterwards what was changed."""

    def get(self, request: PortalRequest, pk: object) -> HttpResponse:
        row = self.found(pk)
        shown = (
            row.findings if row.errors else row.planned_rows.select_related("of").order_by("pk")
        )
        page: Any = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
        context = {
            **_around(request, import_form(row.form)),
            "row": row,
            "page": page,
            "warnings": [] if row.errors else row.findings,
            "may_confirm": row.is_confirmable and row.requester_id == request.user.pk,
        }
        return render(request, "coops/import_check.html", context)


class ImportConfirmView(OneImportView):
    http_method_names = ["post"]

    def post(self, request: PortalRequest, pk: object) -> HttpResponse:
        row = self.found(pk)
        try:
            import_confirm(actor=request.user, checked=row)
        except NotAllowed as error:
            raise PermissionDenied(error.message) from error
        except RuleViolation as error:
            messages.error(request, error.message)
        else:
            messages.success(request, f"นำเข้าแล้ว {row.changed:,} แห่ง จากแฟ้ม {row.file_name}")
        return redirect("coops:import-check", row.pk)


class ImportErrorsView(OneImportView):
    """The refused rows as a workbook to correct and choose again."""

    def get(self, request: PortalRequest, pk: object) -> HttpResponse:
        row = self.found(pk)
        rows = refused(row)
        if not rows:
            raise Http404
        return _workbook(refused_rows(rows), f"แถวที่ต้องแก้ไข {row.office.short_name}.xlsx")


def _require_role(request: PortalRequest, form: ImportForm, unit: OrgUnit) -> None:
    try:
        require_import_role(request.user, form, unit)
    except NotAllowed as error:
        raise PermissionDenied(error.message) from error


def _around(request: PortalRequest, form: ImportForm) -> dict[str, object]:
    """The import itself and the page that leads to it, whose room the import belongs to."""
    name, title = form.page
    request.belongs_to = reverse(name)
    return {"import": form, "page_url": request.belongs_to, "page_title": title}


def _workbook(content: bytes, name: str) -> HttpResponse:
    headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-store"}
    response = HttpResponse(content, content_type=CONTENT_TYPES[Format.XLSX], headers=headers)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response
