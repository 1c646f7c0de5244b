"""One row stored by a written statement is stored as the ORM would store it."""

from datetime import date

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from cpd_portal.core.announcements.models import Announcement
from cpd_portal.core.audit import audit_context
from cpd_portal.core.models import User
from cpd_portal.core.written import Stored

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(officer: User) -> Announcement:
    return Announcement.objects.create(
        title="ประกาศ",
        body="ข้อความ",
        starts=date(2026, 9, 30),
        ends=date(2026, 10, 1),
        units=["cpd"],
        author=officer,
    )


def test_named_fields_alone_are_stored(
    told: Announcement, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    told.title, told.units, told.withdrawn_at = "'; ใหม่ %s", ["50", "51"], timezone.now()
    told.body = "ไม่เก็บ"
    with django_assert_num_queries(1):
        Stored(Announcement, ["title", "units", "withdrawn_at"]).store(told)

    stored = Announcement.objects.get(pk=told.pk)
    assert (stored.title, stored.units, stored.body) == (told.title, told.units, "ข้อความ")
    assert stored.withdrawn_at == told.withdrawn_at


def test_event_says_who_and_why(told: Announcement, officer: User) -> None:
    told.title = "ใหม่"
    with audit_context("tests.stored", officer, "เหตุผล"):
        Stored(Announcement, ["title"]).store(told)

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT title, pgh_context FROM core_announcementevent ORDER BY pgh_id DESC LIMIT 1"
        )
        title, context = cursor.fetchone()
    assert title == "ใหม่"
    assert '"tests.stored"' in str(context).replace("'", '"')
    assert "เหตุผล" in str(context)
