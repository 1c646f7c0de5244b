"""Where somebody has to go before anything else: to a password of his own."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse

from cpd_portal.api import kinds
from cpd_portal.api.openapi import PROBLEM_MEDIA_TYPE
from cpd_portal.api.problems import Problem
from cpd_portal.core.models import User

OWN_PASSWORD_FIRST = "ต้องตั้งรหัสผ่านของตนเองก่อนใช้งาน"


class AccountGateMiddleware:
    """Asks only what the session's user says: no query."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if not isinstance(user, User) or not user.must_change_password:
            return self.get_response(request)
        target = reverse("account_change_password")
        if request.path_info in (target, reverse("account_logout")):
            return self.get_response(request)
        return refused(request, target, OWN_PASSWORD_FIRST)


def refused(request: HttpRequest, target: str, words: str) -> HttpResponse:
    """A page leads there, a partial update loads the whole page anew, a program is told."""
    if request.path_info.startswith("/api/"):
        document = Problem(kinds.FORBIDDEN, words).document()
        return JsonResponse(document, status=403, content_type=PROBLEM_MEDIA_TYPE)
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=204, headers={"HX-Redirect": target})
    return redirect(target)
