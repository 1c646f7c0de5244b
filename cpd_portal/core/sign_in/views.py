"""What allauth's pages leave open."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, RemoveWebAuthnView
from allauth.socialaccount.providers.openid_connect import views as openid_connect
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from requests import RequestException

from cpd_portal.core.request import PortalRequest
from cpd_portal.core.sign_in.mfa_adapter import REQUIRED
from cpd_portal.core.sign_in.oidc_adapter import FAILED
from cpd_portal.core.sign_in.second_factor import confirm
from cpd_portal.core.sign_in.sessions import current, sessions_end


@login_not_required
def service_sign_in(request: HttpRequest, provider_id: str) -> HttpResponse:
    """The library lets its first question to a service that is down end as an error of ours."""
    try:
        answer: HttpResponse = openid_connect.login(request, provider_id)
    except RequestException:
        messages.error(request, FAILED)
        return redirect("account_login")
    return answer


class AppSetUpView(ActivateTOTPView):
    request: PortalRequest

    def form_valid(self, form: Any) -> HttpResponse:
        answer: HttpResponse = super().form_valid(form)
        set_up_here(self.request)
        return answer


class KeyAddView(AddWebAuthnView):
    request: PortalRequest

    def form_valid(self, form: Any) -> HttpResponse:
        answer: HttpResponse = super().form_valid(form)
        set_up_here(self.request)
        return answer


def set_up_here(request: PortalRequest) -> None:
    """This session has shown the factor; the others have not, and end."""
    confirm(request)
    user = request.user
    sessions_end(actor=user, user=user, keep=current(request), reason="ตั้งการยืนยันขั้นที่สอง")


@method_decorator(reauthentication_required(app="allauth.mfa"), name="dispatch")
class KeyRemoveView(RemoveWebAuthnView):
    """The library asks `can_delete_authenticator` for the app's codes only."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not get_adapter().can_delete_authenticator(self.get_object()):
            messages.error(request, REQUIRED)
            return redirect("mfa_index")
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer
