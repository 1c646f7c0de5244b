"""The people of a unit, new ones, and who can do what where."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views import View

from cpd_portal.core.choices import Role
from cpd_portal.core.exceptions import InvalidInput, NotAllowed, RuleViolation
from cpd_portal.core.models import OrgUnit
from cpd_portal.core.request import PortalRequest
from cpd_portal.core.scoping import RoleRequiredMixin
from cpd_portal.core.staff.forms import NewPersonForm, PeopleListForm, RightsFilterForm
from cpd_portal.core.staff.rules import ABILITIES
from cpd_portal.core.staff.selectors import people_of, rights
from cpd_portal.core.staff.services import HandedOut, accounts_create, people_problems
from cpd_portal.thai.formatting import format_number

PER_PAGE = 100


class StaffIndexView(View):
    """An administrator's own unit; for everybody else who can do what where."""

    def get(self, request: PortalRequest) -> HttpResponse:
        office = request.work.office
        if office and request.user.administers(office):
            return redirect("staff:unit", office.code)
        for membership in request.user.active_memberships:
            if membership.role == Role.ADMINISTRATOR:
                return redirect("staff:unit", membership.org_unit.code)
        return redirect("staff:rights")


class AdministeredUnitView(RoleRequiredMixin, View):
    """Outside the person's reach the unit does not exist; inside, its administrators decide."""

    required_roles = frozenset({Role.ADMINISTRATOR})
    request: PortalRequest

    def unit(self, code: str) -> OrgUnit:
        visible = OrgUnit.objects.visible_to(self.request.user).select_related("parent")
        found: OrgUnit = get_object_or_404(visible, code=code)
        if not self.request.user.administers(found):
            raise PermissionDenied(f"ต้องเป็นผู้ดูแลระบบของ{found.name}หรือของหน่วยงานเหนือขึ้นไป")
        return found


class UnitView(AdministeredUnitView):
    def get(self, request: PortalRequest, unit: str) -> HttpResponse:
        found = self.unit(unit)
        people = people_of(found)
        context = {
            "unit": found,
            "units": administered_units(request),
            "people": [person for person in people if person.user.is_active and person.present],
            "former": [
                person for person in people if not (person.user.is_active and person.present)
            ],
        }
        return render(request, "staff/unit.html", context)


class NewPersonView(AdministeredUnitView):
    def get(self, request: PortalRequest, unit: str) -> HttpResponse:
        found = self.unit(unit)
        return self._page(found, NewPersonForm(unit=found))

    def post(self, request: PortalRequest, unit: str) -> HttpResponse:
        found = self.unit(unit)
        form = NewPersonForm(request.POST, unit=found)
        if not form.is_valid():
            return self._page(found, form, 422)
        try:
            made = accounts_create(actor=request.user, unit=found, people=[form.person()])
        except InvalidInput as error:
            form.add_problems(error.errors)
            return self._page(found, form, 422)
        except (NotAllowed, RuleViolation) as error:
            form.add_error("role", error.message)
            return self._page(found, form, 422)
        return handed_out_page(request, found, made)

    def _page(self, unit: OrgUnit, form: NewPersonForm, status: int = 200) -> HttpResponse:
        context = {"unit": unit, "form": form}
        return render(self.request, "staff/new.html", context, status=status)


class PeopleListView(AdministeredUnitView):
    """Pasted, looked at, confirmed."""

    def get(self, request: PortalRequest, unit: str) -> HttpResponse:
        found = self.unit(unit)
        return self._page(found, PeopleListForm(unit=found))

    def post(self, request: PortalRequest, unit: str) -> HttpResponse:
        found = self.unit(unit)
        form = PeopleListForm(request.POST, unit=found)
        if not form.is_valid():
            return self._page(found, form, 422)
        people = form.cleaned_data["people"]
        try:
            if "confirm" in request.POST:
                made = accounts_create(actor=request.user, unit=found, people=people)
                return handed_out_page(request, found, made)
            problems = people_problems(people)
        except InvalidInput as error:
            problems = error.errors
        except (NotAllowed, RuleViolation) as error:
            form.add_error("people", error.message)
            return self._page(found, form, 422)
        if problems:
            form.add_problems(problems)
            return self._page(found, form, 422)
        return self._page(found, form, checked=people)

    def _page(
        self, unit: OrgUnit, form: PeopleListForm, status: int = 200, checked: Any = ()
    ) -> HttpResponse:
        context = {"unit": unit, "form": form, "checked": checked}
        return render(self.request, "staff/list.html", context, status=status)


class RightsView(View):
    """Read-only, for everybody within what he sees."""

    def get(self, request: PortalRequest) -> HttpResponse:
        units = list(OrgUnit.objects.visible_to(request.user).order_by("path"))
        form = RightsFilterForm(request.GET, units)
        chosen = form.cleaned_data if form.is_valid() else {}
        day = chosen.get("on") or timezone.localdate()
        rows = rights(
            request.user,
            unit=chosen.get("unit", ""),
            role=chosen.get("role", ""),
            acting_only=bool(chosen.get("acting")),
            day=day,
        )
        page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
        context = {
            "form": form,
            "page": page,
            "day": day,
            "abilities": [(role.label, words) for role, words in ABILITIES.items()],
            "result": f"พบ {format_number(page.paginator.count)} รายการ",
        }
        return render(request, "staff/rights.html", context)


def administered_units(request: PortalRequest) -> list[OrgUnit]:
    """Where the person is administrator: the unit itself and those below, to choose from."""
    held = [
        row.org_unit for row in request.user.active_memberships if row.role == Role.ADMINISTRATOR
    ]
    return list(OrgUnit.objects.below(held).order_by("path"))


def handed_out_page(
    request: PortalRequest, unit: OrgUnit, handed_out: list[HandedOut]
) -> HttpResponse:
    """The passwords, this once; no cache and no history keeps them."""
    context = {"unit": unit, "handed_out": handed_out}
    response = render(request, "staff/handed_out.html", context)
    response["Cache-Control"] = "no-store"
    return response
