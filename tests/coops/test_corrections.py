"""A correction opens one institution of an approved form, and shows what it does to the tier."""

from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from coops.entry import FORM_CODE, item_key
from coops.models import Assessment
from coops.services import assessment_save
from cpd_portal.core.choices import SubmissionState
from cpd_portal.core.corrections.services import (
    CorrectionRequest,
    correction_grant,
    correction_request,
)
from cpd_portal.core.exceptions import RuleViolation
from cpd_portal.core.models import Correction, EntryPeriod, Submission, User
from tests.coops.facts import cooperative
from tests.coops.pages import SignIn, text_of
from tests.coops.rows import make_assessment, make_institution

pytestmark = pytest.mark.django_db
ASKED = CorrectionRequest(reason="พิมพ์ผิด", document_no="ชม 0010/9", document_on=date(2024, 11, 20))
FORM = {"reason": "พิมพ์ผิด", "document_no": "ชม 0010/9", "document_on": "๒๐/๑๑/๒๕๖๗"}


@pytest.fixture
def assessment() -> Assessment:
    institution = make_institution(name="สหกรณ์ที่แก้")
    return make_assessment(institution, cooperative("80"), fiscal_year=2567)


@pytest.fixture
def submission(assessment: Assessment) -> Submission:
    return Submission.objects.create(
        period=EntryPeriod.objects.get(form=FORM_CODE, fiscal_year=2567),
        office=assessment.office,
        state=SubmissionState.APPROVED,
    )


@pytest.fixture
def requested(assessment: Assessment, submission: Submission, officer: User) -> Correction:
    key = item_key(assessment.institution_id)
    return correction_request(actor=officer, submission=submission, item=key, request=ASKED)


@pytest.fixture
def granted(requested: Correction, headquarters_chief: User) -> Correction:
    return correction_grant(actor=headquarters_chief, correction=requested)


def address(assessment: Assessment, page: str) -> str:
    return f"/coops/{assessment.institution.registration_no}/2567/{page}/"


def at_work(client: Client) -> Client:
    client.post("/context/", {"period": "2567-12m"})
    return client


def test_grant_opens_that_institution_only(
    granted: Correction, assessment: Assessment, officer: User
) -> None:
    other = make_assessment(facts=cooperative("80"), fiscal_year=2567)

    saved = assessment_save(
        actor=officer, assessment=assessment, version=1, changes={"points": {"1.1": "1"}}
    )
    assert saved.version == 2
    with pytest.raises(RuleViolation, match="ให้ขอแก้ไขหลังอนุมัติเป็นรายแห่ง"):
        assessment_save(actor=officer, assessment=other, version=1, changes={"loss_latest": True})


@pytest.mark.parametrize("state", ["requested", "entered", "confirmed", "withdrawn"])
def test_other_states_keep_the_institution_closed(
    requested: Correction, assessment: Assessment, officer: User, state: str
) -> None:
    Correction.objects.update(state=state)

    with pytest.raises(RuleViolation, match="อยู่ในสถานะ “อนุมัติแล้ว”"):
        assessment_save(
            actor=officer, assessment=assessment, version=1, changes={"loss_latest": True}
        )


