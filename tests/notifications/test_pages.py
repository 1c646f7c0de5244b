"""The list, the bell and what is opened from them."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cpd_portal.core.choices import Role
from cpd_portal.core.models import (
    NotificationRead,
    NotificationTally,
    User,
)
from tests.inspection.rows import person
from tests.notifications.rows import (
    a_report,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(client: Client) -> Callable[[User], Client]:
    def sign_in(user: User) -> Client:
        client.force_login(user)
        return client

    return sign_in


def test_bell_says_in_words_how_many_and_asks_once_in_five_minutes(
    signed_in: Callable[[User], Client],
) -> None:
    officer = person(Role.OFFICER)
    NotificationTally.objects.filter(user=officer).delete()
    client = signed_in(officer)
    a_report(officer)

    with CaptureQueriesContext(connection) as first:
        html = client.get("/help/").content.decode()
    a_report(officer)
    with CaptureQueriesContext(connection) as second:
        again = client.get("/help/").content.decode()

    bell = '<b>1<span class="visually-hidden"> เรื่องยังไม่ได้อ่าน</span></b>'
    assert bell in html
    assert bell in again
    assert len(first) - len(second) == 1


def test_opening_marks_as_read_and_leads_there(signed_in: Callable[[User], Client]) -> None:
    officer = person(Role.OFFICER)
    client, report = signed_in(officer), a_report(officer)

    answer = client.get(f"/notifications/core.report-ready/{report.pk}/")

    assert (answer.status_code, answer["Location"]) == (302, "/reports/mine/")
    html = client.get("/notifications/").content.decode()
    assert "อ่านครบแล้ว" in html
    assert "ไม่มีเรื่องใหม่" in html


def test_page_marks_one_and_all_and_comes_back_to_the_chosen_rows(
    signed_in: Callable[[User], Client],
) -> None:
    officer = person(Role.OFFICER)
    client, report = signed_in(officer), a_report(officer)
    a_report(officer)
    chosen = "/notifications/?kind=core.documents&show=unread"
    html = client.get(chosen).content.decode()
    assert "ยังไม่ได้อ่าน 2 เรื่อง" in html

    one = client.post(f"/notifications/core.report-ready/{report.pk}/read/", {"next": chosen})
    assert one["Location"] == chosen
    assert "ยังไม่ได้อ่าน 1 เรื่อง" in client.get(chosen).content.decode()

    every = client.post("/notifications/read/", {"next": chosen}, follow=True)
    assert "ทำเครื่องหมายว่าอ่านแล้ว 1 เรื่อง" in every.content.decode()
    assert "ไม่มีเรื่องตามที่เลือก" in every.content.decode()


def test_another_persons_notification_is_404(signed_in: Callable[[User], Client]) -> None:
    client = signed_in(person(Role.OFFICER, "51"))
    report = a_report(person(Role.OFFICER))

    for door in ("", "read/", "unread/"):
        address = f"/notifications/core.report-ready/{report.pk}/{door}"
        answer = client.post(address) if door else client.get(address)
        assert answer.status_code == 404
    assert client.get("/notifications/core.nothing/1/").status_code == 404
    assert not NotificationRead.objects.exists()


def test_hostile_subject_is_text(signed_in: Callable[[User], Client]) -> None:
    officer = person(Role.OFFICER)
    client = signed_in(officer)
    a_report(officer, title='<script>alert("1")</script>|ก')

    html = client.get("/notifications/").content.decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;|ก" in html
