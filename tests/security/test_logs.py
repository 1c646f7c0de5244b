"""Logs hold no secrets: what people type to sign in, and what they write, stays out of them."""

import io
import json
import logging
from collections.abc import Iterator

import pytest
from django.conf import settings as django_settings
from django.test import Client
from rest_framework.authtoken.models import Token

from cpd_portal.core.choices import Role
from cpd_portal.core.models import User
from tests.conftest import UserMaker

pytestmark = pytest.mark.django_db
RIGHT, WRONG, CHOSEN = "secret-for-tests", "Wrong-Password-7391", "chosen-anew-82-มังคุด"
PERSON, NATIONAL_ID = "นางสาวพิมพ์ใจ รักษาความลับ", "3501200456789"


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Everything that would reach the journal, with the formatter of the real settings."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    config = django_settings.LOGGING["formatters"]["json"]
    handler.setFormatter(config["()"](**{k: v for k, v in config.items() if k != "()"}))
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield written
    root.removeHandler(handler)
    root.setLevel(level)


def _sign_in(client: Client, user: User, password: str) -> None:
    client.post("/accounts/login/", {"login": user.username, "password": password})


def test_log_is_really_read(log: io.StringIO, officer: User) -> None:
    _sign_in(Client(), officer, RIGHT)

    assert '"request": "POST /accounts/login/"' in log.getvalue()
    assert "request_id" in log.getvalue()


def test_signing_in_leaves_no_secret(log: io.StringIO, officer: User) -> None:
    client = Client()
    _sign_in(client, officer, WRONG)
    _sign_in(client, officer, RIGHT)
    session = client.cookies["sessionid"].value
    csrf = client.get("/accounts/password/change/").cookies["csrftoken"].value
    sent = {"oldpassword": RIGHT, "password1": CHOSEN, "password2": CHOSEN}
    changed = client.post("/accounts/password/change/", sent)

    assert changed.status_code == 302
    renewed = client.cookies["sessionid"].value
    for secret in (RIGHT, WRONG, CHOSEN, session, renewed, csrf):
        assert secret not in log.getvalue()


def test_failed_sign_in_names_the_account_and_not_what_was_typed(
    log: io.StringIO, officer: User
) -> None:
    _sign_in(Client(), officer, WRONG)
    Client().post("/accounts/login/", {"login": "typed-Secret-here-91", "password": WRONG})

    failures = [json.loads(line) for line in log.getvalue().splitlines() if "sign_in_f" in line]
    assert [one["account"] for one in failures] == [officer.pk, None]
    assert all({"timestamp", "request_id", "ip"} <= one.keys() for one in failures)
    assert "typed-Secret-here-91" not in log.getvalue()


def test_password_handed_out_is_not_in_the_log(
    log: io.StringIO, officer: User, make_user: UserMaker
) -> None:
    client = Client()
    client.force_login(make_user(Role.ADMINISTRATOR, "50"))
    address = f"/people/50/of/{officer.username}/password/"
    page = client.post(address, {"reason": "ลืมรหัสผ่าน"}, follow=True)
    officer.refresh_from_db()
    words = page.content.decode().replace("<", " ").replace(">", " ").split()
    handed_out = [word for word in words if len(word) >= 12 and officer.check_password(word)]

    assert handed_out
    assert handed_out[0] not in log.getvalue()


@pytest.mark.parametrize("path", ["/api/v1/coops/institutions/", "/api/v1/coops/institutions/x/"])
def test_token_of_a_program_is_not_in_the_log(log: io.StringIO, officer: User, path: str) -> None:
    key = Token.objects.create(user=officer).key
    for token in (key, f"{key[:-1]}x"):
        Client().get(path, headers={"Authorization": f"Token {token}"})

    assert path in log.getvalue()
    assert key[:-1] not in log.getvalue()


def test_what_a_form_says_about_people_is_not_in_the_log(
    log: io.StringIO, make_user: UserMaker
) -> None:
    client = Client()
    client.force_login(make_user(Role.ADMINISTRATOR, "50"))
    sent = {
        "username": "pimjai.r",
        "full_name": PERSON,
        "identity": NATIONAL_ID,
        "role": "officer",
    }
    client.post("/people/50/new/", sent)
    client.post("/registrar/cases/new/", {"title": PERSON, "facts": NATIONAL_ID})

    assert "/people/50/new/" in log.getvalue()
    assert PERSON not in log.getvalue()
    assert NATIONAL_ID not in log.getvalue()


def test_error_nobody_expected_tells_the_log_no_form(
    log: io.StringIO, officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The trace is logged, without the values of the request."""

    def breaks(*_: object, **__: object) -> None:
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr("allauth.account.forms.LoginForm.clean", breaks)
    client = Client(raise_request_exception=False)
    answer = client.post("/accounts/login/", {"login": officer.username, "password": RIGHT})

    assert answer.status_code == 500
    assert "broken on purpose" in log.getvalue()
    assert RIGHT not in log.getvalue()
    assert "broken on purpose" not in answer.content.decode()
