import pytest
from django.test import Client, override_settings
from pytest_django import DjangoAssertNumQueries

from cpd_portal.core.models import User

pytestmark = pytest.mark.django_db


def test_ready_names_every_check() -> None:
    response = Client().get("/healthz/ready")

    assert response.status_code == 200
    assert response.json() == {
        "ready": True,
        "checks": {"database": True, "migrations": True, "broker": True},
    }


def test_ready_without_broker_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    from cpd_portal.celery import app

    monkeypatch.setattr(app.conf, "broker_read_url", "redis://127.0.0.1:1/0")

    response = Client().get("/healthz/ready")

    assert response.status_code == 503
    assert response.json()["checks"] == {"database": True, "migrations": True, "broker": False}


def test_live_needs_no_sign_in_and_no_session() -> None:
    response = Client().get("/healthz/live")

    assert response.content == b"ok"
    assert not response.cookies


def test_live_of_a_signed_in_browser_asks_no_database(
    client: Client, officer: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(officer)
    with django_assert_num_queries(0):
        assert client.get("/healthz/live").status_code == 200


def test_pages_carry_a_strict_policy() -> None:
    policy = Client().get("/healthz/live")["Content-Security-Policy"]

    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy


@override_settings(DEBUG=False)
def test_unknown_host_is_refused() -> None:
    assert Client().get("/healthz/live", headers={"host": "evil.example"}).status_code == 400
