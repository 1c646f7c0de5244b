from collections.abc import Callable
from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from cpd_portal.core.choices import Role
from cpd_portal.core.hashers import PortalArgon2PasswordHasher
from cpd_portal.core.models import User
from tests.conftest import UserMaker
from tests.core.test_audit import events_of

pytestmark = pytest.mark.django_db

LOGIN = "/accounts/login/"


def _sign_in(client: Client, name: str, password: str, address: str) -> int:
    response = client.post(LOGIN, {"login": name, "password": password}, REMOTE_ADDR=address)
    return response.status_code


def test_sign_in_with_the_right_password(officer: User) -> None:
    assert _sign_in(Client(), officer.username, "secret-for-tests", "192.0.2.1") == 302


def test_handed_out_password_ends_unused_after_fourteen_days(officer: User) -> None:
    officer.must_change_password = True
    for age, status in ((timedelta(days=13, hours=23), 302), (timedelta(days=14), 200)):
        officer.password_changed_at = timezone.now() - age
        officer.save()
        assert _sign_in(Client(), officer.username, "secret-for-tests", "192.0.2.1") == status

    sent = {"login": officer.username, "password": "secret-for-tests"}
    page = Client().post(LOGIN, sent).content.decode()

    assert "รหัสผ่านที่ได้รับมอบหมดอายุแล้ว ให้ขอรหัสใหม่จากผู้ดูแลบัญชีของหน่วยงาน" in page


def test_own_password_has_no_end(officer: User) -> None:
    officer.password_changed_at = timezone.now() - timedelta(days=3000)
    officer.save()

    assert _sign_in(Client(), officer.username, "secret-for-tests", "192.0.2.1") == 302


def test_guessing_one_account_locks_neither_office_nor_owner(officer: User, chief: User) -> None:
    cache.clear()
    for _ in range(5):
        _sign_in(Client(), officer.username, "wrong", "192.0.2.1")

    guessed = _sign_in(Client(), officer.username, "secret-for-tests", "192.0.2.1")
    colleague = _sign_in(Client(), chief.username, "secret-for-tests", "192.0.2.1")
    owner_elsewhere = _sign_in(Client(), officer.username, "secret-for-tests", "192.0.2.2")

    assert (guessed, colleague, owner_elsewhere) == (200, 302, 302)


def test_deactivated_account_is_told_so(officer: User) -> None:
    officer.is_active = False
    officer.save()
    client = Client()

    page = client.post(
        LOGIN, {"login": officer.username, "password": "secret-for-tests"}, follow=True
    )

    assert "บัญชีนี้ถูกปิดใช้งาน" in page.content.decode()
    assert "_auth_user_id" not in client.session


def test_admin_pages_have_no_unthrottled_sign_in_of_their_own(make_user: UserMaker) -> None:
    staff = make_user(Role.ADMINISTRATOR, "cpd")
    client = Client()

    answer = client.post(
        "/admin/login/", {"username": staff.username, "password": "secret-for-tests"}
    )

    assert answer.status_code == 302
    assert str(answer["Location"]).startswith(LOGIN)
    assert "_auth_user_id" not in client.session


def test_sign_up_has_no_address() -> None:
    with pytest.raises(NoReverseMatch):
        reverse("account_signup")


def test_password_is_hashed_with_the_measured_cost() -> None:
    encoded = PortalArgon2PasswordHasher().encode("a long enough secret", "salt" * 6)

    assert "m=19456,t=2,p=1" in encoded


@pytest.mark.parametrize(
    ("password", "messages"),
    [
        ("abc", ["รหัสผ่านต้องยาวอย่างน้อย 12 ตัวอักษร", "รหัสผ่านนี้มีผู้ใช้กันมาก เดาง่าย"]),
        ("officer-50-x", ["รหัสผ่านคล้ายชื่อผู้ใช้ ชื่อ-นามสกุล หรืออีเมล"]),
        ("ทุเรียนเมืองจันทร์", []),
    ],
)
def test_weak_password_is_refused_in_thai(
    password: str, messages: list[str], officer: User
) -> None:
    found: list[str] = []
    try:
        validate_password(password, officer)
    except ValidationError as error:
        found = error.messages

    assert found == messages


def test_api_token_is_the_last_word(officer: User) -> None:
    first, second = StringIO(), StringIO()

    call_command("api_token", officer.username, stdout=first)
    call_command("api_token", officer.username, stdout=second)

    token = first.getvalue().split()[-1]
    assert len(token) == 40
    assert second.getvalue().split()[-1] == token


def test_api_token_of_unknown_user_is_an_error() -> None:
    with pytest.raises(CommandError, match="no active user 'nobody'"):
        call_command("api_token", "nobody")


def test_password_change_leaves_an_event_without_the_password(
    officer: User, client_of: Callable[[User], Client]
) -> None:
    new = "another-long-secret"
    fields = {"oldpassword": "secret-for-tests", "password1": new, "password2": new}

    response = client_of(officer).post("/accounts/password/change/", fields)

    assert response.status_code == 302
    event = events_of(User, officer.pk)[-1]
    assert (event["action"], event["actor"]) == ("core.password.changed", officer.pk)
