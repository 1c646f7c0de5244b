"""The pages of the working group's meetings as people meet them."""

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from cpd_portal.core.choices import Role
from cpd_portal.core.models import User
from inspection.choices import DefectAct
from inspection.models import WorkingGroupMeeting
from inspection.services.meetings import NOT_PROPOSED
from tests.coops.pages import SignIn, text_of
from tests.inspection.papers import item_of, make_meeting
from tests.inspection.rows import make_defect, person
from tests.inspection.test_meetings import act, proposed

pytestmark = pytest.mark.django_db


def test_pages_call_decide_and_close(client_of: SignIn) -> None:
    defect = make_defect()
    client = client_of(person(Role.CHIEF))
    today = timezone.localdate()
    typed = f"{today.day}/{today.month}/{today.year + 543}"
    made = client.post(
        "/inspection/meetings/new/50/",
        {"number": "1/2569", "held_on": typed, "place": "ห้องประชุม"},
        follow=True,
    )
    assert "พ้นกำหนดแก้ไข 1 เรื่อง" in text_of(made.content)
    meeting = WorkingGroupMeeting.objects.get()
    item = item_of(meeting, defect)
    address = f"/inspection/meetings/{meeting.pk}/"
    early = client.post(
        f"{address}items/{item.pk}/decide/", {"decision": "confirm", "note": "ดี", "version": 1}
    )
    assert early.status_code == 409
    assert NOT_PROPOSED in text_of(early.content)
    done = client.post(
        f"{address}items/{item.pk}/decide/",
        {"decision": "refer", "note": "เสนอ", "version": 1},
        follow=True,
    )
    assert "บันทึกมติแล้ว" in text_of(done.content)
    closed = client.post(f"{address}close/", {"present": "นายเอ\nนางบี", "version": 1}, follow=True)
    assert "รับรองรายงานการประชุมแล้ว" in text_of(closed.content)


def test_page_offers_closing_only_where_it_was_proposed(client_of: SignIn) -> None:
    waiting, other = proposed(), make_defect()
    meeting = make_meeting()
    page = client_of(person(Role.CHIEF)).get(f"/inspection/meetings/{meeting.pk}/").content
    forms = {
        defect: page.decode().split(f'id="decision-{item_of(meeting, defect).pk}"')[1]
        for defect in (waiting, other)
    }

    assert 'value="confirm"' in forms[waiting].split("</select>")[0]
    assert 'value="extend"' not in forms[waiting].split("</select>")[0]
    for closing in ("confirm", "monitor"):
        assert f'value="{closing}"' not in forms[other].split("</select>")[0]


def test_page_offers_no_closing_to_the_chief_who_repaired_it(client_of: SignIn) -> None:
    begun = act(make_defect(), Role.OFFICER, DefectAct.BEGUN)
    repaired = act(begun, Role.CHIEF, DefectAct.PROOF_SENT)
    act(repaired, Role.INSPECTOR, DefectAct.CLOSURE_PROPOSED)
    meeting = make_meeting()
    page = (
        client_of(person(Role.CHIEF)).get(f"/inspection/meetings/{meeting.pk}/").content.decode()
    )
    offered = page.split('name="decision"')[1].split("</select>")[0]

    assert 'value="refer"' in offered
    for closing in ("confirm", "monitor"):
        assert f'value="{closing}"' not in offered


def test_page_costs_the_same_for_many(
    client_of: SignIn, django_assert_max_num_queries: DjangoAssertNumQueries, chief: User
) -> None:
    for _ in range(3):
        proposed()
    meeting = make_meeting()
    client = client_of(chief)
    with django_assert_max_num_queries(8):
        client.get(f"/inspection/meetings/{meeting.pk}/")
    with django_assert_max_num_queries(8):
        client.get("/inspection/meetings/")
