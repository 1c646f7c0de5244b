"""The way of a correction: requested, granted, entered, confirmed.

Headquarters grant and confirm; nobody confirms what he asked for or typed.
"""

from datetime import date
from typing import Any, TypedDict

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from cpd_portal.core.attachments import Paper, paper_from
from cpd_portal.core.audit import recorded
from cpd_portal.core.choices import Role, SubmissionState
from cpd_portal.core.corrections.choices import CorrectionState
from cpd_portal.core.corrections.models import Correction, CorrectionDownload
from cpd_portal.core.entry_forms import EntryForm, ItemState, entry_form
from cpd_portal.core.exceptions import InvalidInput, NotAllowed, RuleViolation
from cpd_portal.core.guards import require_headquarters, require_other_person, require_role
from cpd_portal.core.models.people import User
from cpd_portal.core.models.submissions import Submission
from cpd_portal.core.stored_files import store_file, stores_files

NEEDS_REASON = "กรุณาระบุเหตุผล เพื่อให้สำนักงานทราบว่าต้องทำอะไรต่อ"
NOTHING_CHANGED = "ยังไม่มีค่าใดเปลี่ยน ให้แก้ค่าก่อน หรือถอนคำขอหากไม่ต้องแก้แล้ว"
ALREADY_CHANGED = "มีค่าที่แก้ไปแล้ว จึงถอนคำขอไม่ได้ ให้แก้กลับเป็นค่าเดิม หรือแจ้งว่าแก้เสร็จ"


class CorrectionRequest(TypedDict):
    """What the office says: why, and by which document."""

    reason: str
    document_no: str
    document_on: date


@stores_files
@recorded("core.correction.requested")
def correction_request(
    *,
    actor: User,
    submission: Submission,
    item: str,
    request: CorrectionRequest,
    upload: "UploadedFile[bytes] | None" = None,
) -> Correction:
    """An officer or the chief of the office asks to reopen one item of an approved form.

    Raises NotAllowed, InvalidInput, or RuleViolation: not approved, the year is official,
    another correction of the item is under way, a file that is no paper.
    """
    held = _held_submission(submission)
    require_role(actor, held.office, Role.OFFICER, Role.CHIEF)
    _require_approved(held)
    _require_not_barred(held)
    _check_request(request)
    state = _item_state(held, item)
    if Correction.objects.of_item(held, item).under_way().exists():
        raise RuleViolation(f"มีคำขอแก้ไขของ{state.title}ที่ยังไม่เสร็จอยู่แล้ว ให้ดำเนินการคำขอนั้นก่อน")
    correction = Correction(
        submission=held, item=item, item_title=state.title, requested_by=actor, **request
    )
    if upload is not None:
        _keep(correction, paper_from(upload))
    correction.save(force_insert=True)
    return correction


@recorded("core.correction.granted")
def correction_grant(*, actor: User, correction: Correction) -> Correction:
    """Headquarters open the item for its office; its values are kept as they are now."""
    current = _held(correction, CorrectionState.REQUESTED)
    require_headquarters(actor)
    _require_not_barred(current.submission)
    require_other_person(actor, current.submission, current.requested_by_id)
    state = _item_state(current.submission, current.item)
    current.before = {"values": dict(state.values), "outcome": dict(state.outcome)}
    return _move(current, CorrectionState.GRANTED, "decided", actor)


@recorded("core.correction.refused")
def correction_refuse(*, actor: User, correction: Correction, reason: str) -> Correction:
    current = _held(correction, CorrectionState.REQUESTED)
    require_headquarters(actor)
    current.answer = _given(reason)
    return _move(current, CorrectionState.REFUSED, "decided", actor)


@recorded("core.correction.withdrawn")
def correction_withdraw(*, actor: User, correction: Correction) -> Correction:
    """The office no longer wants it; nothing may have been changed within it."""
    current = _held(correction, CorrectionState.REQUESTED, CorrectionState.GRANTED)
    require_role(actor, current.submission.office, Role.OFFICER, Role.CHIEF)
    if current.state == CorrectionState.GRANTED and _differences(current)[0]:
        raise RuleViolation(ALREADY_CHANGED)
    return _move(current, CorrectionState.WITHDRAWN, "withdrawn", actor)


@recorded("core.correction.finished")
def correction_finish(*, actor: User, correction: Correction) -> Correction:
    """The office has entered: the item closes, and old and new values are put side by side."""
    current = _held(correction, CorrectionState.GRANTED)
    require_role(actor, current.submission.office, Role.OFFICER, Role.CHIEF)
    current.changes, current.effect = _differences(current)
    if not current.changes:
        raise RuleViolation(NOTHING_CHANGED)
    current.changed = len(current.changes)
    return _move(current, CorrectionState.ENTERED, "entered", actor)


