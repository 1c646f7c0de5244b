"""Ticking the activities of an action plan, and the papers that prove them."""

from datetime import date

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile

from cpd_portal.core.attachments import paper_from
from cpd_portal.core.audit import recorded
from cpd_portal.core.exceptions import InvalidInput, RuleViolation, StaleObject
from cpd_portal.core.models import User
from cpd_portal.core.stored_files import store_file, stores_files
from cpd_portal.thai.fiscal import fiscal_year_bounds
from kpis.models import ActionStep, StepEvidence, StepEvidenceDownload, StepTick
from kpis.services.guards import require_owner

IN_FUTURE = "วันที่แล้วเสร็จต้องไม่อยู่ในอนาคต"
NOT_TICKED = "กิจกรรมนี้ยังไม่ได้บันทึกว่าแล้วเสร็จ"
NEEDS_REASON = "ระบุเหตุผลที่ยกเลิกว่าแล้วเสร็จ"
NEEDS_TITLE = "ระบุว่าแฟ้มนี้เป็นหลักฐานเรื่องใด"
GIVEN_TWICE = "แฟ้มนี้แนบกับกิจกรรมนี้ไว้แล้ว"
LOST = "ไม่พบแฟ้มนี้ในที่เก็บ กรุณาแจ้งผู้ดูแลระบบ"
LONGEST_TITLE = 200


@recorded("kpis.step.ticked")
def step_tick(
    *, actor: User, step: ActionStep, done_on: date, note: str, version: int, today: date
) -> StepTick:
    """That the activity is done, since when; again to correct it. `version` 0: not ticked yet.

    Raises NotAllowed, InvalidInput or StaleObject.
    """
    held = _held(actor, step)
    tick = getattr(held, "tick", None)
    if (tick.version if tick else 0) != version:
        raise StaleObject
    _require_day(held, done_on, today)
    tick = tick or StepTick(step=held)
    tick.done_on, tick.note, tick.ticked_by = done_on, note.strip(), actor
    tick.version, tick.is_sample = version + 1, False
    tick.save()
    return tick


@recorded("kpis.step.unticked")
def step_untick(*, actor: User, step: ActionStep, version: int, reason: str) -> None:
    """It is not done after all; the events keep what was said and why.

    Raises NotAllowed, InvalidInput, RuleViolation or StaleObject.
    """
    held = _held(actor, step)
    tick = getattr(held, "tick", None)
    if tick is None:
        raise RuleViolation(NOT_TICKED)
    if tick.version != version:
        raise StaleObject
    if not reason.strip():
        raise InvalidInput([("/reason", NEEDS_REASON)])
    tick.delete()


@stores_files
@recorded("kpis.step_evidence.added")
def step_evidence_add(
    *, actor: User, step: ActionStep, title: str, upload: "UploadedFile[bytes]"
) -> StepEvidence:
    """A PDF, JPEG or PNG, told by its bytes. Raises NotAllowed, InvalidInput, RuleViolation."""
    held = _held(actor, step)
    words = title.strip()
    if not words or len(words) > LONGEST_TITLE:
        raise InvalidInput([("/title", NEEDS_TITLE)])
    paper = paper_from(upload)
    if held.evidence.filter(sha256=paper.sha256).exists():
        raise RuleViolation(GIVEN_TWICE)
    evidence = StepEvidence(
        step=held,
        title=words,
        file_name=paper.name,
        file_type=paper.content_type,
        size=len(paper.content),
        sha256=paper.sha256,
        uploaded_by=actor,
    )
    store_file(evidence.file, f"{evidence.pk}{paper.suffix}", ContentFile(paper.content))
    evidence.save(force_insert=True)
    return evidence


@recorded("kpis.step_evidence.removed")
def step_evidence_remove(*, actor: User, evidence: StepEvidence) -> None:
    """The row goes, its events stay. Raises NotAllowed."""
    _held(actor, evidence.step)
    evidence.delete()


@recorded("kpis.step_evidence.downloaded")
def step_evidence_take(*, actor: User, evidence: StepEvidence, request_id: str) -> bytes:
    """The bytes; who took them is kept. Raises RuleViolation where the store has lost them."""
    StepEvidenceDownload.objects.create(
        evidence=evidence, user=actor, sha256=evidence.sha256, request_id=request_id
    )
    try:
        with evidence.file.open("rb") as stored:
            content: bytes = stored.read()
    except FileNotFoundError as error:
        raise RuleViolation(LOST) from error
    return content


def _held(actor: User, step: ActionStep) -> ActionStep:
    """The activity, held to the end of the transaction: one person at a time."""
    current: ActionStep = (
        ActionStep.objects.select_for_update(of=("self",))
        .select_related("tick", "kpi__owner", "kpi__scorecard")
        .get(pk=step.pk)
    )
    require_owner(actor, current.kpi)
    return current


def _require_day(step: ActionStep, done_on: date, today: date) -> None:
    year = step.kpi.scorecard.fiscal_year
    if done_on > today:
        raise InvalidInput([("/done_on", IN_FUTURE)])
    if done_on < fiscal_year_bounds(year)[0]:
        raise InvalidInput([("/done_on", f"วันที่แล้วเสร็จต้องไม่ก่อนปีงบประมาณ {year}")])
