"""Announcements: who may publish to whom, who sees them where, until read or over."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cpd_portal.core.announcements.models import Announcement, AnnouncementRead
from cpd_portal.core.announcements.selectors import managed, unread_notices
from cpd_portal.core.announcements.services import (
    AnnouncementValues,
    announcement_publish,
    announcement_read,
    announcement_withdraw,
)
from cpd_portal.core.choices import Role
from cpd_portal.core.exceptions import InvalidInput, NotAllowed, RuleViolation
from cpd_portal.core.models import EntryPeriod, OrgUnit, User
from cpd_portal.thai.dates import format_date_numeric
from tests.conftest import UserMaker
from tests.core.test_audit import events_of
from tests.days import in_days, today

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]


@pytest.fixture
def keeper(make_user: UserMaker) -> User:
    """Administrator of the office of Chiang Mai."""
    return make_user(Role.ADMINISTRATOR, "50")


def _values(
    units: tuple[str, ...] = ("50",), roles: tuple[Role, ...] = (), days: tuple[int, int] = (0, 7)
) -> AnnouncementValues:
    return AnnouncementValues(
        title="ปิดระบบคืนนี้",
        body="บรรทัดแรก\n<b>ไม่ใช่ตัวหนา</b>",
        starts=in_days(days[0]),
        ends=in_days(days[1]),
        units=list(OrgUnit.objects.filter(code__in=units)),
        roles=roles,
    )


def _publish(actor: User, values: AnnouncementValues | None = None) -> Announcement:
    return announcement_publish(actor=actor, values=values or _values(), today=today())


def _titles(user: User, days: int = 0) -> list[str]:
    return [notice.title for notice in unread_notices(user, in_days(days))]


def test_published_announcement_reaches_the_people_of_the_unit(
    keeper: User, officer: User, outsider: User, executive: User
) -> None:
    made = _publish(keeper)

    assert _titles(officer) == ["ปิดระบบคืนนี้"]
    assert _titles(outsider) == _titles(executive) == []
    assert [row["action"] for row in events_of(Announcement, made.pk)] == [
        "core.announcement.published"
    ]


def test_announcement_to_the_department_reaches_everybody_below(
    make_user: UserMaker, officer: User, outsider: User, executive: User
) -> None:
    _publish(make_user(Role.ADMINISTRATOR), _values(units=("cpd",)))

    assert all(_titles(user) for user in (officer, outsider, executive))


def test_roles_count_only_together_with_their_unit(
    keeper: User, officer: User, chief: User, make_user: UserMaker
) -> None:
    both = make_user(Role.CHIEF, "51")
    both.memberships.create(org_unit=OrgUnit.objects.get(code="50"), role=Role.OFFICER)
    _publish(keeper, _values(roles=(Role.CHIEF,)))

    assert _titles(chief) == ["ปิดระบบคืนนี้"]
    assert _titles(officer) == _titles(both) == []


@pytest.mark.parametrize(("day", "shown"), [(-1, False), (0, True), (7, True), (8, False)])
def test_announcement_shows_from_the_first_to_the_last_day(
    keeper: User, officer: User, day: int, shown: bool
) -> None:
    _publish(keeper)

    assert bool(_titles(officer, day)) is shown


def test_read_announcement_goes_from_the_frame_for_that_person_alone(
    keeper: User, officer: User, chief: User
) -> None:
    made = _publish(keeper)
    for _ in range(2):
        announcement_read(actor=officer, announcement=made)

    assert (_titles(officer), _titles(chief)) == ([], ["ปิดระบบคืนนี้"])
    assert AnnouncementRead.objects.count() == 1
    assert [line.readers for line in managed(keeper)] == [1]


def test_withdrawn_announcement_is_seen_by_nobody(keeper: User, officer: User) -> None:
    made = _publish(keeper)

    announcement_withdraw(actor=keeper, announcement=made)

    assert _titles(officer) == []
    with pytest.raises(RuleViolation, match="ประกาศนี้ถอนไปแล้ว"):
        announcement_withdraw(actor=keeper, announcement=made)


def test_administrator_of_an_office_announces_to_no_other_office(keeper: User) -> None:
    for units in (("51",), ("50", "51"), ("cpd",)):
        with pytest.raises(NotAllowed, match="ต้องเป็นผู้ดูแลระบบของ"):
            _publish(keeper, _values(units=units))


def test_others_neither_publish_nor_withdraw(keeper: User, chief: User) -> None:
    with pytest.raises(NotAllowed):
        _publish(chief)
    with pytest.raises(NotAllowed):
        announcement_withdraw(actor=chief, announcement=_publish(keeper))


def test_no_unit_is_refused(keeper: User) -> None:
    with pytest.raises(InvalidInput) as refused:
        _publish(keeper, _values(units=()))

    assert refused.value.errors == [("/units", "เลือกหน่วยงานอย่างน้อยหนึ่งแห่ง")]


@pytest.mark.parametrize("days", [(0, -1), (-9, -1), (3, 2)])
def test_days_that_are_over_are_refused(keeper: User, days: tuple[int, int]) -> None:
    with pytest.raises(InvalidInput) as refused:
        _publish(keeper, _values(days=days))

    assert refused.value.errors == [("/ends", "วันสุดท้ายต้องไม่ก่อนวันแรกและต้องไม่ใช่วันที่ผ่านไปแล้ว")]


def test_every_page_shows_it_as_plain_text_until_it_is_read(
    keeper: User, officer: User, client_of: ClientOf
) -> None:
    made = _publish(keeper)
    client = client_of(officer)

    for path in ("/", "/holidays/2567/"):
        page = client.get(path).content.decode()
        assert "ปิดระบบคืนนี้" in page
        assert "&lt;b&gt;ไม่ใช่ตัวหนา&lt;/b&gt;" in page
    read = client.post(f"/announcements/{made.pk}/read/", {"next": "/holidays/2567/"})
    assert read["Location"] == "/holidays/2567/"
    assert "ปิดระบบคืนนี้" not in client.get("/").content.decode()
    assert "รับทราบแล้ว" in client.get("/announcements/").content.decode()


def test_reading_never_leads_to_another_site(
    keeper: User, officer: User, client_of: ClientOf
) -> None:
    made = _publish(keeper)

    answer = client_of(officer).post(
        f"/announcements/{made.pk}/read/", {"next": "https://example.org/"}
    )

    assert answer["Location"] == "/announcements/"


def test_frame_shows_announcements_without_a_query_more(
    keeper: User, officer: User, client_of: ClientOf
) -> None:
    client = client_of(officer)
    client.get("/accessibility/")
    with CaptureQueriesContext(connection) as before:
        client.get("/accessibility/")
    _publish(keeper)

    with CaptureQueriesContext(connection) as after:
        page = client.get("/accessibility/").content.decode()

    assert "ปิดระบบคืนนี้" in page
    assert len(after) == len(before)


def test_frame_shows_announcements_before_any_entry_period(
    keeper: User, officer: User, client_of: ClientOf
) -> None:
    EntryPeriod.objects.all().delete()
    _publish(keeper)

    assert "ปิดระบบคืนนี้" in client_of(officer).get("/accessibility/").content.decode()


def test_person_without_a_membership_sees_the_frame(db: None, client_of: ClientOf) -> None:
    nobody = User.objects.create_user("nobody", "secret-for-tests")

    assert client_of(nobody).get("/accessibility/").status_code == 200
    assert _titles(nobody) == []


def test_administrator_publishes_on_the_page(
    keeper: User, chief: User, client_of: ClientOf
) -> None:
    data = {
        "title": "ประชุมวันจันทร์",
        "body": "ห้องประชุม 2",
        "starts": format_date_numeric(today()),
        "ends": format_date_numeric(in_days(1)),
        "units": ["50"],
        "roles": ["chief"],
    }

    page = client_of(keeper).post("/announcements/new/", data, follow=True).content.decode()

    assert "ประกาศแล้ว ผู้รับเห็นตั้งแต่วันแรกที่กำหนด" in page
    assert _titles(chief) == ["ประชุมวันจันทร์"]
    refused = client_of(keeper).post("/announcements/new/", {**data, "units": ["51"]})
    assert refused.status_code == 422
    assert "เลือกจากรายการที่มีให้" in refused.content.decode()
