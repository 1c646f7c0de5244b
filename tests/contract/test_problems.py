"""What every operation has in common: refusals, the description, keys of repeated writes."""

import json
from typing import Any

import pytest
from django.test import Client

from coops.models import Institution
from cpd_portal.core.documents.models import Document
from cpd_portal.core.models import User
from tests.api.conftest import TokenClient
from tests.contract.operations import OPERATIONS, WRITES, Operation
from tests.contract.shape import wrong

PROBLEM = {
    "type": str,
    "title": str,
    "status": int,
    "detail": str,
    "errors": [{"pointer": str, "message": str}],
}


def send(client: Client, operation: Operation, body: object, **headers: str) -> Any:
    """`headers`: `If_Match="*"` is sent as If-Match."""
    return client.generic(
        operation.method.upper(),
        operation.address,
        json.dumps(body),
        "application/json",
        headers={name.replace("_", "-"): value for name, value in headers.items()},
    )


def assert_problem(answer: Any, status: int) -> None:
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    assert wrong(answer.json(), PROBLEM) == []
    assert answer.json()["status"] == status


@pytest.fixture
def described(client: Client, db: None) -> dict[str, Any]:
    schema: dict[str, Any] = client.get("/api/schema/").json()
    return schema


@pytest.mark.django_db
@pytest.mark.parametrize("operation", OPERATIONS, ids=str)
def test_without_a_good_token_it_is_401(client: Client, operation: Operation) -> None:
    assert_problem(send(client, operation, operation.body), 401)
    for header in ("Token", "Token unknown", "Token a b", "Basic YTpi"):
        answer = send(client, operation, operation.body, Authorization=header)
        assert_problem(answer, 401)
        assert answer["WWW-Authenticate"] == "Token"


def test_description_has_every_operation_with_its_problems(described: dict[str, Any]) -> None:
    problems = {
        (operation.method, operation.path): {
            status
            for status in described["paths"][operation.path][operation.method]["responses"]
            if status >= "400"
        }
        for operation in OPERATIONS
    }
    assert problems == {(op.method, op.path): op.problems for op in OPERATIONS}


@pytest.mark.parametrize(
    "values",
    [
        {"6m", "12m"},
        {"linear", "step"},
        {"higher", "lower"},
        {"below", "50", "75", "100"},
        {"quality", "high_standard", "basic_standard", "needs_improvement"},
        {"cooperative", "farmer_group"},
        {"agricultural", "non_agricultural"},
        {"none", "resolved", "resolved_monitoring", "in_progress", "not_started"},
        {"operating", "new", "suspended", "dissolved", "struck_off"},
        {"total", "loss", "allocated_and_paid", "defects", "statements"},
        {"provisional", "official"},
        {"queued", "running", "done", "failed"},
        {"pdf", "xlsx", "csv", "docx", "zip"},
        {
            "assessment-form",
            "case-register",
            "case-summary",
            "chase-letters",
            "defect-ageing",
            "defect-letter",
            "defect-meeting-agenda",
            "defect-meeting-minutes",
            "defect-register",
            "district-sheet",
            "duties-due",
            "early-warning-clocks",
            "handover-list",
            "health-sheet",
            "inspection-plans",
            "inspector-order",
            "institution-register",
            "institution-sheet",
            "kpi-evidence-index",
            "kpi-measurements",
            "kpi-scorecard",
            "kpi-sheet",
            "national-classification",
            "office-books",
            "office-summary",
            "open-alerts",
            "order-register",
            "own-view-differs",
            "personal-data",
            "published-failing",
            "published-five-years",
            "published-kpi-book",
            "published-plan-book",
            "published-ranking",
            "published-strength-by-province",
            "published-strength-by-region",
            "published-strength-by-type",
            "register-reconciliation",
            "registrar-order",
            "run-comparison",
            "self-assessments",
            "staff-handover-list",
            "strategy-board",
            "strategy-ledger",
            "strategy-matrix",
            "strategy-project",
            "strategy-projects",
            "strategy-reports",
            "strategy-status",
            "strategy-versions",
            "strength-movement",
            "submission-board",
            "visit-minutes",
            "visit-notices",
            "warnings-proved",
            "watched-by-place",
            "watchlist",
        },
    ],
    ids=lambda values: min(values),
)
def test_description_names_the_documented_values(
    described: dict[str, Any], values: set[str]
) -> None:
    schemas = described["components"]["schemas"].values()
    assert values in [set(schema["enum"]) for schema in schemas if "enum" in schema]


@pytest.mark.usefixtures("institution", "media", "private_queue")
@pytest.mark.parametrize("operation", WRITES, ids=str)
def test_same_key_gets_the_first_answer_and_another_body_422(
    program: TokenClient, operation: Operation
) -> None:
    headers = {"Idempotency_Key": "one", "If_Match": "*"}
    first = send(program, operation, operation.body, **headers)
    assert first.status_code in {200, 201, 202}
    again = send(program, operation, operation.body, **headers)
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert_problem(send(program, operation, {}, **headers), 422)
    assert Document.objects.count() == (operation.path == "/api/v1/reports/")


def test_change_needs_the_etag_of_what_was_read(
    program: TokenClient, institution: Institution
) -> None:
    change = next(operation for operation in OPERATIONS if operation.method == "patch")
    shown = program.get(change.address)
    assert_problem(send(program, change, change.body), 428)
    assert send(program, change, change.body, If_Match=shown["ETag"]).status_code == 200
    stale = send(program, change, {"phone": "1"}, If_Match=shown["ETag"])
    assert_problem(stale, 412)
    assert stale.json()["current"] == program.get(change.address).json()


@pytest.mark.usefixtures("institution")
def test_object_of_another_office_is_404_and_not_403(outsider: User) -> None:
    foreign = TokenClient(outsider)
    for operation in OPERATIONS:
        if "C50-1" in operation.address:
            assert_problem(send(foreign, operation, operation.body, If_Match="*"), 404)


@pytest.mark.usefixtures("institution")
def test_change_by_a_role_that_only_reads_is_403(executive: User) -> None:
    change = next(operation for operation in OPERATIONS if operation.method == "patch")
    assert_problem(send(TokenClient(executive), change, change.body, If_Match="*"), 403)
