import csv
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone
from pghistory.models import Events
from pytest_django.fixtures import Settings

from coops.models import Institution
from cpd_portal.core.choices import Role
from cpd_portal.core.documents.choices import DocumentStatus
from cpd_portal.core.documents.models import Document
from cpd_portal.core.documents.production import produce
from cpd_portal.core.exceptions import InvalidInput, NotAllowed, RuleViolation
from cpd_portal.core.models import Membership, OrgUnit, ReportSchedule, User
from cpd_portal.core.schedules.choices import Rhythm
from cpd_portal.core.schedules.services import (
    MOST,
    When,
    schedule_create,
    schedule_delete,
    schedule_pause,
    schedule_resume,
    schedules_run,
)
from cpd_portal.core.schedules.tasks import order_scheduled_reports
from tests.coops.rows import make_assessment, make_institution
from tests.documents.sample_reports import RegisterForm, SampleRegister

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("sample_register", "media", "assets", "private_queue"),
]
MONDAYS = When(Rhythm.WEEKLY, 1)


def fresh(user: User) -> User:
    """As another request finds the person: nothing remembered of earlier rights."""
    return User.objects.get(pk=user.pk)


def scheduled(actor: User, **changes: Any) -> ReportSchedule:
    wanted: dict[str, Any] = {
        "report": "sample-register",
        "params": {"rows": 4},
        "file_format": "csv",
        "when": MONDAYS,
    }
    return schedule_create(actor=actor, **{**wanted, **changes})


def first_day(schedule: ReportSchedule) -> date:
    day = schedule.next_after(timezone.localdate())
    assert day is not None
    return day


def run_and_produce(day: date) -> Document:
    assert schedules_run(today=day) == 1
    document = Document.objects.get(scheduled_for=day)
    produce(document.pk)
    document.refresh_from_db()
    return document


def now_is(schedule: ReportSchedule) -> ReportSchedule:
    return ReportSchedule.objects.get(pk=schedule.pk)


def actions(schedule: ReportSchedule) -> list[str]:
    events = Events.objects.tracks(schedule).order_by("pgh_id")
    return [event.pgh_context["action"] for event in events]


def test_run_makes_the_document_for_the_recipient(officer: User) -> None:
    schedule = scheduled(officer)
    document = run_and_produce(first_day(schedule))
    assert (document.requester, document.schedule, document.status) == (
        officer,
        schedule,
        DocumentStatus.DONE,
    )
    assert (document.params, document.conditions) == ({"rows": 4}, "จำนวนแถว 4")


def test_run_twice_makes_one_document(officer: User) -> None:
    schedule = scheduled(officer)
    day = first_day(schedule)
    assert [schedules_run(today=day), schedules_run(today=day)] == [1, 0]
    assert schedules_run(today=day + timedelta(days=6)) == 0
    assert schedules_run(today=day + timedelta(days=7)) == 1
    assert Document.objects.count() == 2


def test_two_documents_for_one_day_are_refused_by_the_database(officer: User) -> None:
    schedule = scheduled(officer)
    day = first_day(schedule)
    schedules_run(today=day)
    with pytest.raises(IntegrityError, match="document_once_for_a_day"), transaction.atomic():
        Document.objects.create(
            report="sample-register",
            title="x",
            format="csv",
            requester=officer,
            schedule=schedule,
            scheduled_for=day,
        )


def test_run_before_the_first_day_makes_nothing(officer: User) -> None:
    today = timezone.localdate()
    scheduled(officer, when=When(Rhythm.WEEKLY, today.isoweekday()))
    scheduled(officer, when=When(Rhythm.MONTHLY, today.day))
    assert schedules_run(today=today) == 0


def test_run_makes_up_for_the_latest_missed_day_only(officer: User) -> None:
    schedule = scheduled(officer)
    day = first_day(schedule)
    assert schedules_run(today=day + timedelta(days=16)) == 1
    assert Document.objects.get().scheduled_for == day + timedelta(days=14)


def test_task_orders_what_is_due_today(officer: User) -> None:
    schedule = scheduled(officer)
    today = timezone.localdate()
    ReportSchedule.objects.filter(pk=schedule.pk).update(counts_from=today, day=today.isoweekday())
    order_scheduled_reports()
    order_scheduled_reports()
    assert Document.objects.get().scheduled_for == today


def test_run_after_the_role_was_lost_makes_nothing_and_says_why(officer: User) -> None:
    schedule = scheduled(officer)
    Membership.objects.filter(user=officer).update(ends=timezone.localdate() - timedelta(days=1))
    assert schedules_run(today=first_day(schedule)) == 0
    assert not Document.objects.exists()
    paused = now_is(schedule)
    assert paused.paused_at is not None
    assert paused.paused_because == ("บัญชีนี้ไม่มีบทบาทใดที่มีผลในวันนี้ จึงไม่จัดทำเอกสาร")
    assert actions(schedule) == ["core.schedule.created", "core.schedule.paused"]


