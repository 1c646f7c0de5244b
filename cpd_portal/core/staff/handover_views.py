"""Handing over what a person has open in a unit: looked at, confirmed, printed."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views import View

from cpd_portal.core.choices import Role
from cpd_portal.core.exceptions import NotAllowed, RuleViolation
from cpd_portal.core.models import OrgUnit, StaffHandover
from cpd_portal.core.request import PortalRequest
from cpd_portal.core.scoping import RoleRequiredMixin
from cpd_portal.core.staff.forms import WorkHandoverForm
from cpd_portal.core.staff.guards import require_hands_over
from cpd_portal.core.staff.handover import work_hand_over
from cpd_portal.core.staff.open_work import open_work
from cpd_portal.core.staff.selectors import Person, person_of, receivers_of
from cpd_portal.thai.formatting import format_number

RECENT = 20


class WorkHandoverView(RoleRequiredMixin, View):
    required_roles = frozenset({Role.CHIEF, Role.ADMINISTRATOR})
    request: PortalRequest

    def get(self, request: PortalRequest, unit: str, username: str) -> HttpResponse:
        where, person = self._found(unit, username)
        return self._page(where, person)

    def post(self, request: PortalRequest, unit: str, username: str) -> HttpResponse:
        where, person = self._found(unit, username)
        people = receivers_of(where, person.user)
        form = WorkHandoverForm(request.POST, people=people, lines=open_work(person.user, where))
        if not form.is_valid():
            return self._page(where, person, form, 422)
        try:
            made = work_hand_over(
                actor=request.user, unit=where, giver=person.user, **form.cleaned_data
            )
        except RuleViolation as error:
            form.add_error(None, error.message)
            return self._page(where, person, form, 409)
        messages.success(
            request,
            f"ส่งมอบงาน {format_number(made.count)} รายการให้ {made.receiver} แล้ว พิมพ์บัญชีได้ด้านล่าง",
        )
        return redirect("staff:handover", unit, username)

    def _found(self, code: str, username: str) -> tuple[OrgUnit, Person]:
        visible = OrgUnit.objects.visible_to(self.request.user).select_related("parent")
        unit: OrgUnit = get_object_or_404(visible, code=code)
        try:
            require_hands_over(self.request.user, unit)
        except NotAllowed as error:
            raise PermissionDenied(error.message) from error
        person = person_of(unit, username)
        if person is None:
            raise Http404("ไม่มีบุคคลนี้ในหน่วยงาน")
        return unit, person

    def _page(
        self,
        unit: OrgUnit,
        person: Person,
        form: WorkHandoverForm | None = None,
        status: int = 200,
    ) -> HttpResponse:
        if form is None:
            people = receivers_of(unit, person.user)
            form = WorkHandoverForm(people=people, lines=open_work(person.user, unit))
        rows = StaffHandover.objects.visible_to(self.request.user).filter(
            unit=unit, giver=person.user
        )
        context = {
            "unit": unit,
            "person": person,
            "form": form,
            "lines": form.lines,
            "administers": self.request.user.administers(unit),
            "handovers": list(rows.select_related("receiver", "made_by")[:RECENT]),
        }
        return render(self.request, "staff/handover.html", context, status=status)
