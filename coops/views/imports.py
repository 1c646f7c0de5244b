"""Spreadsheets in: template, choosing a file, what it would change, confirming."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views import View

from coops.entry import FORM_CODE
from coops.forms.imports import ImportUploadForm
from coops.imports.strength import STRENGTH_IMPORT
from coops.selectors.desk import closed_because, may_enter
from coops.views.desk import ENTRY_ROLES
from cpd_portal.core.documents.choices import CONTENT_TYPES, Format
from cpd_portal.core.exceptions import NotAllowed, RuleViolation
from cpd_portal.core.imports.services import import_check, import_confirm, refused
from cpd_portal.core.imports.workbooks import refused_rows, template
from cpd_portal.core.models import Import, OrgUnit
from cpd_portal.core.request import PortalRequest
from cpd_portal.core.scoping import RoleRequiredMixin, ScopedViewMixin

PER_PAGE = 50
RECENT = 5
ABOUT = (
    "กรอกหรือแก้เฉพาะคอลัมน์คะแนนและเงื่อนไข อย่าเปลี่ยนชื่อแผ่นงานและแถวหัวตาราง",
    "ช่องที่เว้นว่างไว้ไม่เปลี่ยนค่าที่บันทึกแล้ว หากต้องการลบค่า ให้ลบในแบบกรอกรายแห่ง",
    "ใช้เลขไทยหรือเลขอารบิกก็ได้ คะแนนมีทศนิยมได้ไม่เกิน 2 ตำแหน่ง",
    "กรอกบางส่วนแล้วนำเข้าก่อนได้ และนำเข้าซ้ำได้จนกว่าจะส่งแบบ",
)


class OfficeImportView(RoleRequiredMixin, View):
    """Of the very office: its officers and its chief."""

    required_roles = ENTRY_ROLES
    request: PortalRequest

    def office(self, code: str) -> OrgUnit:
        units = OrgUnit.objects.visible_to(self.request.user).offices()
        unit: OrgUnit = get_object_or_404(units, code=code)
        if not may_enter(self.request.user, unit):
            raise PermissionDenied(f"นำเข้าได้เฉพาะเจ้าหน้าที่และหัวหน้าของ{unit.name}")
        return unit


class ImportView(OfficeImportView):
    """Where a file is chosen; a refused one is answered here."""

    def get(self, request: PortalRequest, office: str, fiscal_year: int) -> HttpResponse:
        return self._page(self.office(office), fiscal_year, ImportUploadForm())

    def post(self, request: PortalRequest, office: str, fiscal_year: int) -> HttpResponse:
        unit = self.office(office)
        form = ImportUploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(unit, fiscal_year, form, status=422)
        try:
            checked = import_check(
                actor=request.user,
                form=STRENGTH_IMPORT,
                office=unit,
                fiscal_year=fiscal_year,
                upload=form.cleaned_data["file"],
            )
        except RuleViolation as error:
            form.add_error("file", error.message)
            return self._page(unit, fiscal_year, form, status=422)
        return redirect("coops:import-check", checked.pk)

    def _page(
        self, office: OrgUnit, fiscal_year: int, form: ImportUploadForm, status: int = 200
    ) -> HttpResponse:
        sheets = STRENGTH_IMPORT.sheets(office, fiscal_year)
        if not sheets:
            raise Http404
        past = Import.objects.visible_to(self.request.user)
        context = {
            "title": STRENGTH_IMPORT.title,
            "office": office,
            "fiscal_year": fiscal_year,
            "form": form,
            "sheets": sheets,
            "closed": closed_because(office, fiscal_year),
            "about": ABOUT,
            "past": past.of(FORM_CODE, office.pk, fiscal_year)[:RECENT],
        }
        return render(self.request, "coops/import.html", context, status=status)


class ImportTemplateView(OfficeImportView):
    """The office's institutions of one kind and sector with what is stored."""

    def get(
        self, request: PortalRequest, office: str, fiscal_year: int, sheet: str
    ) -> HttpResponse:
        unit = self.office(office)
        for found in STRENGTH_IMPORT.sheets(unit, fiscal_year):
            if found.code == sheet:
                rows = STRENGTH_IMPORT.prefilled(unit, fiscal_year, found)
                name = f"{found.name} {unit.short_name} {fiscal_year}.xlsx"
                return _workbook(template(found, rows, ABOUT), name)
        raise Http404


class OneImportView(ScopedViewMixin, View):
    model = Import
    required_roles = ENTRY_ROLES
    request: PortalRequest

    def found(self, pk: object) -> Import:
        rows = self.get_queryset().filter(form=FORM_CODE).select_related("office", "requester")
        row: Import = get_object_or_404(rows, pk=pk)
        if not may_enter(self.request.user, row.office):
            raise PermissionDenied(f"นำเข้าได้เฉพาะเจ้าหน้าที่และหัวหน้าของ{row.office.name}")
        return row


class ImportCheckView(OneImportView):
    """Errors and warnings, what would change, and afterwards what was changed."""

    def get(self, request: PortalRequest, pk: object) -> HttpResponse:
        row = self.found(pk)
        shown = row.findings if row.errors else row.changes
        page: Any = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
        context = {
            "title": STRENGTH_IMPORT.title,
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
            messages.success(request, f"นำเข้าแล้ว {row.changed} แห่ง จากแฟ้ม {row.file_name}")
        return redirect("coops:import-check", row.pk)


class ImportErrorsView(OneImportView):
    """The refused rows as a workbook to correct and choose again."""

    def get(self, request: PortalRequest, pk: object) -> HttpResponse:
        row = self.found(pk)
        rows = refused(row)
        if not rows:
            raise Http404
        return _workbook(refused_rows(rows), f"แถวที่ต้องแก้ไข {row.office.short_name}.xlsx")


def _workbook(content: bytes, name: str) -> HttpResponse:
    headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-store"}
    response = HttpResponse(content, content_type=CONTENT_TYPES[Format.XLSX], headers=headers)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response
