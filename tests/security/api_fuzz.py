"""Schemathesis drives the operations of the OpenAPI document through the WSGI handler.

Every example runs in a savepoint that is rolled back: one example does not meet what another
left behind, and shrinking finds the same failure again.
"""

import json
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import got_request_exception, request_finished, request_started
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case, CheckContext, GenerationMode, Response, openapi
from schemathesis.checks import load_all_checks, not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.schemas import APIOperation, BaseSchema

load_all_checks()

from schemathesis.specs.openapi.checks import (  # noqa: E402  (needs the loaded checks)
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

# A stale write is refused before its body is read.
BEFORE_THE_BODY = (412,)


def wrong_is_refused(ctx: CheckContext, response: Response, case: Case[Any]) -> bool | None:
    """What the description does not allow is refused; a parameter left empty is not asked."""
    if response.status_code in BEFORE_THE_BODY or "" in (case.query or {}).values():
        return None
    return negative_data_rejection(ctx, response, case)


CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    wrong_is_refused,
]
PROBLEM_FIELDS = {"type", "title", "status", "detail", "errors"}
Tokens = Mapping[str, str]
Operation = APIOperation[Any, Any, Any, Any]


@dataclass(frozen=True)
class Effort:
    """How long to try: a fixed course for the suite, or a longer one that differs every time."""

    examples: int
    fixed: bool

    @property
    def settings(self) -> settings:
        return settings(
            max_examples=self.examples,
            derandomize=self.fixed,
            database=None,
            deadline=None,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
            report_multiple_bugs=False,
        )


@contextmanager
def one_connection() -> Iterator[None]:
    """The handler leaves the test's connection open, as Django's own test client makes it do."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in signals:
            signal.connect(close_old_connections)


def document() -> BaseSchema:
    """The OpenAPI document as the portal serves it."""
    return openapi.from_wsgi("/api/schema/", WSGIHandler())


def operations(schema: BaseSchema) -> Iterator[Operation]:
    for found in schema.get_all_operations():
        assert isinstance(found, Ok), found.err()
        yield found.ok()


def fuzz(
    operation: Operation,
    known: Mapping[str, object],
    tokens: Tokens,
    effort: Effort,
) -> str | None:
    """What the operation does wrong, with the request in words; None when nothing was found.

    `known` are parameters of its path that lead to an object: half of the requests use them.
    """
    try:
        _attack(operation, known, tokens, effort)
    except (Exception, BaseExceptionGroup) as found:
        return f"{operation.label}: {_in_short(found)}"
    return None


def _attack(
    operation: Operation,
    known: Mapping[str, object],
    tokens: Tokens,
    effort: Effort,
) -> None:
    @effort.settings
    @given(
        case=_cases(operation, known),
        person=st.sampled_from(sorted(tokens)),
        any_state=st.booleans(),
    )
    def attack(case: Case[Any], person: str, any_state: bool) -> None:
        headers = {"Authorization": f"Token {tokens[person]}"}
        if any_state:
            headers["If-Match"] = "*"
        with undone(), raised() as exceptions:
            response = case.call(headers=headers)
            assert not exceptions, f"{person}: {exceptions[0]}"
            case.validate_response(response, checks=CHECKS, headers=headers)
            assert_problem(response)

    attack()


def _cases(operation: Operation, known: Mapping[str, object]) -> st.SearchStrategy[Case[Any]]:
    ways = []
    for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
        ways.append(operation.as_strategy(mode))
        if known:
            ways.append(operation.as_strategy(mode, path_parameters=dict(known)))
    return st.one_of(ways)


def assert_problem(response: Response) -> None:
    """Every refusal is a problem document that says its own status."""
    if response.status_code < 400:
        return
    assert response.headers["content-type"] == ["application/problem+json"]
    problem = json.loads(response.content)
    assert set(problem) >= PROBLEM_FIELDS
    assert problem["status"] == response.status_code


class _Undo(Exception):
    """Leaves the savepoint."""


@contextmanager
def undone() -> Iterator[None]:
    """Whatever was written inside is rolled back."""
    try:
        with transaction.atomic():
            yield
            raise _Undo
    except _Undo:
        return


@contextmanager
def raised() -> Iterator[list[str]]:
    """The last lines of what the portal raised and answered with a server error."""
    seen: list[str] = []

    def note(**_: object) -> None:
        seen.append(traceback.format_exc()[-1500:])

    got_request_exception.connect(note)
    try:
        yield seen
    finally:
        got_request_exception.disconnect(note)


def _in_short(found: BaseException) -> str:
    notes = "\n".join(getattr(found, "__notes__", []))
    return f"{found}\n{notes}"[:3_000]