def test_pages_lead_through_a_correction_and_show_its_effect(
    assessment: Assessment,
    submission: Submission,
    officer: User,
    headquarters_chief: User,
    client_of: SignIn,
) -> None:
    typist, decider = at_work(client_of(officer)), at_work(client_of(headquarters_chief))
    assert "ขอแก้ไขหลังอนุมัติเฉพาะแห่งนี้" in text_of(typist.get(address(assessment, "assess")).content)

    asked = typist.post(address(assessment, "correct"), FORM)
    correction = Correction.objects.get()
    page = f"/coops/corrections/{correction.pk}/"
    assert asked.headers["Location"] == page
    assert correction.document_on == date(2024, 11, 20)

    assert "สหกรณ์ที่แก้" in text_of(decider.get("/coops/corrections/?state=open").content)
    decider.post(f"{page}grant/")
    assert "เปิดให้แก้ไขเฉพาะแห่งนี้" in text_of(typist.get(address(assessment, "assess")).content)

    changes = {"points": {"4.4": "5", "4.3": "5"}}
    assessment_save(actor=officer, assessment=assessment, version=1, changes=changes)  # type: ignore[arg-type]
    before = text_of(typist.get(page).content)
    assert "คะแนนรวม 80" in before
    typist.post(f"{page}finish/")
    decider.post(f"{page}confirm/")

    text = text_of(decider.get(page).content)
    assert "ยืนยันและล็อกแล้ว" in text
    detail = text_of(typist.get(f"/coops/{assessment.institution.registration_no}/").content)
    assert "แก้ไขหลังอนุมัติ 2 ค่า" in detail
    assert "คะแนนรวม 80 →" in detail


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"reason": ""}, "ต้องกรอก"),
        ({"document_on": "31/02/2567"}, "ไม่มีวันที่ 31 กุมภาพันธ์ พ.ศ. 2567"),
        ({"document_on": "พรุ่งนี้"}, "อ่านวันที่ “พรุ่งนี้” ไม่ได้"),
        ({"document_on": "1/1/2699"}, "วันที่ของหนังสือต้องไม่อยู่ในอนาคต"),
    ],
)
@pytest.mark.usefixtures("submission")
def test_wrong_request_says_what_to_do(
    assessment: Assessment, officer: User, client_of: SignIn, data: dict[str, str], message: str
) -> None:
    answer = client_of(officer).post(address(assessment, "correct"), {**FORM, **data})

    assert answer.status_code == 422
    if message != "ต้องกรอก":
        assert message in text_of(answer.content)
    assert not Correction.objects.exists()


def test_request_before_sending_says_that_entry_is_open(
    assessment: Assessment, officer: User, client_of: SignIn
) -> None:
    answer = client_of(officer).post(address(assessment, "correct"), FORM)

    assert answer.status_code == 409
    assert "เพราะสำนักงานยังไม่ได้ส่งแบบ" in text_of(answer.content)


def test_hostile_file_is_refused_and_a_paper_comes_back_as_download(
    assessment: Assessment,
    submission: Submission,
    officer: User,
    client_of: SignIn,
    tmp_path: Path,
    settings: Settings,
) -> None:
    settings.MEDIA_ROOT = tmp_path
    client = client_of(officer)
    hostile = SimpleUploadedFile("หนังสือ.pdf", b"<script>alert(1)</script>")
    refused = client.post(address(assessment, "correct"), {**FORM, "file": hostile})
    assert "รับเฉพาะแฟ้ม PDF, JPEG หรือ PNG" in text_of(refused.content)

    paper = SimpleUploadedFile("หนังสือ.pdf", b"%PDF-1.7 x")
    client.post(address(assessment, "correct"), {**FORM, "file": paper})
    got = client.get(f"/coops/corrections/{Correction.objects.get().pk}/file/")
    assert got.getvalue() == b"%PDF-1.7 x"
    assert got.headers["Content-Disposition"].startswith("attachment")
    assert got.headers["X-Content-Type-Options"] == "nosniff"


def test_step_that_the_state_forbids_is_told(
    requested: Correction, officer: User, client_of: SignIn
) -> None:
    page = f"/coops/corrections/{requested.pk}/"
    told = client_of(officer).post(f"{page}finish/", follow=True)

    assert "คำขออยู่ในสถานะ “รอส่วนกลางพิจารณา” แล้ว" in text_of(told.content)
    assert client_of(officer).post(f"{page}grant/").status_code == 403
    assert client_of(officer).post(f"{page}erase/").status_code == 404


def test_list_asks_the_same_queries_for_any_length(
    granted: Correction,
    officer: User,
    client_of: SignIn,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client = at_work(client_of(officer))
    for number in range(5):
        Correction.objects.create(
            submission=granted.submission,
            item=f"9{number}",
            item_title="ก",
            reason="ก",
            document_on=date(2024, 1, 1),
            requested_by=officer,
        )
    with django_assert_num_queries(5):
        client.get("/coops/corrections/")
