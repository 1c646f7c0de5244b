"""Where somebody has to go before anything else: to a password of his own, then to the second
factor that his role asks for."""

from collections.abc import Callable
from typing import cast

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse

from cpd_portal.api import kinds
from cpd_portal.api.openapi import PROBLEM_MEDIA_TYPE
from cpd_portal.api.problems import Problem
from cpd_portal.core.models import User
from cpd_portal.core.request import PortalRequest
from cpd_portal.core.sign_in.second_factor import (
    has_second_factor,
    is_confirmed,
    needs_second_factor,
)
from cpd_portal.frontend.addresses import fixed_address

OWN_PASSWORD_FIRST = "ต้องตั้งรหัสผ่านของตนเองก่อนใช้งาน"
SECOND_FACTOR_FIRST = "บทบาทของท่านต้องใช้การยืนยันขั้นที่สองก่อนใช้งาน"


class AccountGateMiddleware:
    """Asks what the session's user and the session say; only who has to show a second factor
    and has not yet costs a query."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if not isinstance(user, User) or request.path_info == fixed_address("account_logout"):
            return self.get_response(request)
        if user.must_change_password:
            target = reverse("account_change_password")
            return self._only(request, (target,), target, OWN_PASSWORD_FIRST)
        session = cast(PortalRequest, request)
        if needs_second_factor(user) and not is_confirmed(session):
            open_pages, target = second_factor_pages(user)
            session.second_factor_first = True
            return self._only(request, open_pages, target, SECOND_FACTOR_FIRST)
        return self.get_response(request)

    def _only(
        self, request: HttpRequest, open_pages: tuple[str, ...], target: str, words: str
    ) -> HttpResponse:
        if request.path_info in open_pages:
            return self.get_response(request)
        return refused(request, target, words)


def second_factor_pages(user: User) -> tuple[tuple[str, ...], str]:
    """The pages on which the factor is shown or set up, and the first of them. Who has one must
    show it: a session begun before it was made may not add another."""
    if has_second_factor(user):
        target = reverse("mfa_reauthenticate")
        return (target, reverse("mfa_reauthenticate_webauthn")), target
    target = reverse("mfa_index")
    names = ("account_reauthenticate", "mfa_activate_totp", "mfa_add_webauthn")
    return (target, *(reverse(name) for name in names)), target


def refused(request: HttpRequest, target: str, words: str) -> HttpResponse:
    """A page leads there, a partial update loads the whole page anew, a program is told."""
    if request.path_info.startswith("/api/"):
        document = Problem(kinds.FORBIDDEN, words).document()
        return JsonResponse(document, status=403, content_type=PROBLEM_MEDIA_TYPE)
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=204, headers={"HX-Redirect": target})
    return redirect(target)
