"""The e-mail about late and soon-due defects: to whom, what it says, how often."""

from datetime import timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPServerDisconnected
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection, transaction
from django.utils import timezone
from pytest_django.fixtures import Settings

from cpd_portal.core.choices import Role
from cpd_portal.core.digests.services import digest_send, digests_send
from cpd_portal.core.models import SentDigest, User
from inspection import digests
from inspection.choices import DefectAct
from inspection.digests import DEFECT_DIGEST
from inspection.models import Defect
from inspection.services.defects import defect_act
from inspection.tasks import defect_digests
from tests.coops.rows import make_institution
from tests.core.test_audit import events_of
from tests.inspection.rows import TODAY, make_defect, person

pytestmark = pytest.mark.django_db
YESTERDAY = TODAY - timedelta(days=1)
HOSTILE = 'สหกรณ์ <b>"ก"</b>\r\nBcc: all@example.com \u202eดี'


def reached(role: Role = Role.OFFICER, office: str = "50") -> User:
    user = person(role, office)
    user.email = f"{user.username}@example.com"
    user.save()
    return user


def late(**changed: Any) -> Defect:
    return make_defect(due_on=YESTERDAY, **changed)


def test_person_is_told_what_is_late_and_what_is_soon_due() -> None:
    user = reached()
    institution = make_institution(name="สหกรณ์ก้าวหน้า จำกัด")
    late(institution=institution, title="เงินขาด")
    make_defect(institution, title="บัญชีช้า", due_on=TODAY)
    make_defect(institution, title="อีกนาน", due_on=TODAY + timedelta(days=400))

    assert digests_send(DEFECT_DIGEST, today=TODAY) == 1

    (message,) = mail.outbox
    assert message.to == [user.email]
    assert message.subject == "ข้อบกพร่องพ้นกำหนด 1 รายการ ใกล้ครบกำหนด 1 รายการ"
    assert message.content_subtype == "plain"
    body = message.body.replace("\u00a0", " ")
    assert (
        "พ้นกำหนดแก้ไข 1 รายการ\n- สหกรณ์ก้าวหน้า จำกัด · ข้อบกพร่อง: เงินขาด (กำหนด 9 มี.ค. 2567)" in body
    )
    assert "ใกล้ครบกำหนดแก้ไข 1 รายการ\n- สหกรณ์ก้าวหน้า จำกัด · ข้อบกพร่อง: บัญชีช้า" in body
    assert "อีกนาน" not in body
    row = SentDigest.objects.get()
    assert (row.user, row.sent_on, row.items) == (user, TODAY, 2)
    assert events_of(SentDigest, row.pk)[0]["action"] == "core.digest.claimed"


def test_hostile_text_stays_one_line_of_the_body() -> None:
    reached()
    late(institution=make_institution(name=HOSTILE), title="เรื่อง\nSubject: อื่น")
    digests_send(DEFECT_DIGEST, today=TODAY)

    (message,) = mail.outbox
    assert (
        '- สหกรณ์ <b>"ก"</b> Bcc: all@example.com ดี · ข้อบกพร่อง: เรื่อง Subject: อื่น (' in message.body
    )
    assert "\u202e" not in message.body
    headers = message.message().as_bytes().split(b"\n\n", 1)[0]
    assert b"all@example.com" not in headers
    assert b"Bcc" not in headers


def test_address_with_a_line_break_is_not_written_to() -> None:
    user = reached()
    User.objects.filter(pk=user.pk).update(email="a@example.com\nBcc: b@example.com")
    late()

    assert digests_send(DEFECT_DIGEST, today=TODAY) == 0
    assert mail.outbox == []
    assert not SentDigest.objects.exists()


@pytest.mark.parametrize(("days", "sent"), [(0, 0), (6, 0), (7, 1)])
def test_next_mail_comes_after_the_days_of_the_setting(days: int, sent: int) -> None:
    reached()
    late()
    digests_send(DEFECT_DIGEST, today=TODAY)

    assert digests_send(DEFECT_DIGEST, today=TODAY + timedelta(days=days)) == sent


def test_two_workers_send_one(settings: Settings) -> None:
    user = reached()
    late()

    assert digest_send(DEFECT_DIGEST, user=user, today=TODAY)
    assert not digest_send(DEFECT_DIGEST, user=user, today=TODAY)
    settings.DEFECT_DIGEST_DAYS = 1
    assert digest_send(DEFECT_DIGEST, user=user, today=TODAY + timedelta(days=1))


def test_nothing_to_say_is_no_mail() -> None:
    reached()
    exempted = late()
    defect_act(
        actor=person(Role.CHIEF),
        defect=exempted,
        act=DefectAct.EXEMPTED,
        version=exempted.version,
        reason="น้ำท่วม",
        until=TODAY + timedelta(days=90),
        today=TODAY,
    )

    assert digests_send(DEFECT_DIGEST, today=TODAY) == 0


def test_everybody_gets_what_concerns_him() -> None:
    chief, officer = reached(Role.CHIEF), reached()
    inspector, neighbour = reached(Role.INSPECTOR), reached(Role.CHIEF, "51")
    late(title="ของเจ้าหน้าที่")
    late(institution=make_institution(responsible=inspector), title="ของผู้ตรวจการ")
    digests_send(DEFECT_DIGEST, today=TODAY)

    told = {message.to[0]: message.body for message in mail.outbox}
    assert set(told) == {chief.email, officer.email, inspector.email}
    assert neighbour.email not in told
    assert "ของเจ้าหน้าที่" in told[chief.email]
    assert "ของผู้ตรวจการ" in told[chief.email]
    assert "ของเจ้าหน้าที่" not in told[inspector.email]


