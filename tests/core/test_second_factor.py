"""The second factor: set up, asked for, required, lost; and every door around it."""

import re
import time
from collections.abc import Callable, Iterator
from importlib import import_module

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.core.cache import cache
from django.test import Client, TestCase
from pytest_django.fixtures import Settings
from rest_framework.authtoken.models import Token

from cpd_portal.core.choices import Role
from cpd_portal.core.exceptions import NotAllowed, RuleViolation
from cpd_portal.core.models import User
from cpd_portal.core.staff.services import second_factor_reset
from cpd_portal.thai.numerals import to_thai_digits
from tests.conftest import UserMaker
from tests.core.test_audit import events_of

pytestmark = pytest.mark.django_db
PASSWORD = "secret-for-tests"
SET_UP, SHOW = "/accounts/2fa/totp/activate/", "/accounts/2fa/reauthenticate/"
API = "/api/v1/coops/institutions/"
FIRST = "/accounts/2fa/"


@pytest.fixture(autouse=True)
def _no_counted_failures() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def required(settings: Settings) -> None:
    settings.SECOND_FACTOR_ROLES = ["registrar", "administrator"]


@pytest.fixture
def registrar(make_user: UserMaker) -> User:
    return make_user(Role.REGISTRAR)


def code_of(secret: str, periods: int = 0) -> str:
    """What the app shows now, or so many periods later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + periods))


def signed_in(user: User) -> Client:
    client = Client()
    client.post("/accounts/login/", {"login": user.username, "password": PASSWORD})
    return client


def set_up(client: Client) -> str:
    """Through the pages, as a person does it; the secret."""
    client.post(f"/accounts/reauthenticate/?next={SET_UP}", {"password": PASSWORD})
    page = client.get(SET_UP).content.decode()
    found = re.search(r"<code[^>]*>([A-Z2-7]{32})</code>", page)
    assert found
    # A code of the period before leaves the present one for signing in.
    with TestCase.captureOnCommitCallbacks(execute=True):
        done = client.post(SET_UP, {"code": code_of(found[1], -1)})
    assert done.headers["Location"] == "/accounts/2fa/recovery-codes/"
    return found[1]


def test_second_factor_is_asked_for_after_the_password(officer: User) -> None:
    secret = set_up(signed_in(officer))
    client = Client()

    asked = client.post("/accounts/login/", {"login": officer.username, "password": PASSWORD})

    assert asked.headers["Location"] == "/accounts/2fa/authenticate/"
    assert "_auth_user_id" not in client.session
    assert client.get("/coops/").status_code == 302
    refused = client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert "รหัสไม่ถูกต้องหรือใช้ไปแล้ว ดูรหัสล่าสุดในแอปแล้วลองใหม่" in refused.content.decode()
    thai = to_thai_digits(code_of(secret))
    client.post("/accounts/2fa/authenticate/", {"code": f"{thai[:3]} {thai[3:]}"})
    assert client.get("/coops/").status_code == 200


def test_code_is_good_for_one_use_as_long_as_it_is_right(officer: User) -> None:
    secret = set_up(signed_in(officer))
    code = code_of(secret)
    first, second = signed_in(officer), signed_in(officer)
    first.post("/accounts/2fa/authenticate/", {"code": code})
    # The library forgets it after thirty seconds, while the code is right for ninety.
    cache.delete(f"allauth.mfa.totp.used?user={officer.pk}&code={code}")

    second.post("/accounts/2fa/authenticate/", {"code": code})

    assert "_auth_user_id" in first.session
    assert "_auth_user_id" not in second.session


def test_guessing_codes_is_stopped(officer: User) -> None:
    secret = set_up(signed_in(officer))
    client = signed_in(officer)
    for _ in range(5):
        client.post("/accounts/2fa/authenticate/", {"code": "000000"})

    client.post("/accounts/2fa/authenticate/", {"code": code_of(secret)})

    assert "_auth_user_id" not in client.session


def test_recovery_code_is_shown_once_and_good_once(officer: User) -> None:
    client = signed_in(officer)
    set_up(client)
    page = client.get("/accounts/2fa/recovery-codes/").content.decode()
    codes = re.findall(r"<code>(\d{8})</code>", page)
    assert len(codes) == 10
    assert not re.search(r"<code>\d", client.get("/accounts/2fa/recovery-codes/").content.decode())
    assert client.get("/accounts/2fa/recovery-codes/download/").status_code == 403

    first, again = signed_in(officer), signed_in(officer)
    first.post("/accounts/2fa/authenticate/", {"code": codes[0]})
    again.post("/accounts/2fa/authenticate/", {"code": codes[0]})

    assert first.get("/coops/").status_code == 200
    assert again.get("/coops/").status_code == 302


def test_secret_is_stored_encrypted(officer: User) -> None:
    secret = set_up(signed_in(officer))

    stored = Authenticator.objects.get(user=officer, type="totp").data["secret"]

    assert secret not in stored
    assert decrypt(stored) == secret
    codes = Authenticator.objects.get(user=officer, type="recovery_codes").data["seed"]
    assert len(decrypt(codes)) == 80


def test_change_of_the_factor_leaves_an_event(officer: User) -> None:
    set_up(signed_in(officer))

    event = events_of(User, officer.pk)[-1]

    assert event["action"] == "core.second_factor.changed"
    assert event["actor"] == officer.pk
    assert "totp" in " ".join(row["reason"] for row in events_of(User, officer.pk)[-2:])


@pytest.mark.usefixtures("required")
@pytest.mark.parametrize("path", ["/", "/coops/", "/people/", "/reports/", "/admin/", "/help/"])
def test_required_person_is_led_to_set_it_up_before_anything_else(
    path: str, registrar: User
) -> None:
    client = signed_in(registrar)

    assert client.get(path).headers["Location"] == FIRST
    page = client.get(FIRST).content.decode()
    assert "บทบาทของท่านต้องตั้งการยืนยันขั้นที่สองก่อนใช้งาน" in page


@pytest.mark.usefixtures("required")
def test_required_person_without_it_meets_closed_doors_of_every_kind(registrar: User) -> None:
    client = signed_in(registrar)

    api = client.get("/api/v1/coops/")
    part = client.get("/coops/", headers={"HX-Request": "true"})
    written = client.post("/context/", {"office": "50"})
    password = client.get("/accounts/password/change/")

    assert api.status_code == 403
    assert api.json()["detail"] == "บทบาทของท่านต้องใช้การยืนยันขั้นที่สองก่อนใช้งาน"
    assert part.headers["HX-Redirect"] == FIRST
    assert written.headers["Location"] == FIRST
    assert password.headers["Location"] == FIRST
    assert client.post("/accounts/logout/").headers["Location"] == "/"


@pytest.mark.usefixtures("required")
def test_required_person_works_on_once_it_is_set_up(registrar: User) -> None:
    client = signed_in(registrar)

    set_up(client)

    assert client.get("/coops/").status_code == 200


@pytest.mark.usefixtures("required")
def test_session_that_has_not_shown_the_factor_may_only_show_it(
    registrar: User, client_of: Callable[[User], Client]
) -> None:
    """It may not add a factor of its own, even with the password."""
    secret = set_up(signed_in(registrar))
    client = client_of(registrar)

    for path in ("/coops/", FIRST, SET_UP, "/accounts/2fa/webauthn/add/", API):
        answer = client.get(path)
        assert answer.status_code in (302, 403)
        assert answer.headers.get("Location", SHOW) == SHOW
    again = client.post(f"/accounts/reauthenticate/?next={SET_UP}", {"password": PASSWORD})
    assert again.headers["Location"] == SHOW
    client.post(SHOW, {"code": code_of(secret)})
    assert client.get("/coops/").status_code == 200


def test_setting_it_up_ends_sessions_that_have_not_shown_it(officer: User) -> None:
    """Somebody who knew the password and signed in before is out."""
    stranger, owner = signed_in(officer), signed_in(officer)

    set_up(owner)

    assert stranger.get("/coops/").status_code == 302
    assert owner.get("/coops/").status_code == 200


@pytest.mark.usefixtures("required")
def test_token_does_not_get_round_the_second_factor(registrar: User, officer: User) -> None:
    headers = {"Authorization": f"Token {Token.objects.create(user=registrar).key}"}
    plain = {"Authorization": f"Token {Token.objects.create(user=officer).key}"}
    set_up(signed_in(registrar))

    refused = Client().get(API, headers=headers)

    assert refused.status_code == 403
    assert refused.json()["detail"].startswith("บัญชีนี้มีบทบาทที่ต้องใช้การยืนยันขั้นที่สอง จึงใช้โทเคนไม่ได้")
    assert Client().get(API, headers=plain).status_code == 200


@pytest.mark.usefixtures("required")
def test_last_factor_of_a_required_role_stays(registrar: User) -> None:
    client = signed_in(registrar)
    set_up(client)

    page = client.get("/accounts/2fa/totp/deactivate/").content.decode()
    client.post("/accounts/2fa/totp/deactivate/")

    assert "จึงนำวิธีสุดท้ายออกไม่ได้" in page
    assert Authenticator.objects.filter(user=registrar, type="totp").exists()
    key = Authenticator.objects.create(user=registrar, type="webauthn", data={"name": "กุญแจ"})
    Authenticator.objects.filter(type="totp").delete()
    refused = client.post(f"/accounts/2fa/webauthn/keys/{key.pk}/remove/")
    assert refused.headers["Location"] == FIRST
    assert Authenticator.objects.filter(pk=key.pk).exists()


def test_others_may_do_without_again(officer: User) -> None:
    client = signed_in(officer)
    set_up(client)

    page = client.post("/accounts/2fa/totp/deactivate/", follow=True).content.decode()

    assert "เลิกใช้แอปยืนยันตัวตนแล้ว" in page
    assert not Authenticator.objects.filter(user=officer).exists()
    assert client.get("/coops/").status_code == 200


@pytest.mark.usefixtures("required")
def test_other_roles_are_not_held_up(officer: User) -> None:
    assert signed_in(officer).get("/coops/").status_code == 200


def test_sample_accounts_need_none_unless_the_setting_says_so(registrar: User) -> None:
    assert signed_in(registrar).get("/coops/").status_code == 200


def test_real_installation_asks_it_of_registrars_and_administrators(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SECRET_KEY", "of a real installation")
    production = import_module("cpd_portal.settings.production")

    assert production.SECOND_FACTOR_ROLES == [Role.REGISTRAR, Role.ADMINISTRATOR]


def test_lost_factor_is_reset_by_the_administrator(
    make_user: UserMaker, officer: User, client_of: Callable[[User], Client]
) -> None:
    keeper = make_user(Role.ADMINISTRATOR, "50")
    set_up(signed_in(officer))
    page = f"/people/50/of/{officer.username}/"

    refused = client_of(keeper).post(f"{page}second-factor/", {"reason": " "}, follow=True)
    done = client_of(keeper).post(f"{page}second-factor/", {"reason": "โทรศัพท์หาย"}, follow=True)

    assert "กรุณาระบุเหตุผล" in refused.content.decode()
    assert f"ล้างการยืนยันขั้นที่สองของ {officer} แล้ว" in done.content.decode()
    assert not Authenticator.objects.filter(user=officer).exists()
    event = events_of(User, officer.pk)[-1]
    assert event["action"] == "core.second_factor.reset"
    assert (event["actor"], event["reason"]) == (keeper.pk, "โทรศัพท์หาย")
    assert signed_in(officer).get("/coops/").status_code == 200


def test_nobody_resets_his_own_or_that_of_a_stranger(make_user: UserMaker, outsider: User) -> None:
    keeper = make_user(Role.ADMINISTRATOR, "50")
    Authenticator.objects.create(user=outsider, type="totp", data={})

    with pytest.raises(NotAllowed):
        second_factor_reset(actor=keeper, user=outsider, reason="หาย")
    with pytest.raises(RuleViolation, match="ของตนเองไม่ได้"):
        second_factor_reset(actor=keeper, user=keeper, reason="หาย")


def test_reset_needs_something_to_reset(make_user: UserMaker, officer: User) -> None:
    keeper = make_user(Role.ADMINISTRATOR, "50")

    with pytest.raises(RuleViolation, match="บัญชีนี้ไม่ได้ตั้งการยืนยันขั้นที่สอง"):
        second_factor_reset(actor=keeper, user=officer, reason="หาย")
