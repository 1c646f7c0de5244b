"""One page with everything that has happened for a person: what is read from where."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import resolve
from django.utils import timezone

from cpd_portal.core.announcements.models import AnnouncementRead
from cpd_portal.core.choices import Role, SubmissionState
from cpd_portal.core.documents.models import Document
from cpd_portal.core.models import (
    EntryPeriod,
    Membership,
    NotificationChoice,
    NotificationRead,
    OrgUnit,
    StaffHandover,
    Submission,
    User,
)
from cpd_portal.core.notifications.registry import sources_of
from cpd_portal.core.notifications.selectors import (
    SHOWN_DAYS,
    counts_by_kind,
    span_of,
)
from cpd_portal.core.notifications.services import (
    notification_read,
    notification_unread,
    notifications_choose,
    notifications_read_all,
    unread_count,
)
from early_warning.models import AlertAction
from inspection.models import Defect
from registrar.models import CaseTask
from registrar.services.case_work import task_give
from registrar.services.cases import case_assign
from tests.conftest import UserMaker
from tests.coops.rows import make_institution
from tests.core.test_audit import events_of
from tests.days import in_days, today
from tests.early_warning.alerts import make_alert
from tests.inspection.rows import make_defect, person
from tests.notifications.rows import (
    EVERYTHING,
    a_report,
    a_submission,
    an_announcement,
    told,
    words,
)
from tests.registrar.cases import make_case
from tests.registrar.cases import version as version_of
from tests.retention.rows import an_import

pytestmark = pytest.mark.django_db


# --- what happens -----------------------------------------------------------------


def test_form_that_was_returned_is_told_to_the_office_with_the_reason() -> None:
    officer, chief, outsider = person(Role.OFFICER), person(Role.CHIEF), person(Role.OFFICER, "51")
    a_submission(
        state=SubmissionState.RETURNED,
        returned_at=timezone.now(),
        returned_by=chief,
        return_reason="ขาดงบการเงินสองแห่ง",
    )

    ((title, subject, detail),) = words(officer)
    assert (title, detail) == ("แบบข้อมูลถูกส่งกลับให้แก้", "ขาดงบการเงินสองแห่ง")
    assert subject.startswith("การจัดชั้นความเข้มแข็งของสหกรณ์และกลุ่มเกษตรกร · ปี ")
    assert told(chief) == []
    assert told(outsider) == []


@pytest.mark.parametrize(
    ("state", "moment", "role", "unit", "title"),
    [
        ("approved", "approved_at", Role.OFFICER, "50", "แบบข้อมูลได้รับอนุมัติแล้ว"),
        ("submitted", "submitted_at", Role.CHIEF, "50", "แบบข้อมูลรอท่านตรวจทาน"),
        ("verified", "verified_at", Role.CHIEF, "cpd", "แบบข้อมูลรอท่านอนุมัติ"),
    ],
)
def test_who_has_the_next_step_of_a_form_is_told(
    state: str, moment: str, role: Role, unit: str, title: str
) -> None:
    next_one = person(role, unit)
    changed: dict[str, Any] = {"state": state, moment: timezone.now()}
    a_submission(**changed)

    assert [row[0] for row in words(next_one)] == [title]
    assert told(person(Role.INSPECTOR)) == []


@pytest.mark.parametrize("form", ["coops.strength", "kpis.result", "strategy.progress.q1"])
def test_every_form_leads_to_its_page(form: str) -> None:
    officer = person(Role.OFFICER)
    if not EntryPeriod.objects.filter(form=form).exists():
        EntryPeriod.objects.create(
            form=form, fiscal_year=2567, round="12m", subject="1", due_on=today()
        )
    a_submission(form, state="returned", returned_at=timezone.now(), return_reason="แก้")

    (row,) = told(officer)
    assert resolve(row.url).namespace == form.partition(".")[0]


def test_reports_are_told_when_ready_or_failed_but_not_when_called_off_or_expired() -> None:
    officer = person(Role.OFFICER)
    a_report(officer)
    a_report(officer, title="ใบคะแนน", status="failed", error="ไม่มีข้อมูลของปีนี้", file="")
    a_report(officer, status="failed", error="ยกเลิก", cancelled_at=timezone.now(), file="")
    a_report(officer, file="")
    a_report(person(Role.CHIEF))

    assert sorted(words(officer)) == [
        ("จัดทำรายงานไม่สำเร็จ", "ใบคะแนน", "ไม่มีข้อมูลของปีนี้"),
        ("รายงานพร้อมรับแล้ว", "ทะเบียนสหกรณ์", "pdf"),
    ]


def test_import_handover_and_announcement_are_told() -> None:
    officer, chief = person(Role.OFFICER), person(Role.CHIEF)
    an_import(officer, 2, state="confirmed")
    StaffHandover.objects.create(
        unit=OrgUnit.objects.get(code="50"),
        giver=chief,
        receiver=officer,
        on=today(),
        reason="ย้าย",
        made_by=chief,
    )
    an_announcement()

    assert sorted(row.source.code for row in told(officer)) == [
        "core.announced",
        "core.handed-over",
        "core.imported",
    ]


def test_defects_are_told_to_who_follows_them() -> None:
    inspector, officer = person(Role.INSPECTOR), person(Role.OFFICER)
    institution = make_institution(responsible=inspector)
    late = in_days(-1)
    make_defect(institution, title="เงินขาด", today=today(), found_on=late, due_on=late)
    Defect.objects.filter(title="เงินขาด").update(proposed_state="resolved")

    assert sorted(row[0] for row in words(inspector)) == [
        "ข้อบกพร่องพ้นกำหนดแก้ไข",
        "มีข้อบกพร่องหรือข้อสังเกตใหม่ให้ติดตาม",
    ]
    assert [row[0] for row in words(officer)] == ["ข้อบกพร่องพ้นกำหนดแก้ไข"]
    (row,) = told(officer)
    assert timezone.localtime(row.at).date() == today()
    assert row.is_of_a_day


def test_warnings_and_actions_are_told() -> None:
    chief, officer = person(Role.CHIEF), person(Role.OFFICER)
    alert = make_alert(make_institution(), today=today())
    AlertAction.objects.create(
        alert=alert,
        kind="advice",
        title="โทรสอบถาม",
        owner=officer,
        due_on=in_days(-3),
        recorded_by=chief,
    )

    assert [row[0] for row in words(chief)] == ["มีคำเตือนใหม่"]
    assert sorted(row[0] for row in words(officer)) == [
        "การดำเนินการตามคำเตือนพ้นกำหนด",
        "ได้รับมอบการดำเนินการตามคำเตือน",
    ]


def test_cases_and_tasks_are_told() -> None:
    officer, inspector = person(Role.OFFICER), person(Role.INSPECTOR)
    case = make_case()
    chief = person(Role.CHIEF)
    case_assign(actor=chief, case=case, version=version_of(case), handler=officer, today=today())
    task_give(
        actor=officer,
        case=case,
        version=version_of(case),
        id=uuid4(),
        title="ขอหลักฐาน",
        owner=inspector,
        due_on=today(),
        today=today(),
    )
    CaseTask.objects.update(due_on=in_days(-1))

    assert [row[0] for row in words(officer, kind="registrar.cases")][:1] == ["ได้รับมอบสำนวน"]
    assert sorted(row[:2] for row in words(inspector)) == [
        ("งานในสำนวนพ้นกำหนด", "ขอหลักฐาน"),
        ("ได้รับมอบงานในสำนวน", "ขอหลักฐาน"),
    ]


# --- what is shown ----------------------------------------------------------------


def test_what_may_no_longer_be_seen_is_gone() -> None:
    inspector = person(Role.INSPECTOR)
    make_defect(make_institution(responsible=inspector), today=today(), found_on=today())
    assert len(told(inspector)) == 1

    Membership.objects.filter(user=inspector).update(org_unit=OrgUnit.objects.get(code="51"))

    assert told(inspector) == []
    assert unread_count(User.objects.get(pk=inspector.pk), timezone.now()) == 0


def test_what_is_older_than_the_shown_days_is_gone() -> None:
    officer = person(Role.OFFICER)
    report = a_report(officer)
    old = timezone.now() - timedelta(days=SHOWN_DAYS, minutes=1)
    Document.objects.filter(pk=report.pk).update(created_at=old, finished_at=old)

    assert told(officer) == []


def test_newest_stands_first_and_can_be_chosen_by_kind() -> None:
    officer = person(Role.OFFICER)
    a_report(officer, title="เก่ากว่า", finished_at=timezone.now() - timedelta(hours=1))
    a_report(officer, title="ใหม่กว่า", finished_at=timezone.now() - timedelta(minutes=1))
    an_announcement()

    assert [row[1] for row in words(officer, kind="core.documents")] == ["ใหม่กว่า", "เก่ากว่า"]
    counts = {row.kind.code: row.found for row in counts_by_kind(officer, span_of(timezone.now()))}
    assert (counts["core.documents"], counts["core.announcements"]) == (2, 1)
    assert counts.keys() == EVERYTHING


def test_kinds_are_offered_by_role(make_user: UserMaker) -> None:
    planner = make_user(Role.PLANNER)

    kinds = {source.kind.code for source in sources_of(planner)}

    assert kinds == EVERYTHING - {"inspection.defects", "early_warning.alerts"}


# --- read and unread --------------------------------------------------------------


def test_one_is_read_and_made_unread_again() -> None:
    officer = person(Role.OFFICER)
    a_report(officer)
    (row,) = told(officer)

    notification_read(actor=officer, notification=row)
    notification_read(actor=officer, notification=row)
    assert told(officer, unread=True) == []
    read = NotificationRead.objects.get()
    assert events_of(NotificationRead, read.pk)[0]["action"] == "core.notification.read"

    notification_unread(actor=officer, notification=row)
    assert len(told(officer, unread=True)) == 1


def test_what_happens_again_is_unread_again() -> None:
    officer = person(Role.OFFICER)
    sent = a_submission(
        state="returned", returned_at=timezone.now() - timedelta(days=1), return_reason="แก้"
    )
    notification_read(actor=officer, notification=told(officer)[0])

    Submission.objects.filter(pk=sent.pk).update(returned_at=timezone.now())

    assert [row.unread for row in told(officer)] == [True]


def test_all_of_a_kind_are_read_in_bulk() -> None:
    officer = person(Role.OFFICER)
    for _ in range(3):
        a_report(officer)
    announcement = an_announcement()

    with CaptureQueriesContext(connection) as asked:
        count = notifications_read_all(actor=officer, kind="core.documents", now=timezone.now())
    rest = notifications_read_all(actor=officer, kind="", now=timezone.now())

    assert (count, rest) == (3, 1)
    inserts = [one for one in asked if 'INTO "core_notificationread"' in one["sql"]]
    assert len(inserts) == 1
    assert AnnouncementRead.objects.filter(announcement=announcement, user=officer).exists()
    assert told(officer, unread=True) == []


def test_announcement_that_was_acknowledged_elsewhere_is_read_here() -> None:
    officer = person(Role.OFFICER)
    AnnouncementRead.objects.create(announcement=an_announcement(), user=officer)

    (row,) = told(officer)
    assert (row.unread, row.may_be_unread) == (False, False)


# --- choices ----------------------------------------------------------------------


def test_kind_that_is_not_wanted_is_neither_shown_nor_counted() -> None:
    officer = person(Role.OFFICER)
    a_report(officer)
    notifications_choose(actor=officer, on_page=EVERYTHING - {"core.documents"}, by_mail=set())

    assert told(officer) == []
    assert unread_count(officer, timezone.now()) == 0
    choice = NotificationChoice.objects.get(channel="page")
    assert (choice.kind, choice.wanted) == ("core.documents", False)

    notifications_choose(actor=officer, on_page=EVERYTHING, by_mail=set())
    assert len(told(officer)) == 1
