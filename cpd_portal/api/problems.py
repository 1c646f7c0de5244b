"""Every error of the API as a problem document (RFC 9457)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import singledispatch
from typing import Any

from django.core.exceptions import PermissionDenied as DjangoPermissionDenied
from django.core.exceptions import RequestDataTooBig
from django.core.exceptions import ValidationError as ModelValidationError
from django.http import Http404, HttpRequest, JsonResponse
from rest_framework import exceptions
from rest_framework.fields import get_error_detail
from rest_framework.response import Response

from cpd_portal.api import kinds
from cpd_portal.api.exceptions import ApiProblem
from cpd_portal.api.kinds import ProblemKind
from cpd_portal.api.openapi import PROBLEM_MEDIA_TYPE
from cpd_portal.api.pointers import pointed
from cpd_portal.core.exceptions import InvalidInput, NotAllowed, RuleViolation, StaleObject
from cpd_portal.core.stored_files import is_storage_full


@dataclass(frozen=True)
class Problem:
    kind: ProblemKind
    detail: str = ""
    errors: Sequence[tuple[str, str]] = ()
    headers: dict[str, str] = field(default_factory=dict)

    def document(self) -> dict[str, Any]:
        return {
            "type": self.kind.uri,
            "title": self.kind.title,
            "status": self.kind.status,
            "detail": self.detail or self.kind.detail,
            "errors": [{"pointer": at, "message": message} for at, message in self.errors],
        }


def exception_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """REST framework's hook. None for an error that nobody expected: that one is a 500."""
    problem = problem_of(error)
    if problem is None:
        return None
    document = problem.document()
    if problem.kind is kinds.STALE:
        current = getattr(context["view"], "current", None)
        document["current"] = current() if current else None
    return Response(
        document,
        status=problem.kind.status,
        headers=problem.headers,
        content_type=PROBLEM_MEDIA_TYPE,
    )


def server_error(request: HttpRequest) -> JsonResponse:
    """The answer to an unexpected error below /api/, for `handler500`."""
    document = Problem(kinds.SERVER_ERROR).document()
    return JsonResponse(document, status=500, content_type=PROBLEM_MEDIA_TYPE)


@singledispatch
def problem_of(error: Exception) -> Problem | None:
    return None


@problem_of.register
def _(error: OSError) -> Problem | None:
    return Problem(kinds.STORAGE_FULL) if is_storage_full(error) else None


@problem_of.register
def _(error: ApiProblem) -> Problem:
    return Problem(error.kind, str(error.detail), error.errors)


@problem_of.register
def _(error: InvalidInput) -> Problem:
    return Problem(kinds.INVALID_INPUT, error.message, error.errors)


@problem_of.register
def _(error: RuleViolation) -> Problem:
    return Problem(kinds.CONFLICT, error.message)


@problem_of.register
def _(error: StaleObject) -> Problem:
    return Problem(kinds.STALE, error.message)


@problem_of.register
def _(error: NotAllowed) -> Problem:
    return Problem(kinds.FORBIDDEN, error.message)


@problem_of.register
def _(error: exceptions.ValidationError) -> Problem:
    return Problem(kinds.INVALID_INPUT, errors=list(pointed(error.detail)))


@problem_of.register
def _(error: ModelValidationError) -> Problem:
    return Problem(kinds.INVALID_INPUT, errors=list(pointed(get_error_detail(error))))


@problem_of.register
def _(error: exceptions.ParseError) -> Problem:
    return Problem(kinds.MALFORMED)


@problem_of.register(exceptions.NotAuthenticated)
@problem_of.register(exceptions.AuthenticationFailed)
def _(error: exceptions.APIException) -> Problem:
    challenge = getattr(error, "auth_header", "")
    return Problem(kinds.NOT_AUTHENTICATED, headers={"WWW-Authenticate": challenge})


@problem_of.register
def _(error: exceptions.PermissionDenied) -> Problem:
    return Problem(kinds.FORBIDDEN, str(error.detail))


@problem_of.register
def _(error: DjangoPermissionDenied) -> Problem:
    return Problem(kinds.FORBIDDEN, str(error))


@problem_of.register
def _(error: Http404) -> Problem:
    """The message of `get_object_or_404` is English and names models: not shown."""
    return Problem(kinds.NOT_FOUND)


@problem_of.register
def _(error: exceptions.NotFound) -> Problem:
    """`NotFound("ไม่มีตัวชี้วัดที่ 99")` says what is not there."""
    particular = error.detail != exceptions.NotFound.default_detail
    return Problem(kinds.NOT_FOUND, str(error.detail) if particular else "")


@problem_of.register
def _(error: exceptions.MethodNotAllowed) -> Problem:
    return Problem(kinds.METHOD_NOT_ALLOWED)


@problem_of.register
def _(error: exceptions.UnsupportedMediaType) -> Problem:
    return Problem(kinds.UNSUPPORTED_MEDIA_TYPE)


@problem_of.register
def _(error: RequestDataTooBig) -> Problem:
    return Problem(kinds.TOO_LARGE)


@problem_of.register
def _(error: exceptions.Throttled) -> Problem:
    wait = getattr(error, "wait", None)
    return Problem(kinds.THROTTLED, headers={"Retry-After": str(int(wait))} if wait else {})
