"""Signing in with an identity that another service vouches for: a real one, on loopback."""

import re
from collections.abc import Iterator
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from pytest_django.fixtures import Settings

from cpd_portal.core.choices import Role
from cpd_portal.core.exceptions import InvalidInput, NotAllowed
from cpd_portal.core.models import User
from cpd_portal.core.sign_in.identities import identity_digest
from cpd_portal.core.staff.services import identity_set
from cpd_portal.env import origin_of
from tests.conftest import UserMaker
from tests.core.oidc_provider import CLIENT, SECRET, Provider, running_provider
from tests.core.test_audit import events_of

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/oidc/oidc/login/?process=login"
PID = "1103702071811"
UNKNOWN = "ยืนยันตัวตนแล้ว แต่ไม่พบบัญชีที่ผูกกับตัวตนนี้"


@pytest.fixture
def provider(settings: Settings) -> Iterator[Provider]:
    with running_provider() as running:
        app = {
            "provider_id": "oidc",
            "name": "ThaID",
            "client_id": CLIENT,
            "secret": SECRET,
            "settings": {"server_url": running.base, "scope": ["openid", "pid"]},
        }
        settings.OIDC_SERVER_URL, settings.OIDC_CLAIM = running.base, "pid"
        settings.SOCIALACCOUNT_PROVIDERS = {
            "openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}
        }
        yield running


@pytest.fixture
def known(officer: User, make_user: UserMaker) -> User:
    keeper = make_user(Role.ADMINISTRATOR, "50")
    identity_set(actor=keeper, user=officer, identifier="1-1037-02071-81-1")
    return officer


def come_back(client: Client, path: str = LOGIN) -> Any:
    """What the browser does: to the service, there, and back."""
    sent = client.post(path).headers["Location"]
    connection = HTTPConnection(urlsplit(sent).netloc)
    connection.request("GET", sent.removeprefix(origin_of(sent)))
    back = connection.getresponse().headers["Location"]
    connection.close()
    return client.get(back.removeprefix("http://testserver"))


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_registered_identity_opens_its_account(provider: Provider, known: User) -> None:
    provider.claims = {"sub": "abc", "pid": PID}
    client = Client()

    answer = come_back(client, f"{LOGIN}&next=/coops/")

    assert answer.headers["Location"] == "/coops/"
    assert client.session["_auth_user_id"] == str(known.pk)
    assert provider.seen == [
        *("/.well-known/openid-configuration", "/authorize"),
        *("/.well-known/openid-configuration", "/token", "/userinfo"),
    ]
    assert not SocialAccount.objects.exists()


def test_unknown_identity_makes_no_account(provider: Provider, known: User) -> None:
    provider.claims = {"sub": "abc", "pid": "3100000000001", "email": "x@example.go.th"}
    before, client = User.objects.count(), Client()

    page = client.get(come_back(client).headers["Location"]).content.decode()

    assert UNKNOWN in page
    assert not is_signed_in(client)
    assert User.objects.count() == before


@pytest.mark.parametrize("verified", [False, None, "true"])
def test_email_counts_only_if_the_service_verified_it(
    verified: object, provider: Provider, officer: User, settings: Settings
) -> None:
    settings.OIDC_CLAIM = "email"
    User.objects.filter(pk=officer.pk).update(email="somsri@cpd.go.th")
    provider.claims = {"sub": "a", "email": "SOMSRI@cpd.go.th", "email_verified": verified}
    refused, welcome = Client(), Client()

    come_back(refused)
    provider.claims["email_verified"] = True
    come_back(welcome)

    assert not is_signed_in(refused)
    assert is_signed_in(welcome)


def test_address_that_two_accounts_share_opens_neither(
    provider: Provider, officer: User, chief: User, settings: Settings
) -> None:
    settings.OIDC_CLAIM = "email"
    User.objects.update(email="office50@cpd.go.th")
    provider.claims = {"sub": "a", "email": "office50@cpd.go.th", "email_verified": True}
    client = Client()

    come_back(client)

    assert not is_signed_in(client)


def test_closed_account_stays_closed(provider: Provider, known: User) -> None:
    User.objects.filter(pk=known.pk).update(is_active=False)
    provider.claims = {"sub": "abc", "pid": PID}
    client = Client()

    come_back(client)

    assert not is_signed_in(client)


def test_answers_about_two_people_are_refused(provider: Provider, known: User) -> None:
    provider.claims = {"sub": "abc", "pid": PID}
    provider.userinfo = {"sub": "somebody else", "pid": PID}
    client = Client()

    come_back(client)

    assert not is_signed_in(client)


def test_token_of_another_issuer_is_refused(provider: Provider, known: User) -> None:
    provider.claims, provider.issuer = {"sub": "abc", "pid": PID}, "https://elsewhere.example"
    client = Client()

    page = client.get(come_back(client).headers["Location"]).content.decode()

    assert "ยืนยันตัวตนไม่สำเร็จ ลองใหม่ หรือเข้าด้วยชื่อผู้ใช้และรหัสผ่าน" in page
    assert not is_signed_in(client)


