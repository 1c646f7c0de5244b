"""One person of a unit: name, roles, password, leaving."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from cpd_portal.core.exceptions import InvalidInput, NotAllowed, RuleViolation
from cpd_portal.core.models import OrgUnit
from cpd_portal.core.request import PortalRequest
from cpd_portal.core.staff.forms import LeaveForm, PersonForm
from cpd_portal.core.staff.guards import may_manage
from cpd_portal.core.staff.open_work import open_work
from cpd_portal.core.staff.selectors import Person, person_of, receivers_of
from cpd_portal.core.staff.services import (
    account_close,
    account_open,
    account_rename,
    password_hand_out,
)
from cpd_portal.core.staff.views import AdministeredUnitView, handed_out_page


class OnePersonView(AdministeredUnitView):
    def found(self, unit: str, username: str) -> tuple[OrgUnit, Person]:
        where = self.unit(unit)
        person = person_of(where, username)
        if person is None:
            raise Http404("ไม่มีบุคคลนี้ในหน่วยงาน")
        return where, person


class PersonView(OnePersonView):
    def get(self, request: PortalRequest, unit: str, username: str) -> HttpResponse:
        where, person = self.found(unit, username)
        names = ("full_name", "position", "email")
        initial = {name: getattr(person.user, name) for name in names}
        return self._page(where, person, PersonForm(unit=where, initial=initial))

    def post(self, request: PortalRequest, unit: str, username: str) -> HttpResponse:
        where, person = self.found(unit, username)
        form = PersonForm(request.POST, unit=where)
        if not form.is_valid():
            return self._page(where, person, form, 422)
        try:
            account_rename(actor=request.user, user=person.user, **form.cleaned_data)
        except InvalidInput as error:
            form.add_problems(error.errors)
            return self._page(where, person, form, 422)
        except NotAllowed as error:
            raise PermissionDenied(error.message) from error
        except RuleViolation as error:
            form.add_error(None, error.message)
            return self._page(where, person, form, 422)
        messages.success(request, "บันทึกแล้ว")
        return redirect("staff:person", unit, username)

    def _page(
        self, unit: OrgUnit, person: Person, form: PersonForm, status: int = 200
    ) -> HttpResponse:
        lines = open_work(person.user, unit)
        people = receivers_of(unit, person.user) if lines else []
        context = {
            "unit": unit,
            "person": person,
            "form": form,
            "end": LeaveForm(auto_id="end_%s", people=people),
            "open_work": lines,
            "may_manage": may_manage(self.request.user, person.user),
            "is_own": person.user.pk == self.request.user.pk,
        }
        return render(self.request, "staff/person.html", context, status=status)


class PasswordView(OnePersonView):
    http_method_names = ["post"]

    def post(self, request: PortalRequest, unit: str, username: str) -> HttpResponse:
        where, person = self.found(unit, username)
        try:
            made = password_hand_out(actor=request.user, user=person.user)
        except (NotAllowed, RuleViolation) as error:
            messages.error(request, error.message)
            return redirect("staff:person", unit, username)
        return handed_out_page(request, where, [made])


class OpenView(OnePersonView):
    http_method_names = ["post"]

    def post(self, request: PortalRequest, unit: str, username: str) -> HttpResponse:
        where, person = self.found(unit, username)
        try:
            made = account_open(actor=request.user, user=person.user)
        except (NotAllowed, RuleViolation) as error:
            messages.error(request, error.message)
            return redirect("staff:person", unit, username)
        return handed_out_page(request, where, [made])


class CloseView(OnePersonView):
    http_method_names = ["post"]

    def post(self, request: PortalRequest, unit: str, username: str) -> HttpResponse:
        where, person = self.found(unit, username)
        form = LeaveForm(request.POST, people=receivers_of(where, person.user))
        try:
            if not form.is_valid():
                raise RuleViolation(form_words(form))
            account_close(actor=request.user, user=person.user, unit=where, **form.cleaned_data)
        except (NotAllowed, RuleViolation) as error:
            messages.error(request, error.message)
        else:
            messages.success(request, f"ปิดบัญชีของ {person.user} แล้ว")
        return redirect("staff:person", unit, username)


def form_words(form: Form) -> str:
    """All messages of a short form in one line."""
    return " ".join(str(message) for errors in form.errors.values() for message in errors)
