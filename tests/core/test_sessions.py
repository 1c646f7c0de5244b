"""Sessions: fixed by nobody, listed, ended by people and by what happens to the account."""

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import quote_plus

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from cpd_portal.core.choices import Role
from cpd_portal.core.exceptions import NotAllowed, RuleViolation
from cpd_portal.core.models import Membership, SignIn, User
from cpd_portal.core.sign_in.rules import device_of
from cpd_portal.core.sign_in.sessions import SEEN_EVERY
from cpd_portal.core.sign_in.tasks import sessions_of_the_day
from cpd_portal.core.staff.roles import role_end
from cpd_portal.core.staff.services import access_end, account_close, account_open
from tests.conftest import UserMaker
from tests.core.test_audit import events_of
from tests.days import in_days, today

pytestmark = pytest.mark.django_db
PASSWORD = "secret-for-tests"
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/126.0 Safari/537.36"


@pytest.fixture
def keeper(make_user: UserMaker) -> User:
    return make_user(Role.ADMINISTRATOR, "50")


def signed_in(user: User, address: str = "192.0.2.7", password: str = PASSWORD) -> Client:
    client = Client(headers={"User-Agent": WINDOWS}, REMOTE_ADDR=address)
    client.post("/accounts/login/", {"login": user.username, "password": password})
    return client


def ends(client: Client, which: str, password: str = PASSWORD) -> str:
    """The owner ends sessions and is asked for his password; what he sees then."""
    path = f"/accounts/sessions/{which}/end/"
    asked = client.post(path)
    assert asked.headers["Location"] == f"/accounts/reauthenticate/?next={quote_plus(path)}"
    answer = client.post(asked.headers["Location"], {"password": password}, follow=True)
    return str(answer.content.decode())


def is_in(client: Client) -> bool:
    return client.get("/coops/").status_code == 200


def test_signing_in_never_keeps_the_key_of_the_session_before(officer: User) -> None:
    """A key that somebody planted in the browser opens nothing afterwards."""
    client = Client()
    client.get("/accounts/login/")
    session = client.session
    session["planted"] = True
    session.save()
    planted = str(session.session_key)
    client.cookies["sessionid"] = planted

    client.post("/accounts/login/", {"login": officer.username, "password": PASSWORD})

    assert client.cookies["sessionid"].value != planted
    stranger = Client()
    stranger.cookies["sessionid"] = planted
    assert not is_in(stranger)
    assert is_in(client)


def test_a_key_that_nobody_gave_out_is_not_taken_over(officer: User) -> None:
    client = Client()
    client.cookies["sessionid"] = "a" * 32

    client.post("/accounts/login/", {"login": officer.username, "password": PASSWORD})

    assert client.cookies["sessionid"].value != "a" * 32


def test_page_lists_devices_and_marks_this_one(officer: User) -> None:
    signed_in(officer, "192.0.2.8")
    here = signed_in(officer)

    page = here.get("/accounts/sessions/").content.decode()

    assert page.count("Chrome บน Windows") >= 2
    assert "192.0.2.7" in page
    assert "192.0.2.8" in page
    assert page.count("อุปกรณ์นี้</span>") == 1


def test_signing_out_takes_the_device_off_the_list(officer: User) -> None:
    gone, here = signed_in(officer, "192.0.2.9"), signed_in(officer)

    gone.post("/accounts/logout/")

    assert "192.0.2.9" not in here.get("/accounts/sessions/").content.decode()
    assert SignIn.objects.get(user=officer).address == "192.0.2.7"


def test_session_that_ran_out_is_not_listed(officer: User) -> None:
    over, here = signed_in(officer, "192.0.2.9"), signed_in(officer)
    Session.objects.filter(session_key=over.cookies["sessionid"].value).update(
        expire_date=timezone.now() - timedelta(minutes=1)
    )

    assert "192.0.2.9" not in here.get("/accounts/sessions/").content.decode()


def test_person_ends_one_session_or_all_others(officer: User) -> None:
    other, third, here = signed_in(officer), signed_in(officer), signed_in(officer)
    noted = SignIn.objects.get(session_key=other.session.session_key)

    assert "ให้อุปกรณ์นั้นออกจากระบบแล้ว" in ends(here, str(noted.pk))
    assert [is_in(client) for client in (other, third, here)] == [False, True, True]
    again = here.post(f"/accounts/sessions/{noted.pk}/end/", follow=True)
    assert "อุปกรณ์นี้ออกจากระบบไปแล้ว" in again.content.decode()

    done = here.post("/accounts/sessions/others/end/", follow=True)

    assert "ให้อุปกรณ์อื่นออกจากระบบแล้ว 1 อุปกรณ์" in done.content.decode()
    assert [is_in(client) for client in (third, here)] == [False, True]


def test_nobody_ends_a_session_of_another(officer: User, chief: User) -> None:
    theirs, mine = signed_in(chief), signed_in(officer)
    noted = SignIn.objects.get(user=chief)

    ends(mine, str(noted.pk))

    assert is_in(theirs)


