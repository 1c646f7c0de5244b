"""Appointments of inspectors: the list, one with its trace, making, ordering, the signed order,
ending, the card."""

from uuid import UUID

import structlog
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.forms import Form
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views import View

from cpd_portal.core.choices import Role
from cpd_portal.core.documents.choices import Format
from cpd_portal.core.documents.services import document_request
from cpd_portal.core.models import OrgUnit
from cpd_portal.core.request import PortalRequest
from cpd_portal.core.scoping import RoleRequiredMixin
from inspection.choices import Appointer, Capacity, EndReason
from inspection.forms.appointments import AppointmentForm, EndForm, OrderForm
from inspection.forms.letters import ScanForm
from inspection.models import Appointment
from inspection.reports.orders import AppointmentOrder
from inspection.rules.appointments import end_citation, in_force
from inspection.selectors.appointments import appointments_of
from inspection.services.appointments import (
    appointment_end,
    appointment_make,
    appointment_order,
    appointment_record_download,
    appointment_scan,
    may_appoint,
)
from inspection.views.letters import scan_response
from inspection.views.steps import attempt, take, unit_in_reach

PER_PAGE = 50
APPOINTERS = frozenset({Role.CHIEF, Role.DEPUTY_REGISTRAR, Role.REGISTRAR})
PRINTERS = AppointmentOrder.roles


class AppointmentListView(View):
    """Everybody in scope may look."""

    def get(self, request: PortalRequest) -> HttpResponse:
        office, today = request.work.office, timezone.localdate()
        rows = appointments_of(request.user, office).order_by(
            "office__name_sort", "inspector__full_name", "-starts_on"
        )
        page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
        context = {
            "office": office,
            "page": page,
            "lines": [(row, state_of(row)) for row in page.object_list],
            "today": today,
            "unit": office or _own_unit(request),
            "may_appoint": _may_begin(request, office),
        }
        return render(request, "inspection/appointments.html", context)


class AppointmentNewView(RoleRequiredMixin, View):
    required_roles = APPOINTERS
    request: PortalRequest

    def get(self, request: PortalRequest, office: str) -> HttpResponse:
        unit = self._unit(office)
        return self._page(unit, AppointmentForm(office=unit))

    def post(self, request: PortalRequest, office: str) -> HttpResponse:
        unit = self._unit(office)
        form = AppointmentForm(request.POST, office=unit)
        if not form.is_valid():
            return self._page(unit, form, status=422)
        made: list[Appointment] = []

        def make() -> str:
            made.append(appointment_make(actor=request.user, values=form.values()))
            return "เตรียมคำสั่งแล้ว พิมพ์ให้ลงนาม แล้วบันทึกเลขที่คำสั่ง จึงเริ่มมีผล"

        done, text = attempt(make)
        if not done:
            form.add_error(None, text)
            return self._page(unit, form, status=409)
        messages.success(request, text)
        return redirect("inspection:appointment", made[0].pk)

    def _unit(self, code: str) -> OrgUnit:
        unit = unit_in_reach(self.request, code)
        if not may_appoint(self.request.user, unit):
            raise PermissionDenied(f"บัญชีนี้ไม่มีอำนาจแต่งตั้งผู้ตรวจการของ{unit.name}")
        return unit

    def _page(self, unit: OrgUnit, form: AppointmentForm, status: int = 200) -> HttpResponse:
        context = {"office": unit, "form": form}
        return render(self.request, "inspection/appointment_new.html", context, status=status)


class AppointmentView(View):
    def get(self, request: PortalRequest, pk: UUID) -> HttpResponse:
        return appointment_page(request, _appointment(request, pk))


class AppointmentOrderView(RoleRequiredMixin, View):
    """The number and day of the signed order."""

    required_roles = APPOINTERS
    http_method_names = ["post"]

    def post(self, request: PortalRequest, pk: UUID) -> HttpResponse:
        row = _appointment(request, pk)
        form = OrderForm(request.POST)
        if not form.is_valid():
            return appointment_page(request, row, order=form, status=422)

        def number() -> str:
            appointment_order(actor=request.user, appointment=row, **form.cleaned_data)
            return "บันทึกเลขที่คำสั่งแล้ว การแต่งตั้งมีผลตั้งแต่วันที่ในคำสั่ง"

        done, text = attempt(number)
        if not done:
            form.add_error(None, text)
            return appointment_page(request, row, order=form, status=409)
        messages.success(request, text)
        return redirect("inspection:appointment", pk)


