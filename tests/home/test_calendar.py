"""One's deadlines: who sees which, and what the feed gives to a calendar program."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from cpd_portal.core.calendar_feeds.services import calendar_feed_open, digest_of
from cpd_portal.core.choices import Role
from cpd_portal.core.models import CalendarFeed, EntryPeriod, Membership, OrgUnit, User
from cpd_portal.home.calendar.deadlines import deadlines
from cpd_portal.home.calendar.ical import calendar_file
from tests.conftest import UserMaker
from tests.coops.rows import make_institution
from tests.inspection.rows import make_defect

pytestmark = pytest.mark.django_db


def _events(content: bytes) -> list[tuple[date, str]]:
    read: Any = Calendar.from_ical(content)
    return [(event.decoded("dtstart"), str(event["summary"])) for event in read.walk("VEVENT")]


def _due(office: str, day: date) -> None:
    defect = make_defect(make_institution(office))
    defect.due_on = day
    defect.save()


def test_defects_of_the_own_office_are_counted_by_day(officer: User) -> None:
    today = timezone.localdate()
    day = today + timedelta(days=20)
    _due("50", day)
    _due("50", day)
    _due("51", day)

    found = [line for line in deadlines(officer, today) if line.code == "defects"]

    assert [(line.day, line.title) for line in found] == [(day, "ข้อบกพร่องครบกำหนดแก้ไข 2 รายการ")]


def test_round_of_the_form_is_a_deadline(officer: User) -> None:
    period = EntryPeriod.objects.get(form="coops.strength", fiscal_year=2567, round="12m")
    found = deadlines(officer, period.due_on)

    assert (period.due_on, "form-2567-12m") in [(line.day, line.code) for line in found]
    title = next(line.title for line in found if line.code == "form-2567-12m")
    assert title == "กำหนดส่งการจัดชั้นความเข้มแข็งของสหกรณ์และกลุ่มเกษตรกร ปี 2567 รอบ 12 เดือน"


def test_feed_gives_the_deadlines_without_a_session(officer: User, client: Client) -> None:
    day = timezone.localdate() + timedelta(days=5)
    _due("50", day)
    key = calendar_feed_open(actor=officer)

    answer = client.get(f"/calendar/{key}.ics")

    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert (day, "ข้อบกพร่องครบกำหนดแก้ไข 1 รายการ") in _events(answer.content)
    assert "sessionid" not in client.cookies


def test_feed_follows_the_rights_of_the_moment(officer: User, client: Client) -> None:
    _due("50", timezone.localdate() + timedelta(days=5))
    key = calendar_feed_open(actor=officer)
    Membership.objects.filter(user=officer).delete()

    assert _events(client.get(f"/calendar/{key}.ics").content) == []


def test_only_the_newest_key_of_an_open_account_opens_it(officer: User, client: Client) -> None:
    first = calendar_feed_open(actor=officer)
    second = calendar_feed_open(actor=officer)

    assert client.get(f"/calendar/{first}.ics").status_code == 404
    assert client.get(f"/calendar/{second}.ics").status_code == 200
    assert CalendarFeed.objects.get().digest == digest_of(second)

    officer.is_active = False
    officer.save()
    assert client.get(f"/calendar/{second}.ics").status_code == 404


def test_address_is_shown_once_and_the_calendar_can_be_closed(
    officer: User, client: Client
) -> None:
    client.force_login(officer)
    shown = client.post("/calendar/feed/open/", follow=True).content.decode()
    again = client.get("/calendar/feed/").content.decode()

    assert ".ics" in shown
    assert ".ics" not in again
    assert "ออกที่อยู่ใหม่" in again
    client.post("/calendar/feed/close/")
    assert not CalendarFeed.objects.exists()


def test_headquarters_gets_no_lines_of_single_institutions(make_user: UserMaker) -> None:
    planner = make_user(Role.PLANNER)
    _due("50", timezone.localdate() + timedelta(days=5))

    assert OrgUnit.objects.get(code="cpd") == planner.active_memberships[0].org_unit
    assert "defects" not in {line.code for line in deadlines(planner, timezone.localdate())}


def test_line_keeps_its_identity_and_lasts_the_whole_day(officer: User) -> None:
    today = timezone.localdate()
    _due("50", today)
    lines = deadlines(officer, today)
    read = [calendar_file(lines, "https://portal.example{}".format, timezone.now()) for _ in "12"]
    events: list[Any] = [Calendar.from_ical(one).walk("VEVENT")[-1] for one in read]

    assert events[0]["uid"] == events[1]["uid"]
    assert events[0].decoded("dtend") - events[0].decoded("dtstart") == timedelta(days=1)
    assert str(events[0]["url"]).startswith("https://portal.example/")
