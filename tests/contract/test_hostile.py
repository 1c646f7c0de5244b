"""Hostile requests to every operation: refused by name, never a server error, no change."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.db.models import Count, Max

from coops.models import Assessment, Institution
from cpd_portal.core.documents.models import Document
from registrar.models import Case
from tests.api.conftest import TokenClient
from tests.contract.bodies import (
    ASSESS,
    CASES,
    CLASSIFY,
    INSTITUTIONS,
    REPORTS,
    SCORE,
    STRENGTH,
    TOTAL,
    assessed,
    cooperative,
    farmer_group,
    opened,
)
from tests.contract.operations import OPERATIONS, WRITES, Operation

pytestmark = pytest.mark.usefixtures("institution", "media", "private_queue")

UNREADABLE = [
    b"{",
    b"NaN",
    b"-Infinity",
    b"1e400",
    b"\xff\xfe",
    b"\x00",
    b"1" * 5_000,
    b"[" * 40 + b"]" * 40,
    b"[" * 100_000 + b"]" * 100_000,
    b'{"a":' * 5_000 + b"1" + b"}" * 5_000,
    b'{"a": 1, "a": 2}',
    b'{"a": 1e999999999}',
    b'{"\\u0000": 1}',
    b'{"\\ud800": 1}',
    b'{"a": "\\ud800"}',
    b'{"a": "\\u0000"}',
]
OTHER_SHAPES = [
    b"null",
    b"true",
    b"0",
    b'"text"',
    b"[]",
    b"[{}]",
    b'{"__proto__": {}}',
    b'{"": 1}',
]
# No field of any body takes one of these.
WRONG = [
    *(True, 1.5, 10**17, -(10**17), [], [1], {"a": 1}, {"latest": "yes"}, {"1.1": {}}),
    *("NaN", "1e400", "๒๕๖๗", "9" * 400, "a" * 10_000, "' OR 1=1 --", "../../etc/passwd"),
]


@pytest.fixture(autouse=True)
def unchanged(institution: Institution, media: object, private_queue: object) -> Iterator[None]:
    """Whatever a test sends, no row is made or changed."""
    before = _stored()
    yield
    assert _stored() == before


def _stored() -> list[Any]:
    return [
        Institution.objects.aggregate(Count("pk"), Max("version")),
        Assessment.objects.count(),
        Document.objects.count(),
        Case.objects.count(),
    ]


def send(program: TokenClient, operation: Operation, body: bytes) -> Any:
    return program.generic(
        operation.method.upper(),
        operation.address,
        body,
        "application/json",
        headers={"If-Match": "*"},
    )


def not_refused(answer: Any, *statuses: int) -> bool:
    return answer.status_code not in statuses or (
        answer["Content-Type"] != "application/problem+json"
    )


@pytest.mark.parametrize("operation", WRITES, ids=str)
def test_unreadable_or_foreign_body_is_400(program: TokenClient, operation: Operation) -> None:
    accepted = [
        body[:40]
        for body in [*UNREADABLE, *OTHER_SHAPES]
        if not_refused(send(program, operation, body), 400)
    ]
    assert accepted == []


@pytest.mark.parametrize(
    ("address", "body"),
    [
        (CLASSIFY, cooperative(allocated_and_paid=None, statement_days=None)),
        (CLASSIFY, farmer_group(loss=None)),
        (ASSESS, assessed()),
        (SCORE.format(number=5), {"round": "12m", "value": "45.00"}),
        (TOTAL, {"scores": {"1": "80"}}),
        (REPORTS, {"report": "kpi-scorecard", "params": {"fiscal_year": 2567}, "format": "pdf"}),
    ],
)
def test_wrong_value_of_any_field_is_400_at_its_pointer(
    program: TokenClient, address: str, body: dict[str, Any]
) -> None:
    wrongly_answered = []
    for field in body:
        for value in WRONG:
            answer = program.post(address, {**body, field: value}, "application/json")
            pointers = [error["pointer"] for error in answer.json().get("errors", [])]
            named = any(f"{at}/".startswith(f"/{field}/") for at in pointers)
            if not_refused(answer, 400) or not named:
                wrongly_answered.append((field, repr(value)[:40], answer.status_code, pointers))
    assert wrongly_answered == []


@pytest.mark.parametrize(
    "field", ["type", "institution", "amount", "conduct", "received_on", "document_on", "defects"]
)
def test_wrong_value_of_a_new_case_is_400_at_its_pointer(program: TokenClient, field: str) -> None:
    empty_is_fine = field in ("conduct", "defects")
    wrongly_answered = []
    for value in WRONG:
        if empty_is_fine and value == []:
            continue
        answer = program.post(CASES, opened(**{field: value}), "application/json")
        pointers = [error["pointer"] for error in answer.json().get("errors", [])]
        if not_refused(answer, 400) or not any(at.startswith(f"/{field}") for at in pointers):
            wrongly_answered.append((repr(value)[:40], answer.status_code, pointers))
    assert wrongly_answered == []


@pytest.mark.parametrize("field", ["title", "facts", "clause", "document_no", "applicant"])
def test_text_of_a_new_case_that_is_no_text_is_400(program: TokenClient, field: str) -> None:
    for value in (True, 1.5, [], [1], {"a": 1}, "\x00", "a" * 9_000):
        answer = program.post(CASES, opened(**{field: value}), "application/json")
        assert answer.status_code == 400, value
        assert [error["pointer"] for error in answer.json()["errors"]] == [f"/{field}"]


@pytest.mark.parametrize("key", ["a/b", "~", "", "01", "-1", " 1", "๑", "9.9"])
@pytest.mark.parametrize(
    ("address", "field", "body"),
    [
        (CLASSIFY, "points", cooperative()),
        (ASSESS, "facts", assessed()),
        (SCORE.format(number=9), "value", {"round": "12m", "value": {"quality_pct": "1"}}),
        (TOTAL, "scores", {"scores": {"1": "80"}}),
        (REPORTS, "params", {"report": "kpi-scorecard", "params": {}, "format": "pdf"}),
    ],
)
def test_unknown_key_is_400_at_its_escaped_pointer(
    program: TokenClient, address: str, field: str, body: dict[str, Any], key: str
) -> None:
    sent = {**body, field: {**body[field], key: "1"}}
    answer = program.post(address, sent, "application/json")
    assert answer.status_code == 400
    escaped = key.replace("~", "~0").replace("/", "~1")
    assert f"/{field}/{escaped}" in [error["pointer"] for error in answer.json()["errors"]]


@pytest.mark.parametrize("operation", WRITES, ids=str)
def test_undocumented_field_is_400(program: TokenClient, operation: Operation) -> None:
    body = json.dumps({**operation.body, "extra": 1}).encode()
    answer = send(program, operation, body)
    assert answer.status_code == 400
    assert [error["pointer"] for error in answer.json()["errors"]] == ["/extra"]


@pytest.mark.parametrize("operation", OPERATIONS, ids=str)
def test_hostile_end_of_an_address_is_400_or_404(
    program: TokenClient, operation: Operation
) -> None:
    address = operation.address.partition("?")[0]
    accepted = [
        end
        for end in ("%00/", "%ff%fe/", "%ED%A0%80/", "..%2f..%2fetc%2fpasswd/", "x/")
        if not_refused(
            program.generic(operation.method.upper(), f"{address}{end}", b"{}"), 400, 404
        )
    ]
    assert accepted == []


@pytest.mark.parametrize(
    "address",
    [
        *(f"/api/v1/kpis/scorecards/{year}/" for year in ("0", "-1", "2566", "9" * 30, "x")),
        "/api/v1/strategy/projects/9.9/",
        f"{INSTITUTIONS}C51-1/",
        f"{INSTITUTIONS}?page=2",
        f"{INSTITUTIONS}?office=51",
        f"{INSTITUTIONS}?office=ict",
        f"{CASES}?office=51",
        f"{CASES}?page=2",
        f"{STRENGTH}?fiscal_year=2566&kind=cooperative&office=51",
    ],
)
def test_what_is_not_there_for_the_caller_is_404(program: TokenClient, address: str) -> None:
    assert not not_refused(program.get(address), 404)


@pytest.mark.parametrize("address", [INSTITUTIONS, f"{STRENGTH}?kind=cooperative"])
@pytest.mark.parametrize(
    "year", ["2568", "0", "-1", "9" * 30, "NaN", "1e3", "2566.5", "%00", "%F0%9F"]
)
def test_unknown_year_of_a_question_is_400(program: TokenClient, address: str, year: str) -> None:
    mark = "&" if "?" in address else "?"
    answer = program.get(f"{address}{mark}fiscal_year={year}")
    assert answer.status_code == 400
    assert [error["pointer"] for error in answer.json()["errors"]] == ["/fiscal_year"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("page_size", value) for value in ("0", "-1", "1001", "abc", "1.5", "", "9" * 30)),
        *(("page", value) for value in ("0", "-1", "last", "1e3", "", "9" * 30)),
        *(("tier", value) for value in ("0", "4", "-1", "x")),
        ("kind", "bank"),
        ("q", "%00"),
    ],
)
def test_wrong_question_of_the_list_is_400(program: TokenClient, name: str, value: str) -> None:
    answer = program.get(f"{INSTITUTIONS}?{name}={value}")
    assert answer.status_code == 400
    assert [error["pointer"] for error in answer.json()["errors"]] == [f"/{name}"]


@pytest.mark.parametrize(
    ("params", "pointer"),
    [
        ({"office": "51"}, "/params/office"),
        ({"office": "999"}, "/params/office"),
        ({"kind": "bank"}, "/params/kind"),
        ({"kind": True}, "/params/kind"),
        ({"fiscal_year": 2568}, "/params/fiscal_year"),
        ({"fiscal_year": "NaN"}, "/params/fiscal_year"),
        ({"q": {"a": 1}}, "/params/q"),
    ],
)
def test_order_of_a_report_beyond_the_caller_is_400(
    program: TokenClient, params: dict[str, Any], pointer: str
) -> None:
    order = {"report": "institution-register", "params": params, "format": "csv"}
    answer = program.post(REPORTS, order, "application/json")
    assert answer.status_code == 400
    assert pointer in [error["pointer"] for error in answer.json()["errors"]]