class AppointmentScanView(View):
    """POST keeps the signed order; GET gives it as a download, each one logged."""

    http_method_names = ["get", "post"]

    def post(self, request: PortalRequest, pk: UUID) -> HttpResponse:
        row = _appointment(request, pk)
        if not may_appoint(request.user, row.office, Appointer(row.appointer)):
            raise PermissionDenied("ส่งคำสั่งฉบับลงนามได้เฉพาะผู้มีอำนาจแต่งตั้ง")
        form = ScanForm(request.POST, request.FILES)
        if not form.is_valid():
            return appointment_page(request, row, scan=form, status=422)

        def keep() -> str:
            given = form.cleaned_data
            appointment_scan(
                actor=request.user, appointment=row, version=given["version"], upload=given["file"]
            )
            return "เก็บคำสั่งฉบับลงนามแล้ว"

        done, text = attempt(keep)
        if not done:
            form.add_error(None, text)
            return appointment_page(request, row, scan=form, status=409)
        messages.success(request, text)
        return redirect("inspection:appointment", pk)

    def get(self, request: PortalRequest, pk: UUID) -> FileResponse:
        row = _appointment(request, pk)
        if not row.scan:
            raise Http404
        request_id = structlog.contextvars.get_contextvars().get("request_id", "")
        with transaction.atomic():
            appointment_record_download(
                actor=request.user, appointment=row, request_id=str(request_id)
            )
            file = row.scan_copy.open("rb")
        return scan_response(row, file)


class AppointmentEndView(RoleRequiredMixin, View):
    required_roles = APPOINTERS
    http_method_names = ["post"]

    def post(self, request: PortalRequest, pk: UUID) -> HttpResponse:
        row = _appointment(request, pk)
        form = EndForm(request.POST)
        if not form.is_valid():
            return appointment_page(request, row, end=form, status=422)

        def end() -> str:
            data = form.cleaned_data
            appointment_end(
                actor=request.user,
                appointment=row,
                **{**data, "reason": EndReason(data["reason"])},
                today=timezone.localdate(),
            )
            return f"บันทึกแล้ว {row.inspector} ตรวจไม่ได้ตั้งแต่วันที่พ้นจากตำแหน่ง"

        done, text = attempt(end)
        if not done:
            form.add_error(None, text)
            return appointment_page(request, row, end=form, status=409)
        messages.success(request, text)
        return redirect("inspection:appointment", pk)


class AppointmentFileView(RoleRequiredMixin, View):
    """Orders the order's file."""

    required_roles = PRINTERS
    http_method_names = ["post"]

    def post(self, request: PortalRequest, pk: UUID) -> HttpResponse:
        row = _appointment(request, pk)
        file_format = Format.DOCX if request.POST.get("format") == Format.DOCX else Format.PDF

        def order() -> str:
            document_request(
                actor=request.user,
                report=AppointmentOrder.identifier,
                params={"appointment": str(row.pk)},
                file_format=file_format.value,
            )
            return "รับคำขอคำสั่งแล้ว แฟ้มอยู่ในรายการด้านล่าง"

        take(request, order)
        return redirect("reports:list")


class AppointmentCardView(View):
    """What section 18 asks to be shown; only while the appointment is in force."""

    def get(self, request: PortalRequest, pk: UUID) -> HttpResponse:
        row = _appointment(request, pk)
        context = {"row": row, "state": state_of(row), "capacity": Capacity(row.capacity)}
        return render(request, "inspection/appointment_card.html", context)


def appointment_page(
    request: PortalRequest,
    row: Appointment,
    *,
    order: Form | None = None,
    scan: Form | None = None,
    end: Form | None = None,
    status: int = 200,
) -> HttpResponse:
    start = {"version": row.version}
    ended = row.ended_on is not None
    context = {
        "row": row,
        "state": state_of(row),
        "may_change": may_appoint(request.user, row.office, Appointer(row.appointer)),
        "may_print": request.user.has_role(*PRINTERS),
        "order_form": order or OrderForm(initial=start),
        "scan_form": scan or ScanForm(initial=start),
        "end_form": end or EndForm(initial=start),
        "bound": order or scan or end,
        "end_basis": end_citation(Capacity(row.capacity), EndReason(row.end_reason), row.ended_on)
        if ended and row.ended_on
        else None,
    }
    return render(request, "inspection/appointment.html", context, status=status)


def state_of(row: Appointment) -> str:
    """prepared, coming, in_force or ended."""
    today = timezone.localdate()
    if row.ended_on is not None and row.ended_on <= today:
        return "ended"
    if not row.is_ordered:
        return "prepared"
    return "in_force" if in_force(row.starts_on, row.ended_on, today) else "coming"


def _appointment(request: PortalRequest, pk: UUID) -> Appointment:
    found: Appointment = get_object_or_404(appointments_of(request.user, None), pk=pk)
    return found


def _own_unit(request: PortalRequest) -> OrgUnit | None:
    """Where a person of headquarters appoints: his own unit."""
    units = [one.org_unit for one in request.user.active_memberships if one.role in APPOINTERS]
    return next(iter(units), None)


def _may_begin(request: PortalRequest, office: OrgUnit | None) -> bool:
    unit = office or _own_unit(request)
    return unit is not None and may_appoint(request.user, unit)
