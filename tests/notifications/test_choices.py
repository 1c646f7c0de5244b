"""Everybody chooses what is shown and what is mailed; the digests follow the same choices."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from cpd_portal.core.choices import Role
from cpd_portal.core.digests.kinds import Digest
from cpd_portal.core.digests.selectors import digest_readers
from cpd_portal.core.digests.services import digests_send
from cpd_portal.core.models import NotificationChoice, SentDigest, User
from cpd_portal.core.notifications.digest import DAILY_DIGEST
from cpd_portal.core.notifications.services import notifications_choose
from cpd_portal.core.notifications.tasks import notification_digests
from early_warning.digests import WARNING_DIGEST
from inspection.digests import DEFECT_DIGEST
from tests.conftest import UserMaker
from tests.core.test_audit import events_of
from tests.days import today
from tests.notifications.rows import EVERYTHING, a_report

pytestmark = pytest.mark.django_db
DEFECTS, ALERTS, REPORTS = "inspection.defects", "early_warning.alerts", "core.documents"


def with_address(user: User) -> User:
    user.email = "person@example.com"
    user.save()
    return user


def told(user: User) -> tuple[bool, bool, bool]:
    def is_due(digest: Digest) -> bool:
        return user in digest_readers(digest, today())

    return is_due(DEFECT_DIGEST), is_due(WARNING_DIGEST), is_due(DAILY_DIGEST)


def test_without_a_choice_only_the_two_digests_of_the_rooms_go_out(officer: User) -> None:
    assert told(with_address(officer)) == (True, True, False)


@pytest.mark.parametrize(
    ("by_mail", "expected"),
    [
        ({DEFECTS}, (True, False, False)),
        ({ALERTS}, (False, True, False)),
        ({REPORTS}, (False, False, True)),
        (set(), (False, False, False)),
        (EVERYTHING, (True, True, True)),
    ],
)
def test_what_is_not_chosen_is_not_sent(
    officer: User, by_mail: set[str], expected: tuple[bool, bool, bool]
) -> None:
    notifications_choose(actor=with_address(officer), on_page=EVERYTHING, by_mail=by_mail)

    assert told(officer) == expected


def test_choice_can_be_taken_back_and_leaves_events(officer: User) -> None:
    notifications_choose(actor=with_address(officer), on_page=EVERYTHING, by_mail={ALERTS})
    notifications_choose(actor=officer, on_page=EVERYTHING, by_mail={ALERTS, DEFECTS})

    assert told(officer) == (True, True, False)
    choice = NotificationChoice.objects.get()
    assert (choice.kind, choice.channel, choice.wanted) == (DEFECTS, "mail", True)
    assert [row["action"] for row in events_of(NotificationChoice, choice.pk)] == [
        "core.notification.chosen"
    ] * 2


def test_page_offers_what_goes_to_the_role_and_keeps_the_choice(
    client: Client, make_user: UserMaker
) -> None:
    executive = with_address(make_user(Role.EXECUTIVE))
    client.force_login(executive)

    html = client.get("/notifications/choices/").content.decode()
    client.post("/notifications/choices/", {"page": EVERYTHING - {DEFECTS, REPORTS}})

    assert "เตือนภัยล่วงหน้า" in html
    assert "ข้อบกพร่องและข้อสังเกต" not in html
    kept = NotificationChoice.objects.order_by("kind").values_list("kind", "channel", "wanted")
    assert list(kept) == [(REPORTS, "page", False), (ALERTS, "mail", False)]


@pytest.mark.parametrize("channel", ["page", "mail"])
def test_kind_of_another_role_is_refused(
    client: Client, make_user: UserMaker, channel: str
) -> None:
    client.force_login(make_user(Role.EXECUTIVE))

    answer = client.post("/notifications/choices/", {channel: DEFECTS})

    assert answer.status_code == 422
    assert "ไม่มีชนิดนี้ ให้เปิดหน้าใหม่แล้วเลือกอีกครั้ง" in answer.content.decode()
    assert not NotificationChoice.objects.exists()


# --- the e-mail of the morning ------------------------------------------------------


@pytest.fixture
def reader(officer: User) -> User:
    """Wants everything by e-mail."""
    notifications_choose(actor=with_address(officer), on_page=EVERYTHING, by_mail=EVERYTHING)
    return officer


def test_morning_tells_counts_of_the_day_before_and_no_title(reader: User) -> None:
    yesterday = timezone.now() - timedelta(days=1)
    a_report(reader, title="ทะเบียนผู้ถูกร้องเรียน", finished_at=yesterday)
    a_report(reader, title="วันนี้", finished_at=timezone.now())
    a_report(reader, title="เก่า", finished_at=yesterday - timedelta(days=1))

    assert digests_send(DAILY_DIGEST, today=today()) == 1
    assert digests_send(DAILY_DIGEST, today=today()) == 0

    (message,) = mail.outbox
    assert message.subject == "การแจ้งเตือนที่ยังไม่ได้อ่าน 1 เรื่อง"
    assert "- รายงานและเอกสาร 1 เรื่อง" in message.body
    assert "ทะเบียนผู้ถูกร้องเรียน" not in message.body
    assert SentDigest.objects.get().items == 1


def test_what_was_read_or_is_mailed_by_its_room_is_not_told(reader: User, client: Client) -> None:
    report = a_report(reader, finished_at=timezone.now() - timedelta(days=1))
    client.force_login(reader)
    client.post(f"/notifications/core.report-ready/{report.pk}/read/")

    assert digests_send(DAILY_DIGEST, today=today()) == 0
    assert not SentDigest.objects.exists()


def test_without_a_mail_server_nobody_is_written_to(reader: User, settings: object) -> None:
    a_report(reader, finished_at=timezone.now() - timedelta(days=1))
    notification_digests()
    assert mail.outbox == []

    settings.EMAIL_HOST = "mail.example.com"  # type: ignore[attr-defined]
    notification_digests()
    assert len(mail.outbox) == 1
