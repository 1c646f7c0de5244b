"""How a person of a unit signs in: a lost second factor, the
identity by which another service knows him, his sessions."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from cpd_portal.core.exceptions import InvalidInput, NotAllowed, RuleViolation
from cpd_portal.core.models import SignIn
from cpd_portal.core.request import PortalRequest
from cpd_portal.core.sign_in.identities import registers_identities
from cpd_portal.core.sign_in.second_factor import has_second_factor
from cpd_portal.core.staff.forms import IdentityForm, ReasonForm
from cpd_portal.core.staff.guards import may_manage
from cpd_portal.core.staff.person_views import OnePersonView, form_words
from cpd_portal.core.staff.services import access_end, identity_set, second_factor_reset


class SecurityView(OnePersonView):
    def get(self, request: PortalRequest, unit: str, username: str) -> HttpResponse:
        where, person = self.found(unit, username)
        context = {
            "unit": where,
            "person": person,
            "may_manage": may_manage(request.user, person.user),
            "reset": ReasonForm(auto_id="reset_%s"),
            "identity": IdentityForm(auto_id="identity_%s") if registers_identities() else None,
            "has_second_factor": has_second_factor(person.user),
            "sign_ins": list(SignIn.objects.visible_to(person.user).still_open()),
        }
        return render(request, "staff/security.html", context)


class SecondFactorResetView(OnePersonView):
    http_method_names = ["post"]

    def post(self, request: PortalRequest, unit: str, username: str) -> HttpResponse:
        _, person = self.found(unit, username)
        form = ReasonForm(request.POST)
        try:
            if not form.is_valid():
                raise RuleViolation(form_words(form))
            second_factor_reset(actor=request.user, user=person.user, **form.cleaned_data)
        except (NotAllowed, RuleViolation) as error:
            messages.error(request, error.message)
        else:
            messages.success(request, f"ล้างการยืนยันขั้นที่สองของ {person.user} แล้ว")
        return redirect("staff:security", unit, username)


class IdentityView(OnePersonView):
    http_method_names = ["post"]

    def post(self, request: PortalRequest, unit: str, username: str) -> HttpResponse:
        _, person = self.found(unit, username)
        form = IdentityForm(request.POST)
        try:
            if not form.is_valid():
                raise RuleViolation(form_words(form))
            identity_set(actor=request.user, user=person.user, **form.cleaned_data)
        except InvalidInput as error:
            messages.error(request, " ".join(message for _, message in error.errors))
        except (NotAllowed, RuleViolation) as error:
            messages.error(request, error.message)
        else:
            messages.success(request, f"บันทึกตัวตนของ {person.user} แล้ว")
        return redirect("staff:security", unit, username)


class SessionsEndView(OnePersonView):
    http_method_names = ["post"]

    def post(self, request: PortalRequest, unit: str, username: str) -> HttpResponse:
        _, person = self.found(unit, username)
        try:
            access_end(actor=request.user, user=person.user, reason="ผู้ดูแลระบบสั่งออกจากระบบ")
        except (NotAllowed, RuleViolation) as error:
            messages.error(request, error.message)
        else:
            messages.success(request, f"ให้ {person.user} ออกจากระบบทุกอุปกรณ์แล้ว")
        return redirect("staff:security", unit, username)
