"""Two requests at the same moment, on two real connections.

Such requests see only what is committed, and a transactional test would truncate the
reference data that the whole session shares. So these tests commit their own person, remove
every row of it afterwards, and leave nothing: no other test may commit people, so the audit
events of people and memberships are theirs alone and are truncated (they cannot be deleted).
"""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from time import monotonic, sleep
from typing import Any

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from cpd_portal.api import idempotency
from cpd_portal.api.models import IdempotencyRecord
from cpd_portal.core.choices import Role
from cpd_portal.core.models import Membership, OrgUnit, User
from tests.api import views
from tests.api.conftest import TokenClient
from tests.api.views import Gate

pytestmark = pytest.mark.urls("tests.api.urls")
JSON = "application/json"
KEY = {"Idempotency-Key": "a-key"}
Ask = Callable[..., "Future[Any]"]


@pytest.fixture
def committed_officer(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[User]:
    with django_db_blocker.unblock():
        user = User.objects.create_user("committed-officer", "secret-for-tests")
        office = OrgUnit.objects.get(code="50")
        Membership.objects.create(user=user, org_unit=office, role=Role.OFFICER)
        try:
            yield user
        finally:
            Membership.objects.filter(user=user).delete()
            User.objects.filter(username__in=[user.username, "gate"]).delete()
            with connection.cursor() as cursor:
                cursor.execute("TRUNCATE core_userevent, core_membershipevent")
            connection.close()


@pytest.fixture
def gate() -> Iterator[Gate]:
    """Stops the request about "gate" in the middle of its work."""
    views.GATES["gate"] = gate = Gate()
    yield gate
    gate.opened.set()
    del views.GATES["gate"]


@pytest.fixture
def ask(committed_officer: User) -> Iterator[Ask]:
    """`ask("post", address, ...)`: a request of the officer on a thread of its own."""
    client = TokenClient(committed_officer)
    # The client would raise a failure in whichever of the two threads looks first.
    client.raise_request_exception = False

    def request(method: str, *args: Any, **kwargs: Any) -> Any:
        try:
            return getattr(client, method)(*args, **kwargs)
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=2) as pool:
        yield lambda method, *args, **kwargs: pool.submit(request, method, *args, **kwargs)


def test_second_request_with_the_key_waits_and_is_replayed(ask: Ask, gate: Gate) -> None:
    first = ask("post", "/api/v1/test/users/gate/", headers=KEY)
    assert gate.reached.wait(timeout=20)
    second = ask("post", "/api/v1/test/users/gate/", headers=KEY)
    _wait_until_somebody_waits_for_a_lock()
    gate.opened.set()

    answers = [first.result(), second.result()]

    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].content == answers[1].content
    assert ["Idempotency-Replayed" in answer.headers for answer in answers] == [False, True]
    assert User.objects.filter(username="gate").count() == 1
    assert IdempotencyRecord.objects.count() == 1


def test_second_request_does_the_work_when_the_first_fails(ask: Ask, gate: Gate) -> None:
    gate.failures.append(ZeroDivisionError("only the first"))
    first = ask("post", "/api/v1/test/users/gate/", headers=KEY)
    assert gate.reached.wait(timeout=20)
    second = ask("post", "/api/v1/test/users/gate/", headers=KEY)
    _wait_until_somebody_waits_for_a_lock()
    gate.opened.set()

    assert first.result().status_code == 500
    assert second.result().status_code == 201
    assert "Idempotency-Replayed" not in second.result().headers
    assert User.objects.filter(username="gate").count() == 1


def test_second_request_is_409_when_the_first_takes_too_long(
    ask: Ask, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(idempotency, "WAIT_MILLISECONDS", 100)
    first = ask("post", "/api/v1/test/users/gate/", headers=KEY)
    assert gate.reached.wait(timeout=20)

    second = ask("post", "/api/v1/test/users/gate/", headers=KEY).result()
    gate.opened.set()

    assert (second.status_code, first.result().status_code) == (409, 201)
    assert second.json()["detail"] == "คำขอที่ใช้คีย์นี้ยังทำไม่เสร็จ กรุณาลองใหม่ภายหลัง"


def test_second_writer_with_the_same_etag_is_412_with_what_the_first_wrote(
    ask: Ask, gate: Gate, committed_officer: User
) -> None:
    membership = committed_officer.memberships.get()
    address = f"/api/v1/test/memberships/{membership.pk}/"
    headers = {"If-Match": ask("get", address).result().headers["ETag"]}

    first = ask("patch", address, {"order_no": "gate"}, JSON, headers=headers)
    assert gate.reached.wait(timeout=20)
    second = ask("patch", address, {"order_no": "later"}, JSON, headers=headers)
    _wait_until_somebody_waits_for_a_lock()
    gate.opened.set()

    assert (first.result().status_code, second.result().status_code) == (200, 412)
    assert second.result().json()["current"] == first.result().json()
    membership.refresh_from_db()
    assert membership.order_no == "gate"


def _wait_until_somebody_waits_for_a_lock() -> None:
    """So that the second request is known to stand at the lock, without guessing a time."""
    end = monotonic() + 20
    while monotonic() < end:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity"
                " WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            if cursor.fetchone()[0]:
                return
        sleep(0.02)
    raise AssertionError("the second request never waited")