def test_long_list_is_cut_with_the_number_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(digests, "LINES_AT_MOST", 1)
    reached()
    late()
    late()
    digests_send(DEFECT_DIGEST, today=TODAY)

    assert "และอีก 1 รายการ ดูได้ในระบบ" in mail.outbox[0].body


class Post:
    """A mail server that answers the first sends to a person with these errors."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.errors: dict[str, list[Exception]] = {}
        self.tried: list[str] = []
        self.open_savepoints: list[int] = []
        self._send = EmailMessage.send
        monkeypatch.setattr(EmailMessage, "send", lambda message: self._answer(message))

    def _answer(self, message: Any) -> int:
        (to,) = message.to
        self.tried.append(to)
        self.open_savepoints.append(len(connection.savepoint_ids))
        if self.errors.get(to):
            raise self.errors[to].pop(0)
        return int(self._send(message))


@pytest.fixture
def post(monkeypatch: pytest.MonkeyPatch) -> Post:
    return Post(monkeypatch)


FULL = SMTPDataError(452, b"mailbox full")


def test_mail_that_was_refused_is_tried_once_more_after_the_others(post: Post) -> None:
    chief, officer = reached(Role.CHIEF), reached()
    late()
    post.errors[chief.email] = [FULL]

    assert digests_send(DEFECT_DIGEST, today=TODAY) == 2

    assert [message.to for message in mail.outbox] == [[officer.email], [chief.email]]
    row = SentDigest.objects.get(user=chief)
    assert (row.sent_on, row.failures) == (TODAY, 1)
    assert row.error == "SMTPDataError: (452, b'mailbox full')"
    assert [event["action"] for event in events_of(SentDigest, row.pk)] == [
        "core.digest.claimed",
        "core.digest.failed",
        "core.digest.claimed",
    ]


@pytest.mark.parametrize("refusal", [FULL, SMTPRecipientsRefused({"a": (550, b"unknown")})])
def test_mail_that_is_refused_twice_waits_for_the_next_day(post: Post, refusal: Exception) -> None:
    user = reached()
    late()
    post.errors[user.email] = [refusal] * 3

    assert digests_send(DEFECT_DIGEST, today=TODAY) == 0
    assert digests_send(DEFECT_DIGEST, today=TODAY) == 0

    assert post.tried == [user.email] * 2
    row = SentDigest.objects.get()
    assert (row.period, row.sent_on, row.failures) == (TODAY, None, 2)
    tomorrow = TODAY + timedelta(days=1)
    assert digests_send(DEFECT_DIGEST, today=tomorrow) == 1
    again = SentDigest.objects.get(period=tomorrow)
    assert (again.sent_on, again.failures) == (tomorrow, 1)


def test_failure_leaves_the_day_of_the_last_mail(post: Post) -> None:
    user, later = reached(), TODAY + timedelta(days=30)
    late()
    digests_send(DEFECT_DIGEST, today=TODAY)
    post.errors[user.email] = [FULL] * 2

    digests_send(DEFECT_DIGEST, today=later)

    rows = SentDigest.objects.order_by("period").values_list("period", "sent_on", "failures")
    assert list(rows) == [(TODAY, TODAY, 0), (later, None, 2)]


@pytest.mark.parametrize("broken", [SMTPServerDisconnected("gone"), TimeoutError("slow")])
def test_mail_that_may_have_arrived_is_not_sent_again(post: Post, broken: Exception) -> None:
    user = reached()
    late()
    post.errors[user.email] = [broken]

    assert digests_send(DEFECT_DIGEST, today=TODAY) == 0
    assert digests_send(DEFECT_DIGEST, today=TODAY + timedelta(days=1)) == 0

    assert post.tried == [user.email]
    row = SentDigest.objects.get()
    assert (row.sent_on, row.failures) == (TODAY, 1)
    assert row.error == f"{type(broken).__name__}: {broken}"


def test_server_that_cannot_be_reached_leaves_nobody_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reached()
    late()

    def refuse(server: Any) -> None:
        raise ConnectionRefusedError("no server")

    monkeypatch.setattr(EmailBackend, "open", refuse)
    assert digests_send(DEFECT_DIGEST, today=TODAY) == 0
    assert SentDigest.objects.get().sent_on is None
    monkeypatch.undo()

    assert digests_send(DEFECT_DIGEST, today=TODAY + timedelta(days=1)) == 1


def test_mail_leaves_after_its_claim_is_committed(post: Post) -> None:
    """Inside a transaction that somebody else may take back, no mail is sent at all."""
    user = reached()
    late()
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        digest_send(DEFECT_DIGEST, user=user, today=TODAY)
    assert post.tried == []

    assert digest_send(DEFECT_DIGEST, user=user, today=TODAY)
    assert post.open_savepoints == [0]


def test_task_waits_for_a_mail_server(settings: Settings) -> None:
    reached()
    make_defect(due_on=timezone.localdate() - timedelta(days=1))
    defect_digests()
    assert mail.outbox == []

    settings.EMAIL_HOST = "mail.example.com"
    defect_digests()
    assert len(mail.outbox) == 1
