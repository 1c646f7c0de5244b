"""What inspectors answer: one answer of each inspector to each question, the latest counts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from operator import attrgetter
from uuid import UUID

from django.utils import timezone

from cpd_portal.core.audit import recorded
from cpd_portal.core.exceptions import InvalidInput, RuleViolation
from cpd_portal.core.models import User
from inspection.checklists import questions_of
from inspection.choices import Answer, VisitState
from inspection.models import Visit, VisitAnswer
from inspection.services.teams import require_in_team_then, visit_held

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


def answer_save(*, actor: User, visit: Visit, values: AnswerValues) -> VisitAnswer:
    """One of `answers_save`."""
    (stored,) = answers_save(actor=actor, visit=visit, values=[values])
    return stored


@recorded("inspection.visit.answered")
def answers_save(
    *, actor: User, visit: Visit, values: Sequence[AnswerValues]
) -> list[VisitAnswer]:
    """Merged by question and inspector: of what one inspector sends the latest counts, in
    whatever order it arrives; another inspector's answer stays beside it. An answer given
    before the visit was closed is stored also when it arrives afterwards. All or none.

    Raises NotAllowed, InvalidInput, or RuleViolation (not started, closed before, the id
    belongs to another answer).
    """
    now = timezone.now()
    given = [replace(one, answered_at=min(one.answered_at, now)) for one in values]
    current = visit_held(visit)
    require_in_team_then(actor, current, [one.answered_at for one in given])
    for one in given:
        _require_open(current, one.answered_at)
        _require_values(current, one)
    mine = VisitAnswer.objects.filter(visit=current, inspector=actor)
    rows = {row.question: row for row in mine}
    _require_free([one.id for one in given if one.question not in rows])
    for one in sorted(given, key=attrgetter("answered_at")):
        row = rows.setdefault(
            one.question,
            VisitAnswer(pk=one.id, visit=current, question=one.question, inspector=actor),
        )
        if row.answered_at is None or row.answered_at < one.answered_at:
            row.answer, row.note, row.answered_at = one.answer, one.note.strip(), one.answered_at
            row.received_at = now
    _store([row for row in rows.values() if row.received_at == now])
    return [rows[one.question] for one in given]


def _store(rows: Sequence[VisitAnswer]) -> None:
    """The first answers to questions together; what is said anew, one by one."""
    changed = [row for row in rows if not row._state.adding]
    VisitAnswer.objects.bulk_create(row for row in rows if row._state.adding)
    for row in changed:
        row.save()


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


def _require_free(keys: Sequence[UUID]) -> None:
    if len(set(keys)) < len(keys) or VisitAnswer.objects.filter(pk__in=keys).exists():
        raise RuleViolation(GIVEN_TWICE)
