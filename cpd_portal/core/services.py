"""Writes of the core: the way of a submission from draft to approval."""

from typing import Any

from django.utils import timezone

from cpd_portal.core.audit import recorded
from cpd_portal.core.choices import Role, SubmissionState
from cpd_portal.core.entry_forms import entry_form
from cpd_portal.core.exceptions import RuleViolation
from cpd_portal.core.guards import (
    approves_as,
    require_approver,
    require_other_person,
    require_role,
)
from cpd_portal.core.models import EntryPeriod, OrgUnit, Submission, User
from cpd_portal.core.rules import is_locked
from cpd_portal.core.selectors import dates_for
from cpd_portal.core.signing import acts_as


@recorded("core.submission.opened")
def submission_open(*, actor: User, period: EntryPeriod, office: OrgUnit) -> Submission:
    """The office's submission, made as a draft when it does not exist yet."""
    submission, _ = Submission.objects.get_or_create(period=period, office=office)
    return submission


@recorded("core.submission.submitted")
def submission_submit(*, actor: User, submission: Submission) -> Submission:
    """An officer of the office sends the form to the chief.

    Raises NotAllowed, or RuleViolation with what is still missing.
    """
    current = _locked(submission)
    require_role(actor, current.office, Role.OFFICER, Role.CHIEF)
    _require_state(current, SubmissionState.DRAFT, SubmissionState.RETURNED)
    if is_locked(dates_for(current.period, current.office), timezone.localdate()):
        raise RuleViolation("ปิดรับข้อมูลรอบนี้แล้ว หากจำเป็นต้องส่ง ให้ขอผ่อนผันจากส่วนกลาง")
    missing = entry_form(current.period.form).missing(current)
    if missing:
        raise RuleViolation("ยังส่งไม่ได้: " + " · ".join(missing))
    as_whom = acts_as(actor, current.office, (Role.OFFICER, Role.CHIEF))
    return _move(current, SubmissionState.SUBMITTED, "submitted", actor, as_whom)


@recorded("core.submission.verified")
def submission_verify(*, actor: User, submission: Submission) -> Submission:
    """The chief of the office confirms what an officer sent; never his own entries."""
    current = _locked(submission)
    require_role(actor, current.office, Role.CHIEF)
    _require_state(current, SubmissionState.SUBMITTED)
    require_other_person(actor, current, current.submitted_by_id)
    as_whom = acts_as(actor, current.office, (Role.CHIEF,))
    return _move(current, SubmissionState.VERIFIED, "verified", actor, as_whom)


@recorded("core.submission.approved")
def submission_approve(*, actor: User, submission: Submission) -> Submission:
    """Headquarters approve a verified form; the data are locked from then on."""
    current = _locked(submission)
    require_approver(actor, current)
    _require_state(current, SubmissionState.VERIFIED)
    require_other_person(actor, current, current.submitted_by_id)
    as_whom = approves_as(actor, entry_form(current.period.form))
    return _move(current, SubmissionState.APPROVED, "approved", actor, as_whom)


@recorded("core.submission.returned")
def submission_return(*, actor: User, submission: Submission, reason: str) -> Submission:
    """The chief (before verifying) or headquarters (before approving) send the form back."""
    current = _locked(submission)
    _require_state(current, SubmissionState.SUBMITTED, SubmissionState.VERIFIED)
    if current.state == SubmissionState.SUBMITTED:
        require_role(actor, current.office, Role.CHIEF)
        return _returned(actor, current, reason, acts_as(actor, current.office, (Role.CHIEF,)))
    require_approver(actor, current)
    form = entry_form(current.period.form)
    return _returned(actor, current, reason, approves_as(actor, form))


@recorded("core.submission.reopened")
def submission_reopen(*, actor: User, submission: Submission, reason: str) -> Submission:
    """Who approves the form opens an approved one again, as a form that was sent back."""
    current = _locked(submission)
    require_approver(actor, current)
    _require_state(current, SubmissionState.APPROVED)
    form = entry_form(current.period.form)
    return _returned(actor, current, reason, approves_as(actor, form))


def _returned(actor: User, current: Submission, reason: str, as_whom: str) -> Submission:
    if not reason.strip():
        raise RuleViolation("กรุณาระบุเหตุผลที่ส่งกลับ เพื่อให้ผู้บันทึกทราบว่าต้องแก้อะไร")
    current.return_reason = reason.strip()
    return _move(current, SubmissionState.RETURNED, "returned", actor, as_whom)


def _locked(submission: Submission) -> Submission:
    """The row as it is now, held until the end of the transaction: two people at once.

    Raises RuleViolation where nothing of the year changes any more.
    """
    row: Submission = (
        Submission.objects.select_for_update(of=("self",))
        .select_related("period", "office")
        .get(pk=submission.pk)
    )
    barred = entry_form(row.period.form).barred(row.period.fiscal_year)
    if barred:
        raise RuleViolation(barred)
    return row


def _move(
    submission: Submission, state: SubmissionState, step: str, actor: User, as_whom: str
) -> Submission:
    submission.state = state
    stamps: dict[str, Any] = {
        f"{step}_by": actor,
        f"{step}_at": timezone.now(),
        f"{step}_as": as_whom,
    }
    for name, value in stamps.items():
        setattr(submission, name, value)
    submission.save(update_fields=["state", "return_reason", *stamps])
    return submission


def _require_state(submission: Submission, *states: SubmissionState) -> None:
    if submission.state not in states:
        now = SubmissionState(submission.state).label
        raise RuleViolation(f"ทำขั้นตอนนี้ไม่ได้ เพราะแบบข้อมูลอยู่ในสถานะ “{now}” แล้ว")
