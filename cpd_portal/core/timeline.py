"""The way of a submission as steps to show: what is done, what is next, who and when."""

from dataclasses import dataclass
from datetime import datetime

from cpd_portal.core.choices import SubmissionState
from cpd_portal.core.models import Submission, User
from cpd_portal.thai.dates import format_datetime


@dataclass(frozen=True)
class Step:
    """`state`: done, now, back (returned) or "" (still to come)."""

    title: str
    by: str = ""
    state: str = ""
    reason: str = ""


# Steps done in each state; a returned form begins again with entry.
_DONE = {
    SubmissionState.DRAFT: 0,
    SubmissionState.RETURNED: 0,
    SubmissionState.SUBMITTED: 1,
    SubmissionState.VERIFIED: 2,
    SubmissionState.APPROVED: 3,
}


def submission_steps(submission: Submission | None) -> list[Step]:
    """Entry and sending, verifying, approving; a return stands first with its reason."""
    done = _DONE[SubmissionState(submission.state)] if submission else 0
    stamps = _stamps(submission)
    titles = ("บันทึกและส่งแบบ", "หัวหน้าสำนักงานตรวจทาน", "ส่วนกลางอนุมัติและล็อกข้อมูล")
    notes = ("", "ผู้ที่บันทึกหรือส่งเองตรวจทานไม่ได้", "")
    steps = [
        Step(
            title=title,
            by=stamps[index] if index < done else notes[index],
            state="done" if index < done else "now" if index == done else "",
        )
        for index, title in enumerate(titles)
    ]
    return [*_returned(submission), *steps]


def _returned(submission: Submission | None) -> list[Step]:
    if submission is None or submission.state != SubmissionState.RETURNED:
        return []
    by = stamp(submission.returned_by, submission.returned_at, submission.returned_as)
    return [Step("ส่งกลับให้แก้", by, "back", submission.return_reason)]


def _stamps(submission: Submission | None) -> tuple[str, str, str]:
    if submission is None:
        return ("", "", "")
    return (
        stamp(submission.submitted_by, submission.submitted_at, submission.submitted_as),
        stamp(submission.verified_by, submission.verified_at, submission.verified_as),
        stamp(submission.approved_by, submission.approved_at, submission.approved_as),
    )


def stamp(person: User | None, moment: datetime | None, capacity: str = "") -> str:
    """Who, in which capacity, and when; "" while it has not happened."""
    if not (person and moment):
        return ""
    return " · ".join(filter(None, (str(person), capacity, format_datetime(moment))))
