"""What inspectors answer: one answer of each inspector to each question, the latest counts."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from cpd_portal.core.audit import recorded
from cpd_portal.core.exceptions import InvalidInput, RuleViolation
from cpd_portal.core.models import User
from inspection.checklists import questions_of
from inspection.choices import Answer, VisitState
from inspection.models import Visit, VisitAnswer
from inspection.services.teams import require_in_team, visit_held

GIVEN_TWICE = "รหัสของคำตอบนี้ใช้กับข้ออื่นแล้ว ให้ตอบใหม่"
TOO_LATE = "การตรวจนี้ปิดแล้ว คำตอบหลังเวลาปิดจึงบันทึกไม่ได้"


@dataclass(frozen=True, kw_only=True)
class AnswerValues:
    """`answered_at` by the clock of the device."""

    id: UUID
    question: str
    answer: Answer
    answered_at: datetime
    note: str = ""


@recorded("inspection.visit.answered")
def answer_save(*, actor: User, visit: Visit, values: AnswerValues) -> VisitAnswer:
    """Merged by question and inspector: of what one inspector sends the latest counts, in
    whatever order it arrives; another inspector's answer stays beside it. An answer given
    before the visit was closed is stored also when it arrives afterwards.

    Raises NotAllowed, InvalidInput, or RuleViolation (not started, closed before, the id
    belongs to another answer).
    """
    now = timezone.now()
    current = visit_held(visit)
    answered_at = min(values.answered_at, now)
    require_in_team(actor, current, answered_at)
    _require_open(current, answered_at)
    _require_values(current, values)
    stored: VisitAnswer | None = VisitAnswer.objects.filter(
        visit=current, question=values.question, inspector=actor
    ).first()
    if stored is None:
        _require_free(values.id)
        stored = VisitAnswer(
            pk=values.id, visit=current, question=values.question, inspector=actor
        )
    elif stored.answered_at >= answered_at:
        return stored
    stored.answer, stored.note = values.answer, values.note.strip()
    stored.answered_at, stored.received_at = answered_at, now
    stored.save()
    return stored


def _require_open(visit: Visit, answered_at: datetime) -> None:
    if visit.state == VisitState.FINISHED:
        if visit.finished_at is not None and answered_at > visit.finished_at:
            raise RuleViolation(TOO_LATE)
    elif visit.state != VisitState.STARTED:
        raise RuleViolation(f"การตรวจนี้อยู่ในสถานะ “{visit.get_state_display()}” จึงบันทึกคำตอบไม่ได้")


def _require_values(visit: Visit, values: AnswerValues) -> None:
    errors = []
    if values.question not in questions_of(visit.checklist):
        errors.append(("/question", f"ไม่มีข้อ {values.question} ในรายการตรวจของการตรวจนี้"))
    if values.answer not in Answer.values:
        errors.append(("/answer", "เลือกคำตอบ ปกติ พบปัญหา หรือไม่เกี่ยวข้อง"))
    if errors:
        raise InvalidInput(errors)


def _require_free(key: UUID) -> None:
    if VisitAnswer.objects.filter(pk=key).exists():
        raise RuleViolation(GIVEN_TWICE)
