"""Gives every request its work context."""

from collections.abc import Callable
from typing import cast

from django.http import HttpRequest, HttpResponse

from cpd_portal.core.context import WorkContext
from cpd_portal.core.request import PortalRequest


class WorkContextMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        cast(PortalRequest, request).work = WorkContext(request)
        return self.get_response(request)
