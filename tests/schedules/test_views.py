from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cpd_portal.core.choices import Role
from cpd_portal.core.documents.models import Document
from cpd_portal.core.models import ReportSchedule, User
from cpd_portal.core.schedules.choices import Rhythm
from cpd_portal.core.schedules.services import When, schedule_create, schedule_pause, schedules_run
from cpd_portal.thai.dates import format_date

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("sample_register", "media", "private_queue"),
]
ClientOf = Callable[[User], Client]
FORM = "/reports/schedules/new/sample-register/"
LIST = "/reports/schedules/"


@pytest.fixture
def schedule(officer: User) -> ReportSchedule:
    return schedule_create(
        actor=officer,
        report="sample-register",
        params={"rows": 4},
        file_format="csv",
        when=When(Rhythm.MONTHLY, 5),
    )


def test_request_page_leads_to_the_schedule(officer: User, client_of: ClientOf) -> None:
    assert FORM in client_of(officer).get("/reports/new/sample-register/").content.decode()


def test_form_sets_a_schedule_and_says_when_it_begins(officer: User, client_of: ClientOf) -> None:
    data = {"rows": "5", "format": "xlsx", "when": "weekly-1", "by_email": "on"}
    answer = client_of(officer).post(FORM, data, follow=True)
    schedule = ReportSchedule.objects.get()
    assert (schedule.rhythm, schedule.day, schedule.by_email) == ("weekly", 1, True)
    assert (schedule.params, schedule.format, schedule.recipient) == ({"rows": 5}, "xlsx", officer)
    first = schedule.next_after(timezone.localdate())
    assert first is not None
    assert f"ตั้งกำหนดการแล้ว ครั้งแรกวันที่ {format_date(first)}" in answer.content.decode()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"when": ""}, "กรุณาเลือกวัน"),
        ({"when": "monthly-32"}, "ไม่มีตัวเลือกนี้"),
        ({"rows": "9999"}, "ค่านี้ต้องน้อยกว่าหรือเท่ากับ 5000"),
    ],
)
def test_form_with_a_bad_value_comes_back(
    officer: User, client_of: ClientOf, changes: dict[str, str], message: str
) -> None:
    data = {"rows": "5", "format": "xlsx", "when": "weekly-1", **changes}
    answer = client_of(officer).post(FORM, data)
    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert not ReportSchedule.objects.exists()


def test_form_of_a_report_of_another_role_is_refused(
    make_user: Callable[..., User], client_of: ClientOf
) -> None:
    assert client_of(make_user(Role.LEGAL)).get(FORM).status_code == 403
    assert client_of(make_user(Role.EXECUTIVE)).get(f"{LIST}new/nothing/").status_code == 404


def test_list_shows_own_schedules_with_their_latest_document(
    schedule: ReportSchedule, officer: User, outsider: User, client_of: ClientOf
) -> None:
    day = schedule.next_after(timezone.localdate())
    assert day is not None
    schedules_run(today=day)
    shown = client_of(officer).get(LIST).content.decode()
    assert "ทุกวันที่ 5 ของเดือน" in shown
    assert "จำนวนแถว 4" in shown
    assert Document.objects.get().get_status_display() in shown
    assert "ยังไม่มีกำหนดการ" in client_of(outsider).get(LIST).content.decode()


def test_list_says_why_a_schedule_is_paused(
    schedule: ReportSchedule, officer: User, client_of: ClientOf
) -> None:
    schedule_pause(actor=officer, schedule=schedule, because="หมดสิทธิ์ของวันนี้")
    shown = client_of(officer).get(LIST).content.decode()
    assert "หยุดไว้" in shown
    assert "หมดสิทธิ์ของวันนี้" in shown


def test_buttons_pause_resume_and_delete(
    schedule: ReportSchedule, officer: User, client_of: ClientOf
) -> None:
    client = client_of(officer)
    for act, message in (
        ("pause", "หยุดกำหนดการ “ทะเบียนทดสอบ” แล้ว"),
        ("resume", "เริ่มกำหนดการ “ทะเบียนทดสอบ” แล้ว"),
        ("delete", "ลบกำหนดการ “ทะเบียนทดสอบ” แล้ว"),
    ):
        address = reverse(f"reports:schedule-{act}", args=[schedule.pk])
        assert f'action="{address}"' in client.get(LIST).content.decode()
        assert message in client.post(address, follow=True).content.decode()
    assert not ReportSchedule.objects.exists()


def test_list_asks_the_same_number_of_queries_however_many(
    schedule: ReportSchedule,
    officer: User,
    client_of: ClientOf,
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    for day in range(1, 10):
        schedule_create(
            actor=officer,
            report="sample-register",
            params={},
            file_format="csv",
            when=When(Rhythm.MONTHLY, day),
        )
    client = client_of(officer)
    with django_assert_max_num_queries(8):  # type: ignore[attr-defined]
        client.get(LIST)