@recorded("core.correction.returned")
def correction_return(*, actor: User, correction: Correction, reason: str) -> Correction:
    """Headquarters are not content: the item is open again for its office."""
    current = _held(correction, CorrectionState.ENTERED)
    require_headquarters(actor)
    current.answer = _given(reason)
    return _move(current, CorrectionState.GRANTED, "decided", actor)


@recorded("core.correction.confirmed")
def correction_confirm(*, actor: User, correction: Correction) -> Correction:
    """Headquarters confirm what the office entered; the item is locked again."""
    current = _held(correction, CorrectionState.ENTERED)
    require_headquarters(actor)
    require_other_person(actor, current.submission, current.requested_by_id, current.entered_by_id)
    return _move(current, CorrectionState.CONFIRMED, "confirmed", actor)


@recorded("core.correction.downloaded")
def correction_record_download(*, actor: User, correction: Correction, request_id: str) -> None:
    """Logs that somebody takes the document; raises RuleViolation without one."""
    if not correction.file:
        raise RuleViolation("คำขอนี้ไม่มีแฟ้มแนบ")
    CorrectionDownload.objects.create(
        correction=correction, user=actor, sha256=correction.sha256, request_id=request_id
    )


def preview(correction: Correction) -> tuple[list[list[str]], list[list[str]]]:
    """[label, old, new] of values and outcome as they stand while the item is open."""
    return _differences(correction)


def _held_submission(submission: Submission) -> Submission:
    held: Submission = (
        Submission.objects.select_for_update(of=("self",))
        .select_related("period", "office")
        .get(pk=submission.pk)
    )
    return held


def _held(correction: Correction, *states: CorrectionState) -> Correction:
    """The row as it is now, held until the end of the transaction; in one of the states."""
    rows = Correction.objects.select_for_update(of=("self", "submission"))
    current: Correction = rows.select_related("submission__period", "submission__office").get(
        pk=correction.pk
    )
    if current.state not in states:
        now = CorrectionState(current.state).label
        raise RuleViolation(f"ทำขั้นตอนนี้ไม่ได้ เพราะคำขออยู่ในสถานะ “{now}” แล้ว")
    return current


def _move(correction: Correction, state: CorrectionState, step: str, actor: User) -> Correction:
    correction.state = state
    stamps: dict[str, Any] = {f"{step}_by": actor, f"{step}_at": timezone.now()}
    for name, value in stamps.items():
        setattr(correction, name, value)
    correction.save(
        update_fields=["state", "answer", "before", "changes", "changed", "effect", *stamps]
    )
    return correction


def _require_approved(submission: Submission) -> None:
    if submission.state != SubmissionState.APPROVED:
        now = SubmissionState(submission.state).label
        raise RuleViolation(
            f"ขอแก้ไขหลังอนุมัติไม่ได้ เพราะแบบข้อมูลอยู่ในสถานะ “{now}” หากยังไม่อนุมัติ ให้ขอให้ส่งแบบกลับแทน"
        )


def _require_not_barred(submission: Submission) -> None:
    reason = _form(submission).barred(submission.period.fiscal_year)
    if reason:
        raise RuleViolation(reason)


def _form(submission: Submission) -> EntryForm:
    return entry_form(submission.period.form)


def _item_state(submission: Submission, item: str) -> ItemState:
    read = _form(submission).item
    state = read(submission.office, submission.period.fiscal_year, item) if read else None
    if state is None:
        raise NotAllowed("ไม่มีรายการนี้ในแบบข้อมูลของสำนักงาน")
    return state


def _differences(correction: Correction) -> tuple[list[list[str]], list[list[str]]]:
    """What differs from the kept values, and the whole outcome before and now."""
    state = _item_state(correction.submission, correction.item)
    old: dict[str, dict[str, str]] = correction.before
    values = _side_by_side(old["values"], state.values)
    changes = [line for line in values if line[1] != line[2]]
    return changes, _side_by_side(old["outcome"], state.outcome)


def _side_by_side(old: Any, new: Any) -> list[list[str]]:
    return [[label, old.get(label, ""), new.get(label, "")] for label in {**old, **new}]


def _check_request(request: CorrectionRequest) -> None:
    errors = []
    if not request["reason"].strip():
        errors.append(("/reason", "กรุณาระบุเหตุผลที่ขอแก้ไข"))
    if not request["document_no"].strip():
        errors.append(("/document_no", "กรุณาระบุเลขที่หนังสือ"))
    if request["document_on"] > timezone.localdate():
        errors.append(("/document_on", "วันที่ของหนังสือต้องไม่อยู่ในอนาคต"))
    if errors:
        raise InvalidInput(errors)


def _given(reason: str) -> str:
    if not reason.strip():
        raise RuleViolation(NEEDS_REASON)
    return reason.strip()


def _keep(correction: Correction, paper: Paper) -> None:
    """In the private folder, under a name of ours."""
    store_file(correction.file, f"{correction.pk}{paper.suffix}", ContentFile(paper.content))
    correction.file_name, correction.file_type = paper.name, paper.content_type
    correction.sha256 = paper.sha256