def test_answer_that_another_browser_asked_for_signs_nobody_in(
    provider: Provider, known: User
) -> None:
    provider.claims = {"sub": "abc", "pid": PID}
    sent = Client().post(LOGIN).headers["Location"]
    back = provider.back(
        {name: value for name, value in re.findall(r"[?&](state|code_challenge)=([^&]+)", sent)}
        | {"redirect_uri": "/accounts/oidc/oidc/login/callback/"}
    )
    victim = Client()

    victim.get(back)

    assert not is_signed_in(victim)


def test_signed_in_person_cannot_link_a_stranger_s_identity(
    provider: Provider, officer: User
) -> None:
    provider.claims = {"sub": "abc", "pid": "3100000000001"}
    client = Client()
    client.force_login(officer)

    come_back(client, "/accounts/oidc/oidc/login/?process=connect")

    assert not SocialAccount.objects.exists()


def test_person_who_gives_up_there_is_told_so(provider: Provider, known: User) -> None:
    provider.denies = "access_denied"
    client = Client()

    page = client.get(come_back(client).headers["Location"]).content.decode()

    assert "ยกเลิกการยืนยันตัวตนแล้ว" in page


def test_service_that_is_down_is_said_on_the_page(provider: Provider, settings: Settings) -> None:
    app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
    app["settings"]["server_url"] = "http://127.0.0.1:9"
    client = Client()

    page = client.post(LOGIN, follow=True).content.decode()

    assert "ยืนยันตัวตนไม่สำเร็จ" in page


@pytest.mark.usefixtures("provider")
def test_button_stands_on_the_sign_in_page() -> None:
    page = Client().get("/accounts/login/?next=/coops/").content.decode()

    assert "เข้าด้วย ThaID" in page
    assert 'action="/accounts/oidc/oidc/login/?process=login&amp;next=%2Fcoops%2F"' in page
    asked = Client().get(LOGIN).content.decode()
    assert "ไปยืนยันตัวตน" in asked


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("https://imauth.example.go.th/api/v2", "https://imauth.example.go.th"),
        ("http://127.0.0.1:8099", "http://127.0.0.1:8099"),
        ("", ""),
    ],
)
def test_form_may_lead_to_the_service(address: str, origin: str) -> None:
    assert origin_of(address) == origin


def test_nothing_of_it_is_shown_where_none_is_configured() -> None:
    assert "เข้าด้วย ThaID" not in Client().get("/accounts/login/").content.decode()
    assert Client().post(LOGIN).status_code == 404


def test_required_person_shows_the_second_factor_here_too(
    provider: Provider, known: User, make_user: UserMaker, settings: Settings
) -> None:
    settings.SECOND_FACTOR_ROLES = ["registrar"]
    registrar = make_user(Role.REGISTRAR)
    User.objects.filter(pk=known.pk).update(identity_digest="")
    User.objects.filter(pk=registrar.pk).update(identity_digest=identity_digest(PID))
    provider.claims = {"sub": "abc", "pid": PID}
    client = Client()

    come_back(client)

    assert client.get("/coops/").headers["Location"] == "/accounts/2fa/"


def test_administrator_registers_an_identity_and_the_number_is_stored_nowhere(
    known: User, make_user: UserMaker, provider: Provider
) -> None:
    keeper = User.objects.get(username="administrator-50")
    client = Client()
    client.force_login(keeper)
    other = make_user(Role.INSPECTOR, "50")

    page = client.get(f"/people/50/of/{known.username}/security/").content.decode()
    twice = client.post(
        f"/people/50/of/{other.username}/identity/", {"identifier": "๑๑๐๓๗๐๒๐๗๑๘๑๑"}, follow=True
    )

    assert "ผูกแล้ว" in page
    assert PID not in page
    assert "ตัวตนนี้ผูกกับบัญชีอื่นอยู่แล้ว" in twice.content.decode()
    event = events_of(User, known.pk)[-1]
    assert (event["action"], event["actor"]) == ("core.identity.set", keeper.pk)
    assert PID not in str(event)


def test_identity_is_set_by_who_may_manage_the_account(
    make_user: UserMaker, outsider: User, officer: User
) -> None:
    keeper = make_user(Role.ADMINISTRATOR, "50")

    with pytest.raises(NotAllowed):
        identity_set(actor=keeper, user=outsider, identifier=PID)
    identity_set(actor=keeper, user=officer, identifier=PID)
    identity_set(actor=keeper, user=officer, identifier=" ")
    officer.refresh_from_db()
    assert officer.identity_digest == ""
    identity_set(actor=keeper, user=officer, identifier=PID)
    with pytest.raises(InvalidInput):
        identity_set(
            actor=keeper, user=make_user(Role.INSPECTOR, "50"), identifier="1 1037 02071 81 1"
        )
