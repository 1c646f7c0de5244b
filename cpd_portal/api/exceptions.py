"""Problems that the API itself finds, beside those that services raise."""

from collections.abc import Sequence

from rest_framework.exceptions import APIException

from cpd_portal.api.kinds import (
    CONFLICT,
    INVALID_INPUT,
    KEY_REUSED,
    MALFORMED,
    PRECONDITION_REQUIRED,
    TOO_LARGE,
    ProblemKind,
)


class ApiProblem(APIException):
    """Base: the kind of the problem, an optional particular detail, errors by pointer."""

    kind: ProblemKind

    def __init__(self, detail: str = "", errors: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__(detail or self.kind.detail)
        self.status_code = self.kind.status
        self.errors = list(errors)


class MalformedRequest(ApiProblem):
    kind = MALFORMED


class InvalidParameter(ApiProblem):
    """A query parameter that cannot be used; the pointer names it (`/page_size`)."""

    kind = INVALID_INPUT


class RequestTooLarge(ApiProblem):
    kind = TOO_LARGE


class PreconditionRequired(ApiProblem):
    kind = PRECONDITION_REQUIRED


class IdempotencyKeyReused(ApiProblem):
    kind = KEY_REUSED


class RequestInProgress(ApiProblem):
    kind = CONFLICT
