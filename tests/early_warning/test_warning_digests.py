"""The monthly e-mail: to whom, what it says, once, and with the reach of that moment."""

from datetime import date, timedelta
from smtplib import SMTPDataError, SMTPServerDisconnected
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from pytest_django.fixtures import Settings

from cpd_portal.core.choices import Role
from cpd_portal.core.digests.services import digest_send, digests_send
from cpd_portal.core.models import Membership, OrgUnit, SentDigest, User
from early_warning import digests
from early_warning.digests import WARNING_DIGEST
from early_warning.tasks import digests_of_the_month
from tests.coops.rows import make_institution
from tests.core.test_audit import events_of
from tests.early_warning.alerts import make_alert
from tests.early_warning.watched import make_reading
from tests.inspection.rows import person

pytestmark = pytest.mark.django_db
TODAY = date(2026, 8, 3)
HOSTILE = 'สหกรณ์ <b>"ก"</b>\r\nBcc: all@example.com \u202eดี'


def reached(role: Role = Role.OFFICER, office: str = "50") -> User:
    user = person(role, office)
    user.email = f"{user.username}@example.com"
    user.save()
    return user


def body() -> str:
    (message,) = mail.outbox
    return str(message.body).replace("\u00a0", " ")


def test_person_is_told_levels_news_lateness_and_clocks() -> None:
    user = reached()
    institution = make_institution(name="สหกรณ์ก้าวหน้า จำกัด")
    make_reading(institution, 3, since=date(2026, 7, 1))
    make_reading(make_institution(name="สหกรณ์เดิม จำกัด"), 1, since=date(2026, 6, 30))
    make_alert(institution)

    assert digests_send(WARNING_DIGEST, today=TODAY) == 1

    text = body()
    (message,) = mail.outbox
    assert message.to == [user.email]
    assert message.subject == "เตือนภัยล่วงหน้าประจำเดือน: เฝ้าระวัง 2 แห่ง เกินกำหนด 1 รายการ"
    assert message.content_subtype == "plain"
    assert "อยู่ในระดับเฝ้าระวัง 2 แห่ง\n- วิกฤต: 1 แห่ง\n- เฝ้าระวัง: 1 แห่ง" in text
    assert "1 แห่ง\n- สหกรณ์ก้าวหน้า จำกัด · วิกฤต ตั้งแต่ 1 ก.ค. 2569" in text
    assert "สหกรณ์เดิม" not in text
    assert "คำเตือนที่เกินกำหนดดำเนินการ 1 รายการ" in text
    assert "ครบกำหนดในสิงหาคม 2569\n- ประชุมใหญ่สามัญประจำปี 2 รายการ" in text
    row = SentDigest.objects.get()
    assert (row.user, row.period, row.sent_on, row.items) == (user, date(2026, 8, 1), TODAY, 2)
    assert events_of(SentDigest, row.pk)[0]["action"] == "core.digest.claimed"


def test_again_in_the_month_sends_nothing_and_the_next_month_does() -> None:
    reached()
    make_reading(make_institution())

    sent = [
        digests_send(WARNING_DIGEST, today=TODAY + timedelta(days=days)) for days in (0, 0, 28, 29)
    ]

    assert sent == [1, 0, 0, 1]
    assert len(mail.outbox) == 2


def test_second_worker_with_the_same_list_sends_nothing() -> None:
    user = reached()
    make_reading(make_institution())

    assert [digest_send(WARNING_DIGEST, user=user, today=TODAY) for _ in range(2)] == [True, False]
    assert len(mail.outbox) == 1


def test_reach_is_that_of_the_moment_of_sending() -> None:
    user = reached()
    make_reading(make_institution("50", name="สหกรณ์ของเชียงใหม่"), since=TODAY)
    make_reading(make_institution("51", name="สหกรณ์ของลำพูน"), since=TODAY)
    Membership.objects.filter(user=user).update(org_unit=OrgUnit.objects.get(code="51"))

    digests_send(WARNING_DIGEST, today=TODAY)

    assert "สหกรณ์ของลำพูน" in body()
    assert "สหกรณ์ของเชียงใหม่" not in body()


def test_nothing_to_say_no_address_or_no_role_gets_no_mail() -> None:
    reached(office="51")
    make_reading(make_institution("50", accounting_year_end_month=12))
    person(Role.OFFICER)
    wrong = person(Role.CHIEF)
    wrong.email = "nowhere"
    wrong.save()
    left = reached(Role.INSPECTOR)
    left.is_active = False
    left.save()

    assert digests_send(WARNING_DIGEST, today=TODAY) == 0
    assert mail.outbox == []
    assert not SentDigest.objects.exists()


def test_hostile_name_stays_one_line_of_the_body() -> None:
    reached()
    make_reading(make_institution(name=HOSTILE), since=TODAY)

    digests_send(WARNING_DIGEST, today=TODAY)

    assert '- สหกรณ์ <b>"ก"</b> Bcc: all@example.com ดี · เฝ้าระวัง ตั้งแต่' in body()
    headers = mail.outbox[0].message().as_bytes().split(b"\n\n", 1)[0]
    assert b"all@example.com" not in headers
    assert b"Bcc" not in headers


def test_long_list_is_cut_with_its_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(digests, "LINES_AT_MOST", 1)
    reached()
    for _ in range(3):
        make_reading(make_institution(), since=TODAY)

    digests_send(WARNING_DIGEST, today=TODAY)

    assert "และอีก 2 แห่ง ดูได้ในระบบ" in body()


class Post:
    """A mail server that answers the first sends with these errors."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.errors: list[Exception] = []
        self._send = EmailMessage.send
        monkeypatch.setattr(EmailMessage, "send", lambda message: self._answer(message))

    def _answer(self, message: Any) -> int:
        if self.errors:
            raise self.errors.pop(0)
        return int(self._send(message))


@pytest.fixture
def post(monkeypatch: pytest.MonkeyPatch) -> Post:
    return Post(monkeypatch)


def test_mail_that_was_refused_is_tried_again_and_sent_once(post: Post) -> None:
    reached()
    make_reading(make_institution())
    post.errors = [SMTPDataError(452, b"mailbox full")]

    sent = [digests_send(WARNING_DIGEST, today=TODAY + timedelta(days=days)) for days in range(3)]

    assert sent == [1, 0, 0]
    row = SentDigest.objects.get()
    assert (row.failures, row.error) == (1, "SMTPDataError: (452, b'mailbox full')")
    assert len(mail.outbox) == 1


def test_mail_is_given_up_after_three_mornings_of_refusals(post: Post) -> None:
    reached()
    make_reading(make_institution())
    post.errors = [SMTPDataError(452, b"full")] * digests.TRIES

    sent = [digests_send(WARNING_DIGEST, today=TODAY + timedelta(days=days)) for days in range(5)]

    assert sum(sent) == 0
    assert SentDigest.objects.get().failures == digests.TRIES == 6


def test_line_that_broke_counts_as_sent(post: Post) -> None:
    reached()
    make_reading(make_institution())
    post.errors = [SMTPServerDisconnected("gone")]

    assert [
        digests_send(WARNING_DIGEST, today=TODAY + timedelta(days=days)) for days in range(2)
    ] == [0, 0]
    assert SentDigest.objects.get().sent_on == TODAY


def test_without_a_mail_server_nobody_counts_as_written_to(settings: Settings) -> None:
    reached()
    make_reading(make_institution())
    settings.EMAIL_HOST = ""

    digests_of_the_month()

    assert mail.outbox == []
    assert not SentDigest.objects.exists()