def test_run_with_a_role_that_may_not_have_it_pauses(officer: User) -> None:
    schedule = scheduled(officer)
    Membership.objects.filter(user=officer).update(role=Role.LEGAL)
    assert schedules_run(today=first_day(schedule)) == 0
    assert now_is(schedule).paused_because == "บัญชีนี้ไม่มีบทบาทที่ขอรายงานนี้ได้"


def test_role_lost_between_order_and_rendering_leaves_no_file_and_pauses(officer: User) -> None:
    schedule = scheduled(officer, report="institution-register", params={})
    day = first_day(schedule)
    schedules_run(today=day)
    Membership.objects.filter(user=officer).delete()
    document = Document.objects.get()
    produce(document.pk)
    document.refresh_from_db()
    assert (document.status, bool(document.file)) == (DocumentStatus.FAILED, False)
    assert document.error == "บัญชีนี้ไม่มีบทบาทใดที่มีผลในวันนี้ จึงไม่จัดทำเอกสาร"
    assert now_is(schedule).paused_because == document.error
    assert schedules_run(today=day + timedelta(days=7)) == 0


def test_rows_are_those_of_the_reach_of_the_day(officer: User) -> None:
    before = make_institution(office="50", name="สหกรณ์ของหน่วยงานเดิม จำกัด")
    after = make_institution(office="51", name="สหกรณ์ของหน่วยงานใหม่ จำกัด")
    for institution in (before, after):
        make_assessment(institution)
    schedule = scheduled(officer, report="institution-register", params={})
    Membership.objects.filter(user=officer).update(org_unit=OrgUnit.objects.get(code="51"))
    document = run_and_produce(first_day(schedule))
    with document.file.open("rt") as file:
        text = file.read()
    assert after.name in text
    assert before.name not in text
    assert Institution.objects.count() == 2


def test_office_out_of_reach_pauses_and_says_why(officer: User) -> None:
    schedule = scheduled(officer, report="institution-register", params={"office": "50"})
    Membership.objects.filter(user=officer).update(org_unit=OrgUnit.objects.get(code="51"))
    assert schedules_run(today=first_day(schedule)) == 0
    assert now_is(schedule).paused_because.startswith("เงื่อนไขที่ตั้งไว้ใช้ไม่ได้ด้วยสิทธิ์ของวันนี้: ")


def test_closed_account_gets_nothing(officer: User) -> None:
    schedule = scheduled(officer)
    User.objects.filter(pk=officer.pk).update(is_active=False)
    assert schedules_run(today=first_day(schedule)) == 0
    assert now_is(schedule).paused_at is not None


