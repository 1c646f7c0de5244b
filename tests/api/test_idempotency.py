"""Idempotency-Key: sent again, answered again, done once."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from cpd_portal.api.models import IdempotencyRecord
from cpd_portal.api.tasks import forget_expired_keys
from cpd_portal.core.models import User
from tests.api.conftest import TokenClient

pytestmark = pytest.mark.urls("tests.api.urls")
CALCULATE = "/api/v1/test/calculate/"
JSON = "application/json"
KEY = {"Idempotency-Key": "a-key"}


def test_same_key_and_body_gets_the_first_answer(program: TokenClient) -> None:
    first = program.post("/api/v1/test/users/new/", headers=KEY)
    again = program.post("/api/v1/test/users/new/", headers=KEY)

    assert (first.status_code, again.status_code) == (201, 201)
    assert again.content == first.content
    assert again.headers["Content-Type"] == first.headers["Content-Type"]
    assert again.headers["Location"] == "/users/new/"
    assert "Idempotency-Replayed" not in first.headers
    assert again.headers["Idempotency-Replayed"] == "true"
    assert User.objects.filter(username="new").count() == 1


def test_key_of_somebody_in_a_session_works_as_well(officer: User) -> None:
    """Its CSRF check reads the body before the key does."""
    page = Client(enforce_csrf_checks=True)
    page.force_login(officer)
    token = "a" * 32
    page.cookies[settings.CSRF_COOKIE_NAME] = token
    headers = {**KEY, "X-CSRFToken": token}

    first = page.post(CALCULATE, {"amount": "1"}, JSON, headers=headers)
    again = page.post(CALCULATE, {"amount": "1"}, JSON, headers=headers)
    other = page.post(CALCULATE, {"amount": "2"}, JSON, headers=headers)

    assert (first.status_code, again.status_code, other.status_code) == (200, 200, 422)
    assert again.content == first.content
    assert again.headers["Idempotency-Replayed"] == "true"


def test_replayed_change_carries_its_etag(program: TokenClient, officer: User) -> None:
    address = f"/api/v1/test/memberships/{officer.memberships.get().pk}/"
    headers = {**KEY, "If-Match": program.get(address).headers["ETag"]}

    first = program.patch(address, {"order_no": "1"}, JSON, headers=headers)
    again = program.patch(address, {"order_no": "1"}, JSON, headers=headers)

    assert (first.status_code, again.status_code) == (200, 200)
    assert again.headers["ETag"] == first.headers["ETag"]


@pytest.mark.parametrize(
    ("address", "body"),
    [(CALCULATE, {"amount": "2"}), (f"{CALCULATE}?x=1", {"amount": "1"})],
)
def test_same_key_with_another_request_is_422(
    program: TokenClient, address: str, body: dict[str, str]
) -> None:
    program.post(CALCULATE, {"amount": "1"}, JSON, headers=KEY)

    response = program.post(address, body, JSON, headers=KEY)

    assert response.status_code == 422
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.json()["title"] == "Idempotency-Key ถูกใช้แล้ว"


def test_refusal_is_replayed_and_wrote_nothing(program: TokenClient) -> None:
    first = program.post("/api/v1/test/users/rule/", headers=KEY)
    again = program.post("/api/v1/test/users/rule/", headers=KEY)

    assert (first.status_code, again.status_code) == (409, 409)
    assert again.content == first.content
    assert again.headers["Content-Type"] == "application/problem+json"
    assert not User.objects.filter(username="rule").exists()


@pytest.mark.parametrize("name", ["crash", "unavailable"])
def test_failure_is_not_kept_and_wrote_nothing(program: TokenClient, name: str) -> None:
    program.raise_request_exception = False

    response = program.post(f"/api/v1/test/users/{name}/", headers=KEY)

    assert response.status_code >= 500
    assert not IdempotencyRecord.objects.exists()
    assert not User.objects.filter(username=name).exists()


def test_request_refused_at_the_door_does_not_use_the_key(
    program: TokenClient, officer: User, chief: User, program_of: Callable[[User], TokenClient]
) -> None:
    address = f"/api/v1/test/memberships/{officer.memberships.get().pk}/"

    refused = program_of(chief).patch(address, {"order_no": "1"}, JSON, headers=KEY)

    assert refused.status_code == 403
    assert not IdempotencyRecord.objects.exists()


def test_keys_belong_to_the_user(
    program: TokenClient, chief: User, program_of: Callable[[User], TokenClient]
) -> None:
    mine = program.post(CALCULATE, {"amount": "1"}, JSON, headers=KEY)
    theirs = program_of(chief).post(CALCULATE, {"amount": "2"}, JSON, headers=KEY)

    assert (mine.json()["doubled"], theirs.json()["doubled"]) == ("2", "4")


@pytest.mark.parametrize("key", ["", "k" * 256, "มี", "two words", "a\tb"])
def test_unusable_key_is_400(program: TokenClient, key: str) -> None:
    response = program.post(CALCULATE, {"amount": "1"}, JSON, headers={"Idempotency-Key": key})

    assert response.status_code == 400
    assert response.json()["detail"] == (
        "Idempotency-Key ต้องยาว 1 ถึง 255 ตัวอักษร ใช้ได้เฉพาะ ASCII ที่มองเห็นและไม่มีช่องว่าง"
    )


def test_longest_key_is_accepted(program: TokenClient) -> None:
    headers = {"Idempotency-Key": "k" * 255}

    assert program.post(CALCULATE, {"amount": "1"}, JSON, headers=headers).status_code == 200


def test_expired_key_may_be_used_again(program: TokenClient) -> None:
    program.post(CALCULATE, {"amount": "1"}, JSON, headers=KEY)
    _age(timedelta(hours=24, seconds=1))

    response = program.post(CALCULATE, {"amount": "2"}, JSON, headers=KEY)

    assert response.json()["doubled"] == "4"


def test_task_forgets_expired_keys_alone(program: TokenClient) -> None:
    program.post(CALCULATE, {"amount": "1"}, JSON, headers=KEY)
    _age(timedelta(hours=23, minutes=59))
    forget_expired_keys()
    assert IdempotencyRecord.objects.count() == 1

    _age(timedelta(hours=24, seconds=1))
    forget_expired_keys()

    assert not IdempotencyRecord.objects.exists()


def test_key_on_a_read_is_ignored(program: TokenClient) -> None:
    program.get("/api/v1/test/memberships/", headers=KEY)

    assert not IdempotencyRecord.objects.exists()


def _age(age: timedelta) -> None:
    IdempotencyRecord.objects.update(created_at=timezone.now() - age)
