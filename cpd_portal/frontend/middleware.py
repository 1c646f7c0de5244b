"""Sign-in of partial requests."""

from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """As Django's, but a partial request without a session answers 401 instead of the sign-in
    page: static/js/session.js then lets the person sign in in place, typed values kept."""

    def process_view(
        self, request: HttpRequest, view_func: Any, view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        answer = super().process_view(request, view_func, view_args, view_kwargs)
        if answer is not None and request.headers.get("HX-Request") == "true":
            return HttpResponse(status=401)
        return answer
