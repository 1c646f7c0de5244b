"""Problem documents: authentication, roles, scope, unknown addresses, refusals of services."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

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