def test_one_that_breaks_does_not_keep_the_others_waiting(
    officer: User, executive: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = scheduled(officer), scheduled(executive)

    class Breaking(RegisterForm):
        def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
            if user == officer:
                raise ZeroDivisionError
            super().__init__(*args, user=user, **kwargs)

    monkeypatch.setattr(SampleRegister, "params_form", Breaking)
    assert schedules_run(today=first_day(first)) == 1
    assert Document.objects.get().schedule == second
    assert now_is(first).paused_at is None


def test_latest_year_is_that_of_the_day(officer: User) -> None:
    institution = make_institution(office="50")
    make_assessment(institution, fiscal_year=2566)
    schedule = scheduled(officer, report="institution-register", params={"fiscal_year": ""})
    make_assessment(institution, fiscal_year=2567)
    document = run_and_produce(first_day(schedule))
    assert (schedule.params, document.params) == ({}, {})
    assert "2567" in document.title


def test_no_data_fails_the_document_and_leaves_the_schedule(officer: User) -> None:
    schedule = scheduled(officer, params={"rows": 13})
    document = run_and_produce(first_day(schedule))
    assert document.error == "ไม่มีข้อมูลของปีที่เลือก"
    assert now_is(schedule).paused_at is None


@pytest.mark.parametrize(
    ("rows", "subject"),
    [(4, "เอกสารตามกำหนดพร้อมให้ดาวน์โหลด"), (13, "เอกสารตามกำหนดจัดทำไม่สำเร็จ")],
)
def test_mail_tells_that_there_is_something_and_not_what(
    officer: User, settings: Settings, rows: int, subject: str
) -> None:
    settings.EMAIL_HOST = "mail.example.com"
    User.objects.filter(pk=officer.pk).update(email="officer@example.com")
    document = run_and_produce(first_day(scheduled(fresh(officer), params={"rows": rows})))
    produce(document.pk)
    (message,) = mail.outbox
    assert (message.subject, message.to) == (subject, ["officer@example.com"])
    assert document.title not in message.body
    assert message.attachments == []


def test_mail_tells_of_a_pause(officer: User, settings: Settings) -> None:
    settings.EMAIL_HOST = "mail.example.com"
    User.objects.filter(pk=officer.pk).update(email="officer@example.com")
    schedule = scheduled(officer)
    Membership.objects.filter(user=officer).delete()
    schedules_run(today=first_day(schedule))
    assert [message.subject for message in mail.outbox] == ["กำหนดการรายงานหยุดไว้"]


@pytest.mark.parametrize(
    ("host", "address", "by_email"),
    [("", "a@example.com", True), ("mail", "", True), ("mail", "a@example.com", False)],
)
def test_no_mail_without_server_address_or_wish(
    officer: User, settings: Settings, host: str, address: str, by_email: bool
) -> None:
    settings.EMAIL_HOST = host
    User.objects.filter(pk=officer.pk).update(email=address)
    document = run_and_produce(first_day(scheduled(fresh(officer), by_email=by_email)))
    assert document.status == DocumentStatus.DONE
    assert mail.outbox == []


def test_document_that_was_not_scheduled_sends_no_mail(officer: User, settings: Settings) -> None:
    settings.EMAIL_HOST = "mail"
    User.objects.filter(pk=officer.pk).update(email="a@example.com")
    schedule = scheduled(officer)
    document = run_and_produce(first_day(schedule))
    mail.outbox.clear()
    Document.objects.filter(pk=document.pk).update(
        schedule=None, scheduled_for=None, status=DocumentStatus.QUEUED
    )
    produce(document.pk)
    assert mail.outbox == []


def test_pause_and_resume_are_recorded_and_count_from_tomorrow(officer: User) -> None:
    schedule = scheduled(officer)
    schedule_pause(actor=officer, schedule=schedule)
    assert now_is(schedule).paused_because == "เจ้าของหยุดไว้เอง"
    assert schedules_run(today=first_day(schedule)) == 0
    schedule_resume(actor=officer, schedule=schedule)
    resumed = now_is(schedule)
    assert (resumed.paused_at, resumed.paused_because) == (None, "")
    assert resumed.counts_from == timezone.localdate() + timedelta(days=1)
    assert actions(schedule) == [
        "core.schedule.created",
        "core.schedule.paused",
        "core.schedule.resumed",
    ]


def test_resume_without_the_right_is_refused(officer: User) -> None:
    schedule = scheduled(officer)
    schedule_pause(actor=officer, schedule=schedule)
    Membership.objects.filter(user=officer).update(role=Role.LEGAL)
    with pytest.raises(NotAllowed, match="^บัญชีนี้ไม่มีบทบาทที่ขอรายงานนี้ได้$"):
        schedule_resume(actor=fresh(officer), schedule=schedule)
    assert now_is(schedule).paused_at is not None


def test_delete_keeps_the_documents(officer: User) -> None:
    schedule = scheduled(officer)
    day = first_day(schedule)
    document = run_and_produce(day)
    schedule_delete(actor=officer, schedule=schedule)
    document.refresh_from_db()
    assert (document.schedule_id, document.scheduled_for) == (None, day)
    assert document.is_downloadable


@pytest.mark.parametrize("act", [schedule_pause, schedule_resume, schedule_delete])
def test_schedule_of_another_person_is_refused(
    officer: User, executive: User, act: Callable[..., object]
) -> None:
    with pytest.raises(NotAllowed, match="^เปลี่ยนได้เฉพาะกำหนดการของตนเอง$"):
        act(actor=executive, schedule=scheduled(officer))


@pytest.mark.parametrize(
    "changes", [{"report": "nothing"}, {"file_format": "odt"}, {"params": {"rows": "x"}}]
)
def test_create_checks_as_an_order_does(officer: User, changes: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput):
        scheduled(officer, **changes)
    assert not ReportSchedule.objects.exists()


def test_create_more_than_twenty_is_refused(officer: User) -> None:
    for _ in range(MOST):
        scheduled(officer)
    with pytest.raises(RuleViolation, match="^ตั้งกำหนดการได้ไม่เกิน 20 รายการ"):
        scheduled(officer)


def test_file_holds_the_rows(officer: User) -> None:
    document = run_and_produce(first_day(scheduled(officer)))
    with document.file.open("rt") as file:
        assert len(list(csv.reader(file))) == 5
