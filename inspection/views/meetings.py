"""Meetings of the provincial working group: list, call, agenda, decisions, minutes."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views import View

from cpd_portal.core.choices import Role
from cpd_portal.core.exceptions import InvalidInput, NotAllowed, PortalError
from cpd_portal.core.models import OrgUnit
from cpd_portal.core.request import PortalRequest
from cpd_portal.core.scoping import RoleRequiredMixin, ScopedViewMixin
from cpd_portal.thai.formatting import format_number
from inspection.forms.meetings import CloseForm, DecisionForm, MeetingForm, VersionForm
from inspection.models import MeetingItem, WorkingGroupMeeting
from inspection.selectors.meetings import agenda_parts, items_of, meetings_of
from inspection.services import meetings as services

PER_PAGE = 50
ROLES = frozenset(services.CALLERS)
CHIEFS = frozenset({Role.CHIEF})


class MeetingListView(View):
    """Of the chosen office; everybody in scope may look."""

    def get(self, request: PortalRequest) -> HttpResponse:
        office = request.work.office
        rows = meetings_of(request.user, office)
        page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
        context = {
            "page": page,
            "office": office,
            "may_call": office is not None and request.user.has_role(*ROLES, at=office),
            "result": f"{format_number(page.paginator.count)} ครั้ง",
        }
        return render(request, "inspection/meetings.html", context)


class MeetingNewView(RoleRequiredMixin, View):
    required_roles = ROLES
    request: PortalRequest

    def get(self, request: PortalRequest, office: str) -> HttpResponse:
        return self._page(self._office(office), MeetingForm())

    def post(self, request: PortalRequest, office: str) -> HttpResponse:
        unit = self._office(office)
        form = MeetingForm(request.POST)
        if not form.is_valid():
            return self._page(unit, form, status=422)
        try:
            made = services.meeting_call(actor=request.user, office=unit, values=form.values())
        except InvalidInput as error:
            form.add_problems(error.errors)
            return self._page(unit, form, status=422)
        messages.success(request, "นัดประชุมแล้ว ระบบเสนอเรื่องเข้าวาระให้แล้ว ตรวจและเอาออกได้")
        return redirect("inspection:meeting", made.pk)

    def _office(self, code: str) -> OrgUnit:
        units = OrgUnit.objects.visible_to(self.request.user).offices()
        unit: OrgUnit = get_object_or_404(units, code=code)
        if not self.request.user.has_role(*ROLES, at=unit):
            raise PermissionDenied(f"นัดประชุมได้เฉพาะผู้ปฏิบัติงานของ{unit.name}")
        return unit

    def _page(self, office: OrgUnit, form: MeetingForm, status: int = 200) -> HttpResponse:
        context = {"office": office, "form": form}
        return render(self.request, "inspection/meeting_new.html", context, status=status)


class MeetingPageView(ScopedViewMixin, View):
    model = WorkingGroupMeeting
    request: PortalRequest

    def meeting(self, pk: UUID) -> WorkingGroupMeeting:
        rows: Any = self.get_queryset().select_related("office", "called_by", "closed_by")
        found: WorkingGroupMeeting = get_object_or_404(rows, pk=pk)
        return found

    def page(
        self,
        meeting: WorkingGroupMeeting,
        decision: DecisionForm | None = None,
        item: int | None = None,
        close: CloseForm | None = None,
        status: int = 200,
    ) -> HttpResponse:
        user = self.request.user
        items = items_of(meeting, user)
        context = {
            "meeting": meeting,
            "parts": agenda_parts(items),
            "items": items,
            "undecided": sum(not row.decision for row in items),
            "decision": decision or DecisionForm(),
            "tried": item,
            "close": close or CloseForm(initial={"version": meeting.version}),
            "may_call": user.has_role(*ROLES, at=meeting.office) and not meeting.is_closed,
            "may_decide": user.has_role(Role.CHIEF, at=meeting.office)
            and not meeting.is_closed
            and meeting.held_on <= timezone.localdate(),
        }
        return render(self.request, "inspection/meeting.html", context, status=status)


class MeetingView(MeetingPageView):
    def get(self, request: PortalRequest, pk: UUID) -> HttpResponse:
        return self.page(self.meeting(pk))


class AgendaProposeView(MeetingPageView):
    required_roles = ROLES
    http_method_names = ["post"]

    def post(self, request: PortalRequest, pk: UUID) -> HttpResponse:
        try:
            added = services.agenda_propose(actor=request.user, meeting=self.meeting(pk))
        except NotAllowed as error:
            raise PermissionDenied(error.message) from error
        except PortalError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, f"เพิ่มเรื่องเข้าวาระ {format_number(added)} เรื่อง")
        return redirect("inspection:meeting", pk)


class MeetingItemView(MeetingPageView):
    """One item of the agenda of a meeting in scope."""

    http_method_names = ["post"]

    def item(self, meeting: WorkingGroupMeeting, item: int) -> MeetingItem:
        found: MeetingItem = get_object_or_404(
            MeetingItem.objects.visible_to(self.request.user).select_related("meeting__office"),
            meeting=meeting,
            pk=item,
        )
        return found


class ItemRemoveView(MeetingItemView):
    required_roles = ROLES

    def post(self, request: PortalRequest, pk: UUID, item: int) -> HttpResponse:
        row = self.item(self.meeting(pk), item)
        form = VersionForm(request.POST)
        if not form.is_valid():
            return redirect("inspection:meeting", pk)
        try:
            services.item_remove(
                actor=request.user, item=row, version=form.cleaned_data["version"]
            )
        except NotAllowed as error:
            raise PermissionDenied(error.message) from error
        except PortalError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, "เอาเรื่องออกจากวาระแล้ว")
        return redirect("inspection:meeting", pk)


class ItemDecideView(MeetingItemView):
    required_roles = CHIEFS

    def post(self, request: PortalRequest, pk: UUID, item: int) -> HttpResponse:
        meeting = self.meeting(pk)
        row = self.item(meeting, item)
        form = DecisionForm(request.POST)
        if not form.is_valid():
            return self.page(meeting, decision=form, item=row.pk, status=422)
        try:
            services.item_decide(
                actor=request.user,
                item=row,
                version=form.cleaned_data["version"],
                values=form.values(),
                today=timezone.localdate(),
            )
        except NotAllowed as error:
            raise PermissionDenied(error.message) from error
        except InvalidInput as error:
            form.add_problems([_of_form(problem) for problem in error.errors])
            return self.page(meeting, decision=form, item=row.pk, status=422)
        except PortalError as error:
            form.add_error(None, error.message)
            return self.page(meeting, decision=form, item=row.pk, status=409)
        messages.success(request, "บันทึกมติแล้ว")
        return redirect("inspection:meeting", pk)


class MeetingCloseView(MeetingPageView):
    required_roles = CHIEFS
    http_method_names = ["post"]

    def post(self, request: PortalRequest, pk: UUID) -> HttpResponse:
        meeting = self.meeting(pk)
        form = CloseForm(request.POST)
        if not form.is_valid():
            return self.page(meeting, close=form, status=422)
        given = form.cleaned_data
        try:
            services.meeting_close(
                actor=request.user,
                meeting=meeting,
                version=given["version"],
                present=given["present"].splitlines(),
                minutes=given["minutes"],
                today=timezone.localdate(),
            )
        except NotAllowed as error:
            raise PermissionDenied(error.message) from error
        except InvalidInput as error:
            form.add_problems(error.errors)
            return self.page(meeting, close=form, status=422)
        except PortalError as error:
            form.add_error(None, error.message)
            return self.page(self.meeting(pk), close=form, status=409)
        messages.success(request, "รับรองรายงานการประชุมแล้ว ขอแฟ้มรายงานได้จากหน้านี้")
        return redirect("inspection:meeting", pk)


def _of_form(problem: tuple[str, str]) -> tuple[str, str]:
    """A defect's act calls the words of the decision its reason."""
    pointer, message = problem
    return ("/note" if pointer == "/reason" else pointer), message
