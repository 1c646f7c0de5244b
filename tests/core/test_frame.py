"""The frame's one query in SQL answers as the reads of the pages do."""

from datetime import timedelta
from random import Random

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from cpd_portal.core.announcements.models import Announcement, AnnouncementRead
from cpd_portal.core.announcements.selectors import notices, unread_notices
from cpd_portal.core.choices import Role, SubmissionState
from cpd_portal.core.frame import frame_periods
from cpd_portal.core.models import (
    EntryPeriod,
    Membership,
    NotificationTally,
    OrgUnit,
    Submission,
    User,
)
from tests.conftest import UserMaker

pytestmark = pytest.mark.django_db
YEAR = 2570
UNITS = ("cpd", "50", "51")
ROLES = (Role.OFFICER, Role.CHIEF, Role.EXECUTIVE)


@pytest.fixture
def people(make_user: UserMaker) -> list[User]:
    """One of each role and unit, and one who is two of them at once."""
    found = [make_user(role, unit) for role in ROLES for unit in UNITS]
    both = make_user(Role.OFFICER, "50", username="both")
    unit = OrgUnit.objects.get(code="51")
    Membership.objects.create(user=both, org_unit=unit, role=Role.CHIEF)
    return [*found, both]


def announce(draw: Random, author: User, readers: list[User]) -> None:
    begins = timezone.localdate() + timedelta(days=draw.randint(-3, 1))
    made = Announcement.objects.create(
        title=f"ประกาศ {draw.random()}",
        body="ข้อความ",
        starts=begins,
        ends=begins + timedelta(days=draw.randint(0, 5)),
        units=draw.sample(UNITS, draw.randint(1, 2)),
        roles=draw.sample(ROLES, draw.randint(0, 2)),
        author=author,
        withdrawn_at=timezone.now() if draw.random() < 0.2 else None,
    )
    for reader in draw.sample(readers, 2):
        AnnouncementRead.objects.create(announcement=made, user=reader)


@pytest.mark.parametrize("seed", range(4))
def test_announcements_are_those_of_their_page(seed: int, people: list[User]) -> None:
    draw = Random(seed)
    for _ in range(8):
        announce(draw, people[0], people)

    told = {user: frame_periods(user, None, YEAR)[0].notices for user in people}

    today = timezone.localdate()
    assert {user: notices(rows) for user, rows in told.items()} == {
        user: unread_notices(user, today) for user in people
    }
    assert any(told.values())


def test_reports_are_counted_for_the_country_and_for_one_office(officer: User) -> None:
    period = EntryPeriod.objects.get(form="coops.strength", fiscal_year=2567)
    offices = list(OrgUnit.objects.offices().order_by("code")[:3])
    sent, approved, returned = offices
    for office, state in (
        (sent, SubmissionState.SUBMITTED),
        (approved, SubmissionState.APPROVED),
        (returned, SubmissionState.RETURNED),
    ):
        reason = "ขาดงบการเงิน" if state == SubmissionState.RETURNED else ""
        Submission.objects.create(period=period, office=office, state=state, return_reason=reason)

    def reports(office: OrgUnit | None) -> int:
        found = {row.pk: row.reports for row in frame_periods(officer, office, YEAR)}
        return int(found[period.pk])

    assert [reports(office) for office in (None, sent, approved, returned)] == [1, 1, 1, 0]


def test_periods_of_later_years_and_of_single_subjects_are_no_choice(officer: User) -> None:
    EntryPeriod.objects.create(
        form="strategy.progress.q1",
        fiscal_year=2567,
        round="12m",
        subject="5.8",
        due_on=timezone.localdate(),
    )

    found = frame_periods(officer, None, 2567)

    whole = EntryPeriod.objects.whole().filter(fiscal_year__lte=2567)
    assert found == list(whole.order_by("-fiscal_year", "-round"))


def test_unread_is_of_the_last_five_minutes(officer: User) -> None:
    tally = NotificationTally.objects.filter(user=officer)
    tally.update(unread=4, counted_at=timezone.now() - timedelta(minutes=4))
    assert frame_periods(officer, None, YEAR)[0].unread == 4

    tally.update(counted_at=timezone.now() - timedelta(minutes=6))
    assert frame_periods(officer, None, YEAR)[0].unread is None


def test_nobody_is_told_nothing(officer: User) -> None:
    Announcement.objects.create(
        title="ประกาศ",
        body="ข้อความ",
        starts=timezone.localdate(),
        ends=timezone.localdate(),
        units=["cpd"],
        author=officer,
    )
    first = frame_periods(AnonymousUser(), None, YEAR)[0]

    assert (first.notices, first.unread) == ([], None)
