"""Writes: an assessment, contact data; who may, when, and what the audit trail keeps."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from coops.choices import DefectStatus, Standing
from coops.entry import FORM_CODE, EntryProgress, authors, entry_progress, missing
from coops.models import Assessment, Institution
from coops.services import AssessmentChanges, assessment_save, institution_update
from cpd_portal.core.choices import Role, SubmissionState
from cpd_portal.core.exceptions import InvalidInput, NotAllowed, RuleViolation, StaleObject
from cpd_portal.core.models import EntryPeriod, OrgUnit, Submission, User
from tests.conftest import UserMaker
from tests.coops.facts import agricultural, cooperative
from tests.coops.rows import make_assessment, make_group, make_institution

pytestmark = pytest.mark.django_db
FULL_POINTS: dict[str, object] = {
    code: str(indicator.maximum) for code, indicator in agricultural().indicators.items()
}
COMPLETE: AssessmentChanges = {
    "points": FULL_POINTS,
    "loss_latest": False,
    "loss_previous": True,
    "defect_status": "resolved",
}


@pytest.fixture
def officer(make_user: UserMaker) -> User:
    return make_user(Role.OFFICER, "50")


def stored(assessment: Assessment) -> Assessment:
    return Assessment.objects.get(pk=assessment.pk)


def submission(state: SubmissionState) -> Submission:
    assessment = Assessment.objects.get()
    return Submission.objects.create(
        period=EntryPeriod.objects.get(form=FORM_CODE, fiscal_year=assessment.fiscal_year),
        office=assessment.office,
        state=state,
        return_reason="ขาดเอกสาร" if state == SubmissionState.RETURNED else "",
    )


def test_complete_facts_are_stored_with_their_result(officer: User) -> None:
    assessment = make_assessment()
    assessment_save(actor=officer, assessment=assessment, version=1, changes=COMPLETE)
    row = stored(assessment)
    assert (row.tier, row.total, row.complete, row.version) == (2, Decimal(100), True, 2)
    assert row.dimensions == {"1": "30", "2": "20", "3": "20", "4": "30"}
    assert row.result is not None
    assert row.result["next_tier"]["needs"][0]["code"] == "loss"
    assert row.points["2.6"] == "4"


def test_partial_facts_are_stored_without_a_result(officer: User) -> None:
    assessment = make_assessment()
    changes: AssessmentChanges = {"points": {"1.1": "12.50"}}
    assessment_save(actor=officer, assessment=assessment, version=1, changes=changes)
    row = stored(assessment)
    assert (row.points, row.complete, row.tier, row.total) == ({"1.1": "12.5"}, False, None, None)


def test_points_are_merged_and_emptied_ones_taken_back(officer: User) -> None:
    assessment = make_assessment(facts=cooperative())
    saved = assessment_save(
        actor=officer,
        assessment=assessment,
        version=1,
        changes={"points": {"1.1": "10", "4.4": ""}},
    )
    assert (saved.points["1.1"], saved.points["1.2"], "4.4" in saved.points) == ("10", "10", False)
    assert (saved.complete, saved.tier, saved.result) == (False, None, None)


def test_standing_decides_without_points(officer: User) -> None:
    assessment = make_assessment()
    saved = assessment_save(
        actor=officer, assessment=assessment, version=1, changes={"standing": "struck_off"}
    )
    assert (saved.unassessed_group, saved.tier, saved.complete) == (2, None, True)


def test_every_wrong_value_is_named_and_nothing_stored(officer: User) -> None:
    assessment = make_assessment()
    wrong: dict[str, Any] = {
        "points": {"1.1": "16", "9.9": "1", "8.8": ""},
        "loss_latest": "yes",
        "defect_status": "gone",
        "statement_days": -1,
        "standing": "asleep",
    }
    with pytest.raises(InvalidInput) as refused:
        assessment_save(
            actor=officer,
            assessment=assessment,
            version=1,
            changes=wrong,  # type: ignore[arg-type]
        )
    assert refused.value.errors == [
        ("/points/1.1", "คะแนนตัวชี้วัด 1.1 ต้องไม่เกิน 15 (ได้ 16)"),
        ("/points/9.9", "ไม่รู้จักตัวชี้วัด 9.9"),
        ("/points/8.8", "ไม่รู้จักตัวชี้วัด 8.8"),
        ("/loss/latest", "ต้องเป็นใช่หรือไม่ใช่"),
        ("/defect_status", "ไม่รู้จักสถานะข้อบกพร่องนี้"),
        ("/statement_days", "จำนวนวันต้องเป็นจำนวนเต็ม 0 ถึง 9999"),
        ("/standing", "ไม่รู้จักสถานะการดำเนินกิจการนี้"),
    ]
    row = stored(assessment)
    assert (row.points, row.standing, row.version) == ({}, Standing.OPERATING, 1)


def test_older_version_is_refused(officer: User) -> None:
    assessment = make_assessment()
    assessment_save(actor=officer, assessment=assessment, version=1, changes=COMPLETE)
    with pytest.raises(StaleObject):
        assessment_save(actor=officer, assessment=assessment, version=1, changes=COMPLETE)
    assert stored(assessment).version == 2


@pytest.mark.parametrize(
    ("role", "unit"),
    [(Role.OFFICER, "51"), (Role.INSPECTOR, "50"), (Role.EXECUTIVE, "cpd"), (Role.CHIEF, "agri")],
)
def test_only_officers_and_chief_of_the_office_enter(
    make_user: UserMaker, role: Role, unit: str
) -> None:
    assessment = make_assessment()
    with pytest.raises(NotAllowed, match="สำนักงานสหกรณ์จังหวัดเชียงใหม่"):
        assessment_save(
            actor=make_user(role, unit), assessment=assessment, version=1, changes=COMPLETE
        )
    assert stored(assessment).points == {}


@pytest.mark.parametrize(
    ("state", "word", "way"),
    [
        (SubmissionState.SUBMITTED, "ส่งแล้ว", "ให้ขอให้ส่งแบบกลับก่อน"),
        (SubmissionState.VERIFIED, "ตรวจทานแล้ว", "ให้ขอให้ส่งแบบกลับก่อน"),
        (SubmissionState.APPROVED, "อนุมัติแล้ว", "ให้ขอแก้ไขหลังอนุมัติเป็นรายแห่ง"),
    ],
)
def test_sent_form_is_closed_for_entry(
    officer: User, state: SubmissionState, word: str, way: str
) -> None:
    assessment = make_assessment()
    submission(state)
    with pytest.raises(RuleViolation) as refused:
        assessment_save(actor=officer, assessment=assessment, version=1, changes=COMPLETE)
    assert refused.value.message == (
        f"แก้ไขไม่ได้ เพราะแบบประเมินปี 2566 ของสำนักงานสหกรณ์จังหวัดเชียงใหม่อยู่ในสถานะ “{word}” "
        f"หากต้องแก้ไข {way}"
    )
    assert stored(assessment).version == 1


@pytest.mark.parametrize("state", [SubmissionState.DRAFT, SubmissionState.RETURNED])
def test_draft_and_returned_form_is_open(officer: User, state: SubmissionState) -> None:
    assessment = make_assessment()
    submission(state)
    saved = assessment_save(actor=officer, assessment=assessment, version=1, changes=COMPLETE)
    assert saved.version == 2


def test_locked_period_is_closed_for_entry(officer: User) -> None:
    assessment = make_assessment()
    EntryPeriod.objects.filter(form=FORM_CODE).update(locked_after=date(2024, 1, 31))
    with pytest.raises(RuleViolation, match="ปิดรับข้อมูลการประเมินปี 2566 แล้ว"):
        assessment_save(actor=officer, assessment=assessment, version=1, changes=COMPLETE)


def test_saving_leaves_a_named_event_without_the_result(officer: User) -> None:
    assessment = make_assessment()
    assessment_save(
        actor=officer, assessment=assessment, version=1, changes=COMPLETE, reason="แก้ตามงบ"
    )
    events = Assessment.pgh_event_model.objects.filter(pgh_obj=assessment)  # type: ignore[attr-defined]
    event = events.order_by("pgh_id").last()
    assert (event.pgh_label, event.tier, event.points["1.1"]) == ("update", 2, "15")
    assert event.pgh_context["action"] == "coops.assessment.saved"
    assert (event.pgh_context["actor"], event.pgh_context["reason"]) == (officer.pk, "แก้ตามงบ")
    assert not hasattr(event, "result")


def test_authors_are_those_who_saved(make_user: UserMaker, officer: User) -> None:
    assessment = make_assessment()
    chief = make_user(Role.CHIEF, "50")
    assessment_save(actor=officer, assessment=assessment, version=1, changes=COMPLETE)
    assessment_save(actor=chief, assessment=assessment, version=2, changes={"loss_latest": False})
    assert authors(assessment.office, 2566) == {officer.pk, chief.pk}
    assert authors(assessment.office, 2567) == set()


def test_form_lacks_incomplete_assessments() -> None:
    make_assessment(facts=cooperative())
    office = make_assessment(make_institution(name="สหกรณ์ ก จำกัด")).office
    assert missing(office, 2566) == ["ยังไม่ครบ 1 แห่ง ได้แก่ สหกรณ์ ก จำกัด"]
    for letter in "ขคง":
        make_assessment(make_institution(name=f"สหกรณ์ {letter} จำกัด"))
    assert missing(office, 2566) == [
        "ยังไม่ครบ 4 แห่ง ได้แก่ สหกรณ์ ก จำกัด, สหกรณ์ ข จำกัด, สหกรณ์ ค จำกัด และอื่น ๆ"
    ]
    assert missing(office, 2567) == ["สำนักงานไม่มีสหกรณ์หรือกลุ่มเกษตรกรที่ต้องประเมินในปี 2567"]


def test_complete_form_lacks_nothing() -> None:
    assert missing(make_assessment(facts=cooperative()).office, 2566) == []


def test_progress_tells_complete_begun_and_untouched(officer: User) -> None:
    office = make_assessment(facts=cooperative()).office
    make_assessment()
    begun = make_assessment()
    assessment_save(actor=officer, assessment=begun, version=1, changes={"loss_latest": False})
    progress = entry_progress(office, 2566)
    assert progress == EntryProgress(population=3, complete=1, untouched=1)
    assert (progress.begun, progress.left) == (1, 2)


def test_group_statement_days_are_stored(officer: User) -> None:
    assessment = make_assessment(make_group())
    changes: AssessmentChanges = {
        "statement_days": 45,
        "allocated_latest": True,
        "allocated_previous": None,
        "defect_status": DefectStatus.NONE,
    }
    saved = assessment_save(actor=officer, assessment=assessment, version=1, changes=changes)
    assert (saved.statement_days, saved.allocated_latest, saved.complete) == (45, True, False)


def test_institution_contact_and_year_end_are_changed(officer: User) -> None:
    institution = make_institution()
    saved = institution_update(
        actor=officer,
        institution=institution,
        version=1,
        changes={
            "phone": " 053-000000 ",
            "accounting_year_end_month": 2,
            "accounting_year_end_day": 29,
        },
    )
    assert (saved.phone, saved.version) == ("053-000000", 2)
    assert saved.accounting_year_end_in(2567) == date(2024, 2, 29)
    assert saved.accounting_year_end_in(2566) == date(2023, 2, 28)


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"email": "nobody"}, [("/email", "กรอกอีเมลให้ถูกต้อง")]),
        ({"accounting_year_end_day": 32}, [("/accounting_year_end", "ไม่มีวันที่ 32 เดือน 3")]),
        ({"accounting_year_end_month": 13}, [("/accounting_year_end", "ไม่มีวันที่ 31 เดือน 13")]),
    ],
)
def test_wrong_contact_data_is_refused(
    officer: User, changes: dict[str, Any], errors: list[tuple[str, str]]
) -> None:
    institution = make_institution()
    with pytest.raises(InvalidInput) as refused:
        institution_update(
            actor=officer,
            institution=institution,
            version=1,
            changes=changes,  # type: ignore[arg-type]
        )
    assert refused.value.errors == errors
    assert Institution.objects.get(pk=institution.pk).version == 1


def test_institution_of_another_office_is_refused(make_user: UserMaker) -> None:
    with pytest.raises(NotAllowed):
        institution_update(
            actor=make_user(Role.OFFICER, "51"),
            institution=make_institution("50"),
            version=1,
            changes={"phone": "1"},
        )


def test_form_of_an_institution_that_moved_meanwhile_is_stale(officer: User) -> None:
    """Its submission is held before it: that of the office it was opened in."""
    row = make_assessment(fiscal_year=2567)
    moved = OrgUnit.objects.get(code="51")
    Assessment.objects.filter(pk=row.pk).update(office=moved)

    with pytest.raises(StaleObject):
        assessment_save(actor=officer, assessment=row, version=1, changes={"loss_latest": True})


def test_stale_institution_is_refused(officer: User) -> None:
    institution = make_institution()
    institution_update(actor=officer, institution=institution, version=1, changes={"phone": "1"})
    with pytest.raises(StaleObject):
        institution_update(
            actor=officer, institution=institution, version=1, changes={"phone": "2"}
        )


def test_saving_opens_the_submission_of_the_office(officer: User) -> None:
    assessment = make_assessment(fiscal_year=2567)

    assessment_save(actor=officer, assessment=assessment, version=1, changes={"statement_days": 3})

    opened = Submission.objects.get(period__fiscal_year=2567, office=assessment.office)
    assert opened.state == SubmissionState.DRAFT
