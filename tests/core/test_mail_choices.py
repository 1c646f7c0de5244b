"""Everybody chooses which mails the portal sends."""

from datetime import date

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone

from cpd_portal.core.choices import Role
from cpd_portal.core.mail_choices.models import MailDeclined
from cpd_portal.core.mail_choices.services import mails_choose
from cpd_portal.core.models import User
from early_warning.selectors.digests import digest_readers
from inspection.selectors.digests import digest_users
from tests.conftest import UserMaker

pytestmark = pytest.mark.django_db
DEFECTS, MONTH = "inspection.defects", "early_warning.month"


def _with_address(user: User) -> User:
    user.email = "person@example.com"
    user.save()
    return user


def _told(user: User) -> tuple[bool, bool]:
    today: date = timezone.localdate()
    return user in digest_users(today, 7), user in digest_readers(today)


def test_without_a_choice_every_mail_goes_out(officer: User) -> None:
    assert _told(_with_address(officer)) == (True, True)


@pytest.mark.parametrize(
    ("wanted", "told"),
    [({DEFECTS}, (True, False)), ({MONTH}, (False, True)), (set(), (False, False))],
)
def test_mail_that_was_declined_is_not_sent(
    officer: User, wanted: set[str], told: tuple[bool, bool]
) -> None:
    mails_choose(actor=_with_address(officer), wanted=wanted)

    assert _told(officer) == told


def test_choice_can_be_taken_back_and_leaves_events(officer: User) -> None:
    mails_choose(actor=_with_address(officer), wanted=set())
    mails_choose(actor=officer, wanted={DEFECTS, MONTH})

    assert not MailDeclined.objects.exists()
    assert _told(officer) == (True, True)
    events = apps.get_model("core.MailDeclinedEvent")._default_manager
    assert events.filter(pgh_label="insert").count() == 2


def test_page_offers_what_goes_to_the_role_and_keeps_the_choice(
    client: Client, make_user: UserMaker
) -> None:
    executive = _with_address(make_user(Role.EXECUTIVE))
    client.force_login(executive)

    html = client.get("/accounts/mails/").content.decode()
    client.post("/accounts/mails/", {})

    assert "สรุปการเฝ้าระวังประจำเดือน" in html
    assert "ข้อบกพร่องที่เกินกำหนดและใกล้ครบกำหนด" not in html
    assert list(MailDeclined.objects.values_list("user", "kind")) == [(executive.pk, MONTH)]


def test_mail_of_another_role_is_refused(client: Client, make_user: UserMaker) -> None:
    client.force_login(make_user(Role.EXECUTIVE))

    answer = client.post("/accounts/mails/", {"wanted": DEFECTS})

    assert answer.status_code == 422
    assert "ไม่มีอีเมลนี้ ให้เปิดหน้าใหม่แล้วเลือกอีกครั้ง" in answer.content.decode()
    assert not MailDeclined.objects.exists()