def test_who_does_not_know_the_password_ends_nothing(officer: User) -> None:
    other, here = signed_in(officer), signed_in(officer)

    assert "รหัสผ่านไม่ถูกต้อง" in ends(here, "others", password="a guess")
    assert [is_in(other), is_in(here)] == [True, True]


def test_administrator_sees_and_ends_them(keeper: User, officer: User) -> None:
    theirs, office = signed_in(officer), signed_in(keeper)
    path = f"/people/50/of/{officer.username}/"

    assert "Chrome บน Windows" in office.get(f"{path}security/").content.decode()
    done = office.post(f"{path}sessions/end/", follow=True).content.decode()

    assert f"ให้ {officer} ออกจากระบบทุกอุปกรณ์แล้ว" in done
    assert not is_in(theirs)
    assert is_in(office)


def test_administrator_ends_none_of_a_stranger_s(keeper: User, outsider: User) -> None:
    with pytest.raises(NotAllowed):
        access_end(actor=keeper, user=outsider, reason="ทดสอบ")
    with pytest.raises(RuleViolation):
        access_end(actor=keeper, user=keeper, reason="ทดสอบ")


def test_change_of_the_password_ends_every_other_session(officer: User) -> None:
    other, here = signed_in(officer), signed_in(officer)
    new = "ทุเรียนเมืองจันทร์ปีนี้"

    here.post(
        "/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
    )

    assert [is_in(other), is_in(here)] == [False, True]
    left = SignIn.objects.get(user=officer)
    assert left.session_key == here.session.session_key
    assert not Session.objects.filter(session_key=other.cookies["sessionid"].value).exists()


def test_leaving_ends_sessions_for_good(keeper: User, officer: User) -> None:
    client = signed_in(officer)

    account_close(actor=keeper, user=officer, last_day=today(), reason="ลาออก")

    assert not is_in(client)
    assert not Session.objects.filter(session_key=client.cookies["sessionid"].value).exists()
    account_open(actor=keeper, user=officer)
    assert not is_in(client)


def test_lost_role_ends_sessions(keeper: User, officer: User) -> None:
    client = signed_in(officer)
    held = Membership.objects.get(user=officer)

    role_end(actor=keeper, membership=held, last_day=in_days(-1), reason="ย้าย")

    assert not is_in(client)


def test_role_that_ran_out_yesterday_ends_sessions_at_night(officer: User, chief: User) -> None:
    lost, stays = signed_in(officer), signed_in(chief)
    Membership.objects.filter(user=officer).update(ends=in_days(-1))
    Membership.objects.filter(user=chief).update(ends=today())

    sessions_of_the_day()

    assert not SignIn.objects.filter(user=officer).exists()
    assert lost.get("/coops/").status_code == 302
    assert is_in(stays)


def test_night_forgets_what_is_over(officer: User) -> None:
    client = signed_in(officer)
    Session.objects.update(expire_date=timezone.now() - timedelta(hours=1))
    SignIn.objects.update(first_seen=timezone.now() - timedelta(hours=13))

    sessions_of_the_day()

    assert not SignIn.objects.exists()
    assert not Session.objects.exists()
    assert not is_in(client)


def test_last_use_is_written_now_and_then(
    officer: User, client_of: Callable[[User], Client]
) -> None:
    client = signed_in(officer)
    before = SignIn.objects.get(user=officer).last_seen
    client.get("/coops/")
    assert SignIn.objects.get(user=officer).last_seen == before
    session = client.session
    session["seen_at"] -= SEEN_EVERY
    session.save()

    client.get("/coops/", REMOTE_ADDR="192.0.2.99")

    after = SignIn.objects.get(user=officer)
    assert after.last_seen > before
    assert after.address == "192.0.2.99"


def test_session_from_before_notes_were_kept_gets_one(officer: User) -> None:
    client = signed_in(officer)
    SignIn.objects.all().delete()
    session = client.session
    del session["seen_at"], session["sign_in"]
    session.save()

    client.get("/coops/")

    assert SignIn.objects.get(user=officer).session_key == session.session_key


def test_beginning_leaves_an_event_without_key_and_address(officer: User) -> None:
    client = signed_in(officer)

    [event] = events_of(SignIn, SignIn.objects.get(user=officer).pk)

    assert (event["action"], event["actor"]) == ("core.session.begun", officer.pk)
    assert str(client.session.session_key) not in str(event)
    assert "192.0.2.7" not in str(event)


def test_address_that_is_none_is_no_error(officer: User) -> None:
    client = signed_in(officer)
    session = client.session
    session["seen_at"] = 0
    session.save()

    assert client.get("/coops/", REMOTE_ADDR="unknown").status_code == 200

    assert SignIn.objects.get(user=officer).address is None


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (WINDOWS, "Chrome บน Windows"),
        (f"{WINDOWS} Edg/126.0", "Edge บน Windows"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Safari/604.1",
            "Safari บน iPhone",
        ),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/126.0 Mobile", "Chrome บน Android"),
        ("curl/8.0", "เครื่องที่ไม่รู้จัก"),
        ("", "เครื่องที่ไม่รู้จัก"),
    ],
)
def test_device_is_named_in_words(said: str, words: str) -> None:
    assert device_of(said) == words
