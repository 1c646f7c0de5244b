"""Probes, unusable addresses, programs without TLS, what no browser keeps, the work context of
every request, and asking for sign-in in the way the page needs."""

from collections.abc import Callable
from typing import Any, cast

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, JsonResponse

from cpd_portal.api import kinds
from cpd_portal.api.openapi import PROBLEM_MEDIA_TYPE
from cpd_portal.api.problems import Problem
from cpd_portal.core.context import WorkContext
from cpd_portal.core.models import User
from cpd_portal.core.request import PortalRequest
from cpd_portal.core.request_memo import remembering
from cpd_portal.core.sign_in.sessions import is_too_old, session_seen


class ProbeMiddleware:
    """A probe is nobody's: without its session cookie it is answered without the database,
    also in the browser of somebody who is signed in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith("/healthz/") or request.path_info == "/metrics":
            request.COOKIES = {}
        return self.get_response(request)


WITHOUT_TLS = "ต้องเรียกผ่าน https เท่านั้น โทเคนที่ส่งมาโดยไม่เข้ารหัสอาจมีผู้อื่นเห็นแล้ว ให้ออกโทเคนใหม่"


class ProgramsByTlsMiddleware:
    """A program that asks without TLS is refused, not led on: its token would go on travelling
    in the clear and nobody would notice. Pages are redirected (`SECURE_SSL_REDIRECT`)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_program = request.path_info.startswith("/api/")
        if settings.SECURE_SSL_REDIRECT and is_program and not request.is_secure():
            document = Problem(kinds.FORBIDDEN, WITHOUT_TLS).document()
            return JsonResponse(document, status=403, content_type=PROBLEM_MEDIA_TYPE)
        return self.get_response(request)


class UnkeptMiddleware:
    """What somebody signed in was answered stays in no cache: the next person at the machine
    finds it neither by the back button nor in a file of the browser."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if isinstance(request.user, User):
            response.setdefault("Cache-Control", "private, no-store")
        return response


class UsableAddressMiddleware:
    """A page's address with a NUL is refused here: in a query it would be an error of the
    database. The API refuses it itself and names the parameter."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        has_nul = "\x00" in request.path_info or "%00" in request.META.get("QUERY_STRING", "")
        if has_nul and not request.path_info.startswith("/api/"):
            raise BadRequest("NUL in the address")
        return self.get_response(request)


class WorkContextMiddleware:
    """The work context, and the memory of reads of a request that writes nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        cast(PortalRequest, request).work = WorkContext(request)
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        with remembering():
            return self.get_response(request)


class SeenMiddleware:
    """When a session was used last: written now and then, not at every request. One that is too
    old ends here, and the request goes on as nobody's."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if isinstance(request.user, User):
            if is_too_old(request):
                logout(request)
            else:
                session_seen(request, request.user)
        return self.get_response(request)


class SignInMiddleware(LoginRequiredMiddleware):
    """Pages redirect to the sign-in form; a partial update gets 401, so that the open page
    can let the person sign in again in place and keep what was typed."""

    # The stub knows the redirect only.
    def handle_no_permission(  # type: ignore[override]
        self, request: HttpRequest, view_func: Callable[..., Any]
    ) -> HttpResponse:
        if request.headers.get("HX-Request") == "true":
            return HttpResponse("หมดเวลาใช้งาน กรุณาเข้าสู่ระบบอีกครั้ง", status=401)
        return cast(HttpResponse, super().handle_no_permission(request, view_func))
