"""Gives every request its work context, and asks for sign-in in the way the page needs."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse

from cpd_portal.core.context import WorkContext
from cpd_portal.core.request import PortalRequest


class WorkContextMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        cast(PortalRequest, request).work = WorkContext(request)
        return self.get_response(request)


class SignInMiddleware(LoginRequiredMiddleware):
    """Pages redirect to the sign-in form; a partial update gets 401, so that the open page
    can let the person sign in again in place and keep what was typed."""

    def handle_no_permission(
        self, request: HttpRequest, view_func: Callable[..., Any]
    ) -> HttpResponse:
        if request.headers.get("HX-Request") == "true":
            return HttpResponse("หมดเวลาใช้งาน กรุณาเข้าสู่ระบบอีกครั้ง", status=401)
        return cast(HttpResponse, super().handle_no_permission(request, view_func))
