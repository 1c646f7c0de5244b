"""Pages of entry in a year whose result is official: they say so and lead into no refusal."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from coops.entry import FORM_CODE, entry_progress, official_words
from coops.models import Assessment
from coops.selectors.corrections import gate
from coops.selectors.desk import closed_because, office_desk
from cpd_portal.core.choices import SubmissionState
from cpd_portal.core.exceptions import RuleViolation
from cpd_portal.core.models import EntryPeriod, OrgUnit, Submission, User
from cpd_portal.core.services import submission_approve, submission_submit, submission_verify
from tests.coops.facts import cooperative
from tests.coops.pages import SignIn, text_of
from tests.coops.rows import make_assessment, make_official

pytestmark = pytest.mark.django_db
YEAR = 2567
OFFICIAL = "แก้ไขไม่ได้ เพราะผลจัดชั้นปี 2567 เป็นทางการแล้ว คณะทำงานรับผลการจัดชั้นครั้งที่ 1"


@pytest.fixture
def row(db: None) -> Assessment:
    return make_assessment(facts=cooperative("60"), fiscal_year=YEAR)


@pytest.fixture
def officers(client_of: SignIn, officer: User) -> Client:
    client = client_of(officer)
    client.post("/context/", {"period": "2567-12m"})
    return client


def submission_in(state: SubmissionState) -> Submission:
    return Submission.objects.create(
        period=EntryPeriod.objects.get(form=FORM_CODE, fiscal_year=YEAR),
        office=OrgUnit.objects.get(code="50"),
        state=state,
    )


@pytest.mark.parametrize("state", [None, SubmissionState.DRAFT, SubmissionState.APPROVED])
def test_pages_of_entry_say_that_the_year_is_official(
    officers: Client, row: Assessment, state: SubmissionState | None
) -> None:
    if state:
        submission_in(state)
    make_official(YEAR)
    number = row.institution.registration_no
    pages = [
        "/coops/entry/",
        f"/coops/entry/50/{YEAR}/grid/",
        f"/coops/entry/50/{YEAR}/import/",
        reverse("coops:assess", args=[number, YEAR]),
        reverse("coops:year-facts", args=[number, YEAR]),
    ]

    for page in pages:
        text = text_of(officers.get(page).content)
        assert OFFICIAL in text, page
        assert "ขอแก้ไขหลังอนุมัติเฉพาะแห่งนี้" not in text


def test_office_that_never_sent_has_no_step_left(row: Assessment, officer: User) -> None:
    make_official(YEAR)
    desk = office_desk(officer, row.office, YEAR, entry_progress(row.office, YEAR))

    assert (desk.closed, desk.may_type, desk.steps_open) == (OFFICIAL, False, frozenset())


@pytest.mark.parametrize(
    ("state", "step"),
    [
        (SubmissionState.DRAFT, submission_submit),
        (SubmissionState.SUBMITTED, submission_verify),
        (SubmissionState.VERIFIED, submission_approve),
    ],
)
def test_no_step_is_taken_in_an_official_year(
    row: Assessment, chief: User, headquarters_chief: User, state: SubmissionState, step: Any
) -> None:
    submission = submission_in(state)
    make_official(YEAR)
    person = headquarters_chief if step is submission_approve else chief

    with pytest.raises(RuleViolation, match="เป็นทางการแล้ว") as refused:
        step(actor=person, submission=submission)
    assert refused.value.message == OFFICIAL
    submission.refresh_from_db()
    assert submission.state == state


def test_home_page_asks_for_nothing_in_an_official_year(officers: Client, row: Assessment) -> None:
    make_official(YEAR)

    text = text_of(officers.get("/").content)

    assert "ผลจัดชั้นของปีเป็นทางการแล้ว" in text
    assert "ส่งแบบให้หัวหน้าสำนักงานตรวจทาน" not in text
    assert "บันทึกคะแนนความเข้มแข็งให้ครบทุกแห่ง" not in text


def test_year_with_a_run_that_nobody_accepted_stays_open(row: Assessment, officer: User) -> None:
    make_official(YEAR - 1)

    assert closed_because(row.office, YEAR) == official_words(YEAR) == ""
    assert gate(officer, row).closed == ""
