"""The work of every night, and what the office's home page says of defects."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from coops.choices import DefectStatus, Standing
from coops.rules import Facts
from cpd_portal.core.choices import Role
from cpd_portal.core.models import User
from inspection.choices import DefectAct
from inspection.models import Defect
from inspection.rules.defects import Place
from inspection.selectors.worklist import defect_items
from inspection.services.defects import defect_act
from inspection.tasks import defects_of_the_day
from tests.coops.pages import text_of
from tests.coops.rows import make_assessment
from tests.inspection.rows import make_defect, person

pytestmark = pytest.mark.django_db


def test_night_ends_exemptions_and_is_scheduled() -> None:
    today = timezone.localdate()
    long_ago = today - timedelta(days=200)
    defect = make_defect(found_on=long_ago, today=long_ago)
    defect_act(
        actor=person(Role.CHIEF),
        defect=defect,
        act=DefectAct.EXEMPTED,
        version=1,
        reason="น้ำท่วม",
        until=today - timedelta(days=1),
        today=long_ago,
    )

    defects_of_the_day()
    defects_of_the_day()

    stored = Defect.objects.get()
    assert stored.place == Place.NOT_STARTED
    assert stored.due_on == today - timedelta(days=1)
    assert stored.steps.filter(act=DefectAct.EXEMPTION_ENDED).count() == 1
    scheduled = {row["task"] for row in settings.CELERY_BEAT_SCHEDULE.values()}
    assert defects_of_the_day.name in scheduled


def test_home_page_of_the_office_names_what_is_late_soon_and_to_confirm() -> None:
    today = timezone.localdate()
    for days in (100, 90, 40, 1):
        found_on = today - timedelta(days=days)
        defect = make_defect(found_on=found_on, today=today)
    for role, act in (
        (Role.OFFICER, DefectAct.BEGUN),
        (Role.INSPECTOR, DefectAct.CLOSURE_PROPOSED),
    ):
        defect = defect_act(
            actor=person(role), defect=defect, act=act, version=defect.version, reason="เสร็จ"
        )
    office = defect.office

    items = defect_items(person(Role.OFFICER), office, today)

    board = f"{reverse('inspection:defects')}?office=50"
    assert [(item.title, item.why, item.url) for item in items] == [
        ("แก้ไขข้อบกพร่องที่เกินกำหนด", "2 รายการ", f"{board}&late=overdue"),
        ("ยืนยันข้อบกพร่องที่เสนอปิด", "1 รายการ", f"{board}&stage=proposed"),
        ("ติดตามข้อบกพร่องที่ครบกำหนดใน 30 วัน", "1 รายการ", f"{board}&late=soon"),
    ]
    assert defect_items(person(Role.OFFICER, "51"), office, today) == []


def test_institution_page_leads_from_the_condition_to_the_defects(
    client_of: Callable[[User], Client],
) -> None:
    facts = Facts(standing=Standing.OPERATING, defect_status=DefectStatus.NOT_STARTED)
    assessment = make_assessment(facts=facts)
    number = assessment.institution.registration_no

    response = client_of(person(Role.OFFICER)).get(reverse("coops:detail", args=[number]))

    html = response.content.decode()
    assert reverse("inspection:institution", args=[number]) in html
    assert "ข้อบกพร่องและข้อสังเกต" in text_of(response.content)
