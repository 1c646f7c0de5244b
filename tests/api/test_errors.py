"""Problem documents: authentication, roles, scope, unknown addresses, refusals of services."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import JsonResponse
from django.test import Client, RequestFactory

from cpd_portal.api.problems import server_error
from cpd_portal.core.models import User
from tests.api.conftest import TokenClient

pytestmark = pytest.mark.urls("tests.api.urls")
CALCULATE = "/api/v1/test/calculate/"


def _problem(response: Any) -> dict[str, Any]:
    assert response.headers["Content-Type"] == "application/problem+json"
    document: dict[str, Any] = response.json()
    assert document["status"] == response.status_code
    return document


@pytest.mark.django_db
def test_request_without_token_is_401_with_challenge(client: Client) -> None:
    response = client.get("/api/v1/test/memberships/")

    assert response.headers["WWW-Authenticate"] == "Token"
    assert _problem(response) == {
        "type": "urn:cpd-portal:problem:not-authenticated",
        "title": "ต้องยืนยันตัวตน",
        "status": 401,
        "detail": "กรุณาส่งส่วนหัว Authorization: Token … ของบัญชีที่ใช้งานได้",
        "errors": [],
    }


@pytest.mark.django_db
def test_unknown_token_is_401(client: Client) -> None:
    response = client.get("/api/v1/test/memberships/", headers={"Authorization": "Token x"})

    assert _problem(response)["status"] == 401


def test_token_of_closed_account_is_401(program: TokenClient, officer: User) -> None:
    officer.is_active = False
    officer.save()

    assert program.get("/api/v1/test/memberships/").status_code == 401


def test_session_write_without_csrf_is_403_and_with_token_auth_is_not(
    officer: User, program: TokenClient
) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(officer)

    refused = browser.post(CALCULATE, {"amount": "1"}, "application/json")

    assert _problem(refused)["detail"].startswith("CSRF Failed")
    assert program.post(CALCULATE, {"amount": "1"}, "application/json").status_code == 200


def test_session_of_browser_reads(officer: User, client_of: Callable[[User], Client]) -> None:
    assert client_of(officer).get("/api/v1/test/memberships/").status_code == 200


def test_person_without_required_role_is_403(program: TokenClient) -> None:
    problem = _problem(program.get("/api/v1/test/units/50/"))

    assert (problem["status"], problem["detail"]) == (403, "บัญชีนี้ไม่มีบทบาทที่ใช้ส่วนนี้ได้")


def test_object_outside_scope_is_404(program: TokenClient, outsider: User) -> None:
    foreign = outsider.memberships.get()

    problem = _problem(program.get(f"/api/v1/test/memberships/{foreign.pk}/"))

    assert problem["detail"] == "ไม่มีรายการนี้ หรืออยู่นอกขอบเขตที่บัญชีนี้ดูได้"


@pytest.mark.parametrize("address", ["", "v1/", "v1/nothing/", "v1/test/calculate", "x%0Ay"])
def test_unknown_address_is_404_problem_for_everybody(client: Client, address: str) -> None:
    problem = _problem(client.post(f"/api/{address}"))

    assert problem["title"] == "ไม่พบข้อมูล"
    assert problem["detail"] == "ไม่มีที่อยู่นี้ใน API (ที่อยู่ทั้งหมดลงท้ายด้วย /)"


def test_method_that_the_address_lacks_is_405_with_allow(program: TokenClient) -> None:
    response = program.delete(CALCULATE)

    assert response.headers["Allow"] == "POST"
    assert _problem(response)["title"] == "ไม่รองรับวิธีนี้"


def test_accept_header_of_a_browser_gets_json(program: TokenClient) -> None:
    response = program.get("/api/v1/test/memberships/", headers={"Accept": "text/html"})

    assert response.headers["Content-Type"] == "application/json"


@pytest.mark.parametrize(
    ("name", "status", "detail", "errors"),
    [
        ("rule", 409, "ปิดรับแล้ว", []),
        (
            "input",
            400,
            "ข้อมูลไม่ถูกต้อง กรุณาแก้ไขตามรายการ",
            [{"pointer": "/points/2.6", "message": "เกินคะแนนเต็ม 5"}],
        ),
        ("role", 403, "ต้องเป็นหัวหน้า", []),
        (
            "model",
            400,
            "กรุณาแก้ไขข้อมูลตามรายการใน errors",
            [{"pointer": "/code", "message": "รหัสซ้ำ"}],
        ),
        ("missing", 404, "ไม่มีตัวชี้วัดที่ 99", []),
        ("denied", 403, "ใช้ไม่ได้", []),
        (
            "full",
            507,
            "ที่เก็บไฟล์ของระบบเต็ม ไฟล์นี้ยังไม่ถูกเก็บ กรุณาเก็บไว้ก่อนแล้วส่งใหม่ภายหลัง",
            [],
        ),
    ],
)
def test_refusal_of_service_is_problem_and_rolls_back(
    program: TokenClient, name: str, status: int, detail: str, errors: list[dict[str, str]]
) -> None:
    problem = _problem(program.post(f"/api/v1/test/users/{name}/"))

    assert (problem["status"], problem["detail"], problem["errors"]) == (status, detail, errors)
    assert not User.objects.filter(username=name).exists()


def test_stale_object_without_a_shown_object_has_null_current(program: TokenClient) -> None:
    problem = _problem(program.post("/api/v1/test/users/stale/"))

    assert (problem["status"], problem["current"]) == (412, None)


def test_throttled_request_says_when_to_come_again(program: TokenClient) -> None:
    response = program.post("/api/v1/test/users/throttled/")

    assert (response.status_code, response.headers["Retry-After"]) == (429, "7")


def test_unexpected_error_stays_an_error_and_has_a_problem_for_its_handler(
    program: TokenClient, rf: RequestFactory
) -> None:
    with pytest.raises(ZeroDivisionError):
        program.post("/api/v1/test/users/crash/")

    assert _problem(_Parsed(server_error(rf.get("/api/v1/")))) == {
        "type": "urn:cpd-portal:problem:server-error",
        "title": "ระบบขัดข้อง",
        "status": 500,
        "detail": "ระบบขัดข้อง ไม่มีข้อมูลใดถูกเปลี่ยน กรุณาลองใหม่",
        "errors": [],
    }


def test_unscoped_model_fails_loudly(program: TokenClient) -> None:
    with pytest.raises(ImproperlyConfigured, match="User has no scoped queryset"):
        program.get("/api/v1/test/unscoped/")


class _Parsed:
    """A plain response that is read as the test client's responses are."""

    def __init__(self, response: JsonResponse) -> None:
        self.headers = response.headers
        self.status_code = response.status_code
        self.json = lambda: json.loads(response.content)
