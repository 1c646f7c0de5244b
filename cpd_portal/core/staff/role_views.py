"""Roles of people of a unit: given, held for somebody by order, ended."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from cpd_portal.core.choices import Role
from cpd_portal.core.exceptions import InvalidInput, NotAllowed, RuleViolation
from cpd_portal.core.models import Membership, OrgUnit
from cpd_portal.core.request import PortalRequest
from cpd_portal.core.staff.forms import ActingForm, EndForm, RoleForm, UnitForm
from cpd_portal.core.staff.person_views import form_words
from cpd_portal.core.staff.roles import acting_appoint, role_end, role_give
from cpd_portal.core.staff.selectors import active_people
from cpd_portal.core.staff.views import AdministeredUnitView


class RoleView(AdministeredUnitView):
    """A further role, or a role for somebody who has an account elsewhere."""

    def get(self, request: PortalRequest, unit: str) -> HttpResponse:
        found = self.unit(unit)
        initial = {"user": request.GET.get("user", "")}
        return self._page(found, RoleForm(unit=found, initial=initial))

    def post(self, request: PortalRequest, unit: str) -> HttpResponse:
        found = self.unit(unit)
        form = RoleForm(request.POST, unit=found)
        if not form.is_valid():
            return self._page(found, form, 422)
        values = {**form.cleaned_data, "role": Role(form.cleaned_data["role"])}
        try:
            given = role_give(actor=request.user, unit=found, **values)
        except (InvalidInput, NotAllowed, RuleViolation) as error:
            show_problem(form, error)
            return self._page(found, form, 422)
        messages.success(request, f"ให้บทบาท{given.get_role_display()}แก่ {given.user} แล้ว")
        return redirect("staff:person", unit, given.user.username)

    def _page(self, unit: OrgUnit, form: RoleForm, status: int = 200) -> HttpResponse:
        context = {"unit": unit, "form": form, "people": active_people(unit)}
        return render(self.request, "staff/role.html", context, status=status)


class ActingView(AdministeredUnitView):
    def get(self, request: PortalRequest, unit: str) -> HttpResponse:
        found = self.unit(unit)
        people = active_people(found)
        replaced = request.GET.get("for", "")
        held = Membership.objects.filter(org_unit=found, user__username=replaced).first()
        initial: dict[str, Any] = {"replaces": replaced, "role": held.role if held else ""}
        return self._page(found, ActingForm(unit=found, people=people, initial=initial))

    def post(self, request: PortalRequest, unit: str) -> HttpResponse:
        found = self.unit(unit)
        form = ActingForm(request.POST, unit=found, people=active_people(found))
        if not form.is_valid():
            return self._page(found, form, 422)
        user = form.cleaned_data["user"]
        try:
            acting_appoint(actor=request.user, unit=found, user=user, order=form.order())
        except (InvalidInput, NotAllowed, RuleViolation) as error:
            show_problem(form, error)
            return self._page(found, form, 422)
        messages.success(request, f"ตั้ง {user} ทำหน้าที่แทนแล้ว ลายมือชื่อที่ใช้อยู่ด้านล่าง")
        return redirect("staff:person", unit, user.username)

    def _page(self, unit: OrgUnit, form: ActingForm, status: int = 200) -> HttpResponse:
        context = {"unit": unit, "form": form, "people": list(form.people.values())}
        return render(self.request, "staff/acting.html", context, status=status)


class RoleEndView(AdministeredUnitView):
    http_method_names = ["post"]

    def post(self, request: PortalRequest, unit: str, pk: int) -> HttpResponse:
        found = self.unit(unit)
        rows = Membership.objects.filter(org_unit=found).select_related("user")
        membership = get_object_or_404(rows, pk=pk)
        form = EndForm(request.POST)
        try:
            if not form.is_valid():
                raise RuleViolation(form_words(form))
            role_end(actor=request.user, membership=membership, **form.cleaned_data)
        except (NotAllowed, RuleViolation) as error:
            messages.error(request, error.message)
        else:
            messages.success(request, f"กำหนดวันสิ้นสุดบทบาทของ {membership.user} แล้ว")
        return redirect("staff:unit", unit)


def show_problem(form: UnitForm, error: InvalidInput | NotAllowed | RuleViolation) -> None:
    if isinstance(error, InvalidInput):
        form.add_problems(error.errors)
    else:
        form.add_error(None, error.message)
