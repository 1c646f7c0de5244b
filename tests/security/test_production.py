"""What the settings of a real installation send: cookies, transport, headers, caches."""

from importlib import import_module

import pytest
from django.test import Client
from pytest_django.fixtures import Settings
from rest_framework.authtoken.models import Token

from cpd_portal.core.choices import Role
from cpd_portal.core.middleware import WITHOUT_TLS
from cpd_portal.core.models import User
from tests.conftest import UserMaker

pytestmark = pytest.mark.django_db
PASSWORD = "secret-for-tests"
YEAR = 365 * 24 * 60 * 60
OF_TRANSPORT = ("SECURE_", "SESSION_COOKIE", "CSRF_COOKIE", "MESSAGE_STORAGE")


@pytest.fixture(autouse=True)
def _production(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The test's settings, with what a real installation sets about the transport."""
    monkeypatch.setenv("SECRET_KEY", "of a real installation")
    production = import_module("cpd_portal.settings.production")
    for name, value in vars(production).items():
        if name.startswith(OF_TRANSPORT):
            setattr(settings, name, value)


@pytest.fixture
def client() -> Client:
    return Client()


def _sign_in(client: Client, user: User) -> None:
    sent = {"login": user.username, "password": PASSWORD}
    answer = client.post("/accounts/login/", sent, secure=True)
    assert answer.status_code == 302


def _others_end(client: Client) -> None:
    """The password is asked again; the message of what was done waits in its cookie."""
    path = "/accounts/sessions/others/end/"
    client.post(path, secure=True)
    sent = {"password": PASSWORD}
    answer = client.post(f"/accounts/reauthenticate/?next={path}", sent, secure=True)
    assert answer.headers["Location"] == "/accounts/sessions/"


def test_every_cookie_is_bound_to_the_host(client: Client, make_user: UserMaker) -> None:
    keeper = make_user(Role.ADMINISTRATOR)
    client.get("/accounts/login/", secure=True)
    _sign_in(client, keeper)
    _others_end(client)

    assert client.cookies.keys() == {
        "__Host-sessionid",
        "__Host-csrftoken",
        "__Host-messages",
    }
    for cookie in client.cookies.values():
        assert cookie["secure"]
        assert (cookie["path"], cookie["domain"]) == ("/", "")
        assert cookie["samesite"] == "Lax"
    assert client.cookies["__Host-sessionid"]["httponly"]


def test_message_in_its_cookie_is_shown_once(client: Client, officer: User) -> None:
    _sign_in(client, officer)
    _others_end(client)
    words = "ให้อุปกรณ์อื่นออกจากระบบแล้ว 0 อุปกรณ์"

    shown = client.get("/accounts/sessions/", secure=True)
    again = client.get("/accounts/sessions/", secure=True)

    assert words in shown.content.decode()
    assert words not in again.content.decode()


def test_page_without_tls_leads_to_tls(client: Client) -> None:
    answer = client.get("/coops/?tier=1")

    assert answer.status_code == 301
    assert answer["Location"] == "https://testserver/coops/?tier=1"


@pytest.mark.parametrize("method", ["get", "post"])
def test_program_without_tls_is_refused_with_a_right_token(
    client: Client, officer: User, method: str
) -> None:
    key = Token.objects.create(user=officer).key
    ask = getattr(client, method)
    headers = {"Authorization": f"Token {key}"}

    answer = ask("/api/v1/coops/institutions/", headers=headers)

    assert answer.status_code == 403
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["detail"] == WITHOUT_TLS
    assert ask("/api/v1/coops/institutions/", headers=headers, secure=True).status_code != 403


def test_program_behind_the_proxy_is_believed_to_have_come_by_tls(
    client: Client, officer: User
) -> None:
    headers = {
        "Authorization": f"Token {Token.objects.create(user=officer).key}",
        "X-Forwarded-Proto": "https",
    }
    assert client.get("/api/v1/coops/institutions/", headers=headers).status_code == 200


@pytest.mark.parametrize("address", ["/healthz/live", "/metrics"])
def test_probes_inside_are_answered_without_tls(client: Client, address: str) -> None:
    assert client.get(address).status_code not in (301, 308)


@pytest.mark.parametrize("address", ["/accounts/login/", "/api/schema/", "/nowhere/"])
def test_headers_of_every_answer(client: Client, address: str) -> None:
    answer = client.get(address, secure=True)

    hsts = answer["Strict-Transport-Security"]
    assert int(hsts.partition("max-age=")[2].partition(";")[0]) >= YEAR
    assert "includeSubDomains" in hsts
    policy = answer["Content-Security-Policy"]
    for directive in ("default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"):
        assert directive in policy
    assert "unsafe" not in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "Access-Control-Allow-Origin" not in answer
    assert "charset=utf-8" in answer["Content-Type"] or "json" in answer["Content-Type"]


@pytest.mark.parametrize(
    "address", ["/", "/coops/", "/accounts/sessions/", "/search/?q=x", "/nowhere/", "/people/"]
)
def test_answer_to_somebody_signed_in_is_kept_by_no_browser(
    client: Client, officer: User, address: str
) -> None:
    client.force_login(officer)
    answer = client.get(address, secure=True)

    assert "no-store" in answer["Cache-Control"]


def test_answer_to_a_program_is_kept_by_no_cache(client: Client, officer: User) -> None:
    headers = {"Authorization": f"Token {Token.objects.create(user=officer).key}"}
    answer = client.get("/api/v1/coops/institutions/", headers=headers, secure=True)

    assert answer["Cache-Control"] == "private, no-store"


def test_page_for_anybody_may_be_kept(client: Client) -> None:
    answer = client.get("/inspection/field/manifest.webmanifest", secure=True)

    assert not answer.has_header("Cache-Control")
