"""Letters about defects: the list, a new one, its number, its file, its signed scan."""

from typing import Any
from uuid import UUID

import structlog
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views import View

from coops.models import Institution
from cpd_portal.core.documents.services import document_request
from cpd_portal.core.exceptions import InvalidInput, NotAllowed, PortalError
from cpd_portal.core.models import User
from cpd_portal.core.request import PortalRequest
from cpd_portal.core.scoping import RoleRequiredMixin, ScopedViewMixin
from cpd_portal.thai.formatting import format_number
from inspection.forms.letters import FileForm, LetterForm, NumberForm, ScanForm
from inspection.imports.defects import DEFECTS_IMPORT, NATIONAL_DEFECTS_IMPORT
from inspection.models import Defect, DefectLetter
from inspection.selectors.letters import letters_of
from inspection.services import letters as services

PER_PAGE = 50
REPORT = "defect-letter"
ROLES = frozenset(services.WRITERS)


def may_write(user: User, office: Any) -> bool:
    return user.has_role(*services.WRITERS, at=office)


def scan_response(row: Any, file: Any) -> FileResponse:
    """The served copy of the signed paper of a letter or an appointment."""
    response = FileResponse(
        file, as_attachment=True, filename=row.scan_name, content_type=row.scan_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


class LetterListView(View):
    """Of the chosen office; everybody in scope may look."""

    def get(self, request: PortalRequest) -> HttpResponse:
        rows = letters_of(request.user, request.work.office)
        page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
        result = f"{format_number(page.paginator.count)} ฉบับ"
        context = {
            "page": page,
            "result": result,
            "imports": [
                (form, unit)
                for form in (DEFECTS_IMPORT, NATIONAL_DEFECTS_IMPORT)
                if (unit := form.unit_for(request.user))
            ],
        }
        return render(request, "inspection/letters.html", context)


class LetterNewView(RoleRequiredMixin, View):
    """For one institution, by its registration number; its uncured defects are offered."""

    required_roles = ROLES
    request: PortalRequest

    def get(self, request: PortalRequest, registration_no: str) -> HttpResponse:
        institution = self._institution(registration_no)
        defects = self._defects(institution)
        initial = {"defects": [str(row.pk) for row in defects]}
        return self._page(institution, LetterForm(defects=defects, initial=initial))

    def post(self, request: PortalRequest, registration_no: str) -> HttpResponse:
        institution = self._institution(registration_no)
        form = LetterForm(request.POST, defects=self._defects(institution))
        if not form.is_valid():
            return self._page(institution, form, status=422)
        try:
            letter = services.letter_make(
                actor=request.user,
                institution=institution,
                values=form.values(),
                today=timezone.localdate(),
            )
        except InvalidInput as error:
            form.add_problems(error.errors)
            return self._page(institution, form, status=422)
        messages.success(request, "จัดทำหนังสือแล้ว ขอแฟ้มเพื่อพิมพ์ แล้วลงเลขที่จากทะเบียนหนังสือของสำนักงาน")
        return redirect("inspection:letter", letter.pk)

    def _institution(self, registration_no: str) -> Institution:
        user = self.request.user
        rows: Any = Institution.objects.visible_to(user).select_related("office")
        found: Institution = get_object_or_404(rows, registration_no=registration_no)
        if not may_write(user, found.office):
            raise PermissionDenied(f"จัดทำหนังสือได้เฉพาะผู้ปฏิบัติงานของ{found.office.name}")
        return found

    def _defects(self, institution: Institution) -> list[Defect]:
        rows = Defect.objects.visible_to(self.request.user).uncured()
        return list(rows.filter(institution=institution))

    def _page(self, institution: Institution, form: LetterForm, status: int = 200) -> HttpResponse:
        context = {"institution": institution, "form": form}
        return render(self.request, "inspection/letter_new.html", context, status=status)


class LetterPageView(ScopedViewMixin, View):
    model = DefectLetter
    request: PortalRequest

    def letter(self, pk: UUID) -> DefectLetter:
        rows: Any = self.get_queryset().select_related(
            "institution", "office", "made_by", "numbered_by", "scan_by"
        )
        found: DefectLetter = get_object_or_404(rows, pk=pk)
        return found

    def page(
        self,
        letter: DefectLetter,
        number: NumberForm | None = None,
        scan: ScanForm | None = None,
        status: int = 200,
    ) -> HttpResponse:
        initial = {"version": letter.version}
        context = {
            "letter": letter,
            "items": letter.items.select_related("defect"),
            "number": number or NumberForm(initial=initial),
            "scan": scan or ScanForm(initial=initial),
            "may_write": may_write(self.request.user, letter.office),
        }
        return render(self.request, "inspection/letter.html", context, status=status)


class LetterView(LetterPageView):
    def get(self, request: PortalRequest, pk: UUID) -> HttpResponse:
        return self.page(self.letter(pk))


class LetterNumberView(LetterPageView):
    required_roles = ROLES
    http_method_names = ["post"]

    def post(self, request: PortalRequest, pk: UUID) -> HttpResponse:
        letter = self.letter(pk)
        form = NumberForm(request.POST)
        if not form.is_valid():
            return self.page(letter, number=form, status=422)
        try:
            services.letter_number(
                actor=request.user, letter=letter, today=timezone.localdate(), **form.cleaned_data
            )
        except NotAllowed as error:
            raise PermissionDenied(error.message) from error
        except InvalidInput as error:
            form.add_problems(error.errors)
            return self.page(letter, number=form, status=422)
        except PortalError as error:
            form.add_error(None, error.message)
            return self.page(self.letter(pk), number=form, status=409)
        messages.success(request, "ลงเลขที่หนังสือแล้ว และบันทึกไว้ในเส้นทางของข้อบกพร่องทุกรายการ")
        return redirect("inspection:letter", pk)


class LetterScanView(LetterPageView):
    """POST keeps the signed paper; GET gives it as a download, each one logged."""

    http_method_names = ["get", "post"]

    def post(self, request: PortalRequest, pk: UUID) -> HttpResponse:
        letter = self.letter(pk)
        form = ScanForm(request.POST, request.FILES)
        if not may_write(request.user, letter.office):
            raise PermissionDenied(f"ส่งฉบับลงนามได้เฉพาะผู้ปฏิบัติงานของ{letter.office.name}")
        if not form.is_valid():
            return self.page(letter, scan=form, status=422)
        given = form.cleaned_data
        try:
            services.letter_scan(
                actor=request.user, letter=letter, version=given["version"], upload=given["file"]
            )
        except PortalError as error:
            form.add_error(None, error.message)
            return self.page(self.letter(pk), scan=form, status=409)
        messages.success(request, "เก็บฉบับลงนามแล้ว")
        return redirect("inspection:letter", pk)

    def get(self, request: PortalRequest, pk: UUID) -> FileResponse:
        letter = self.letter(pk)
        if not letter.scan:
            raise Http404
        request_id = structlog.contextvars.get_contextvars().get("request_id", "")
        with transaction.atomic():
            services.letter_record_download(
                actor=request.user, letter=letter, request_id=str(request_id)
            )
            file = letter.scan_copy.open("rb")
        return scan_response(letter, file)


class LetterFileView(LetterPageView):
    """Orders the letter as a file."""

    required_roles = ROLES
    http_method_names = ["post"]

    def post(self, request: PortalRequest, pk: UUID) -> HttpResponse:
        letter = self.letter(pk)
        form = FileForm(request.POST)
        if not form.is_valid():
            messages.error(request, " ".join(str(error) for error in form.errors["format"]))
            return redirect("inspection:letter", pk)
        document_request(
            actor=request.user,
            report=REPORT,
            params={"letter": str(letter.pk)},
            file_format=form.cleaned_data["format"],
        )
        messages.success(request, "กำลังจัดทำแฟ้มหนังสือ อยู่ในรายการด้านล่าง")
        return redirect("reports:list")
