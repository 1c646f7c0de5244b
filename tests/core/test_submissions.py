from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone

from cpd_portal.core import entry_forms
from cpd_portal.core.choices import Role, SubmissionState
from cpd_portal.core.entry_forms import EntryForm
from cpd_portal.core.exceptions import NotAllowed, RuleViolation
from cpd_portal.core.models import (
    EntryPeriod,
    EntryPeriodException,
    OrgUnit,
    Submission,
    User,
)
from cpd_portal.core.services import (
    submission_approve,
    submission_open,
    submission_return,
    submission_submit,
    submission_verify,
)
from tests.conftest import UserMaker
from tests.core.test_audit import events_of


class Answers:
    """What the test's form answers the core."""

    missing: list[str] = []
    authors: set[int] = set()


@pytest.fixture
def answers() -> Iterator[type[Answers]]:
    entry_forms.register(
        EntryForm(
            code="test.form",
            title="แบบทดสอบ",
            missing=lambda submission: Answers.missing,
            authors=lambda submission: Answers.authors,
        )
    )
    yield Answers
    Answers.missing, Answers.authors = [], set()
    del entry_forms._forms["test.form"]


@pytest.fixture
def draft(answers: type[Answers], officer: User) -> Submission:
    period = EntryPeriod.objects.create(
        form="test.form", fiscal_year=2567, round="12m", due_on=timezone.localdate()
    )
    office = OrgUnit.objects.get(code="50")
    return submission_open(actor=officer, period=period, office=office)


def test_submission_goes_the_whole_way(
    draft: Submission, officer: User, chief: User, headquarters_chief: User
) -> None:
    submission_submit(actor=officer, submission=draft)
    submission_verify(actor=chief, submission=draft)
    submission_approve(actor=headquarters_chief, submission=draft)

    draft.refresh_from_db()
    assert draft.state == SubmissionState.APPROVED
    assert draft.submitted_by == officer
    assert draft.verified_by == chief
    assert draft.approved_by == headquarters_chief
    assert [event["action"] for event in events_of(Submission, draft.pk)] == [
        "core.submission.opened",
        "core.submission.submitted",
        "core.submission.verified",
        "core.submission.approved",
    ]


def test_submit_with_missing_items_is_refused_by_name(
    draft: Submission, officer: User, answers: type[Answers]
) -> None:
    answers.missing = ["สหกรณ์ ก ยังไม่มีคะแนน"]

    with pytest.raises(RuleViolation, match="ยังส่งไม่ได้: สหกรณ์ ก ยังไม่มีคะแนน"):
        submission_submit(actor=officer, submission=draft)

    draft.refresh_from_db()
    assert draft.state == SubmissionState.DRAFT


@pytest.mark.parametrize("days", [1, 400])
def test_submit_after_lock_is_refused(draft: Submission, officer: User, days: int) -> None:
    yesterday = timezone.localdate() - timedelta(days=days)
    EntryPeriod.objects.filter(pk=draft.period_id).update(locked_after=yesterday)

    with pytest.raises(RuleViolation, match="ปิดรับข้อมูลรอบนี้แล้ว"):
        submission_submit(actor=officer, submission=draft)


def test_submit_after_lock_is_accepted_with_an_exception(draft: Submission, officer: User) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    EntryPeriod.objects.filter(pk=draft.period_id).update(locked_after=yesterday)
    EntryPeriodException.objects.create(
        period=draft.period,
        office=draft.office,
        due_on=yesterday,
        locked_after=timezone.localdate(),
        reason="น้ำท่วม",
    )

    submission_submit(actor=officer, submission=draft)

    draft.refresh_from_db()
    assert draft.state == SubmissionState.SUBMITTED


def test_submit_by_other_office_is_refused(draft: Submission, outsider: User) -> None:
    with pytest.raises(NotAllowed, match="ต้องเป็นเจ้าหน้าที่ หรือ หัวหน้าหน่วยงานของ"):
        submission_submit(actor=outsider, submission=draft)


def test_verify_by_author_is_refused(
    draft: Submission, officer: User, chief: User, answers: type[Answers]
) -> None:
    answers.authors = {chief.pk}
    submission_submit(actor=officer, submission=draft)

    with pytest.raises(RuleViolation, match="ตรวจทานหรืออนุมัติไม่ได้"):
        submission_verify(actor=chief, submission=draft)


def test_verify_by_sender_is_refused(draft: Submission, chief: User) -> None:
    submission_submit(actor=chief, submission=draft)

    with pytest.raises(RuleViolation, match="ตรวจทานหรืออนุมัติไม่ได้"):
        submission_verify(actor=chief, submission=draft)


def test_approve_by_provincial_chief_is_refused(
    draft: Submission, officer: User, chief: User
) -> None:
    submission_submit(actor=officer, submission=draft)
    submission_verify(actor=chief, submission=draft)

    with pytest.raises(NotAllowed, match="หัวหน้าหน่วยงานส่วนกลาง"):
        submission_approve(actor=chief, submission=draft)


def test_approve_unverified_is_refused(
    draft: Submission, officer: User, headquarters_chief: User
) -> None:
    submission_submit(actor=officer, submission=draft)

    with pytest.raises(RuleViolation, match="อยู่ในสถานะ “ส่งแล้ว” แล้ว"):
        submission_approve(actor=headquarters_chief, submission=draft)


def test_return_by_headquarters_needs_verified(
    draft: Submission, officer: User, headquarters_chief: User
) -> None:
    submission_submit(actor=officer, submission=draft)

    with pytest.raises(NotAllowed, match="หัวหน้าหน่วยงานของสำนักงานสหกรณ์จังหวัดเชียงใหม่"):
        submission_return(actor=headquarters_chief, submission=draft, reason="แก้คะแนน")


@pytest.mark.parametrize("reason", ["", "   "])
def test_return_without_reason_is_refused(
    draft: Submission, officer: User, chief: User, reason: str
) -> None:
    submission_submit(actor=officer, submission=draft)

    with pytest.raises(RuleViolation, match="กรุณาระบุเหตุผลที่ส่งกลับ"):
        submission_return(actor=chief, submission=draft, reason=reason)


def test_returned_submission_can_be_sent_again(
    draft: Submission, officer: User, chief: User
) -> None:
    submission_submit(actor=officer, submission=draft)
    submission_return(actor=chief, submission=draft, reason="คะแนนข้อ 2.6 สูงไป")
    draft.refresh_from_db()
    assert (draft.state, draft.return_reason) == ("returned", "คะแนนข้อ 2.6 สูงไป")

    submission_submit(actor=officer, submission=draft)

    draft.refresh_from_db()
    assert draft.state == SubmissionState.SUBMITTED


def test_open_twice_is_one_submission(draft: Submission, make_user: UserMaker) -> None:
    other = make_user(Role.OFFICER, "50", username="second-officer")

    again = submission_open(actor=other, period=draft.period, office=draft.office)

    assert again == draft
