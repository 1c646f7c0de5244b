"""How a person of a unit signs in: a lost second factor, the
identity by which another service knows him."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from cpd_portal.core.exceptions import InvalidInput, NotAllowed, RuleViolation
from cpd_portal.core.request import PortalRequest
from cpd_portal.core.staff.forms import IdentityForm, ReasonForm
from cpd_portal.core.staff.person_views import OnePersonView, form_words
from cpd_portal.core.staff.services import identity_set, second_factor_reset


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
        return redirect("staff:person", unit, username)


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
        return redirect("staff:person", unit, username)
