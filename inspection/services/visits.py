"""The life of a visit: planned, started (its checklist is frozen), finished or cancelled."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from django.utils import timezone

from coops.models import Institution
from coops.services.guards import held_institution, require_version
from cpd_portal.core.audit import recorded
from cpd_portal.core.exceptions import InvalidInput, RuleViolation
from cpd_portal.core.models import FigureVersion, User
from cpd_portal.thai.fiscal import fiscal_year_of
from early_warning.services.actions import visit_action_finish, visit_action_withdraw
from inspection.checklists import CHECKLISTS_CODE, checklists_of, frozen
from inspection.choices import PaperKind, VisitState
from inspection.models import Attachment, Visit, VisitInspector
from inspection.selectors.checklists import checklist_in_force
from inspection.services.answers import AnswerValues, answer_save, answers_save
from inspection.services.guards import plans_for, require_planner
from inspection.services.plans import require_open_plan
from inspection.services.teams import (
    FUTURE,
    require_in_team,
    require_past,
    require_team,
    visit_held,
)

GIVEN_TWICE = "รหัสของการตรวจนี้ใช้กับการตรวจครั้งอื่นแล้ว ให้สร้างรายการใหม่"

LONGEST_NAME = 200

__all__ = [
    "AnswerValues",
    "VisitValues",
    "answer_save",
    "answers_save",
    "visit_cancel",
    "visit_finish",
    "visit_for_warning",
    "visit_plan",
    "visit_start",
]


@dataclass(frozen=True, kw_only=True)
class VisitValues:
    """`id` is given by a device that may send twice; the first inspector leads."""

    institution: Institution
    planned_on: date
    inspectors: Sequence[User]
    id: UUID | None = None


@recorded("inspection.visit.planned")
def visit_plan(*, actor: User, values: VisitValues) -> Visit:
    """Planned with its team, once for an id.

    Raises NotAllowed, InvalidInput, or RuleViolation (the id belongs to another visit).
    """
    institution = held_institution(values.institution)
    require_planner(actor, institution.office)
    stored = Visit.objects.filter(pk=values.id).first() if values.id else None
    if stored is not None:
        return _the_same(stored, values)
    fiscal_year = fiscal_year_of(values.planned_on)
    require_open_plan(actor, institution.office, fiscal_year)
    _require_team(values)
    visit = Visit.objects.create(
        pk=values.id or uuid4(),
        institution=institution,
        office=institution.office,
        fiscal_year=fiscal_year,
        planned_on=values.planned_on,
    )
    for position, inspector in enumerate(values.inspectors):
        VisitInspector.objects.create(visit=visit, inspector=inspector, is_leader=position == 0)
    return visit


@recorded("inspection.visit.started")
def visit_start(
    *,
    actor: User,
    visit: Visit,
    started_at: datetime,
    checklist: FigureVersion | None = None,
) -> Visit:
    """Freezes the checklist: the version that the device worked with, or the one in force. The
    second of a team to start, and a start sent twice, find the visit as the first left it.

    Raises NotAllowed, InvalidInput, or RuleViolation (finished or cancelled, no checklist).
    """
    current = visit_held(visit)
    require_in_team(actor, current, started_at)
    if current.state == VisitState.STARTED:
        return current
    _require_state(current, VisitState.PLANNED)
    require_past("/started_at", started_at)
    version = checklist or checklist_in_force()
    if version.set_code != CHECKLISTS_CODE:
        raise RuleViolation("รุ่นของรายการตรวจไม่ถูกต้อง ให้โหลดข้อมูลของเครื่องใหม่")
    questions = checklists_of(version.content).of_kind(current.institution.kind)
    current.checklist = frozen(questions)
    current.checklist_version = version
    current.state = VisitState.STARTED
    current.started_at = started_at
    _store(current)
    return current


@recorded("inspection.visit.finished")
def visit_finish(
    *,
    actor: User,
    visit: Visit,
    version: int,
    representative: str,
    summary: str,
    finished_at: datetime,
    signature: Attachment | None = None,
) -> Visit:
    """Closed with the representative's name and signature; sent twice it is closed once.

    Raises NotAllowed, StaleObject, InvalidInput, or RuleViolation (not started).
    """
    current = visit_held(visit)
    require_in_team(actor, current, finished_at)
    said = (representative.strip(), summary.strip())
    if current.state == VisitState.FINISHED and said == (current.representative, current.summary):
        return current
    _require_state(current, VisitState.STARTED)
    require_version(current, version)
    _require_closing(current, *said, finished_at, signature)
    current.representative, current.summary = said
    current.state = VisitState.FINISHED
    current.finished_at = finished_at
    _store(current)
    visit_action_finish(
        actor=actor,
        visit=str(current.pk),
        day=timezone.localdate(finished_at),
        summary=current.summary,
    )
    return current


@recorded("inspection.visit.cancelled")
def visit_cancel(*, actor: User, visit: Visit, version: int, reason: str) -> Visit:
    """By the office that planned it or by the team; what was recorded stays.

    Raises NotAllowed, StaleObject, InvalidInput, or RuleViolation (finished).
    """
    current = visit_held(visit)
    if not plans_for(actor, current.office):
        require_in_team(actor, current, timezone.now())
    if current.state == VisitState.CANCELLED and current.cancelled_because == reason.strip():
        return current
    _require_state(current, VisitState.PLANNED, VisitState.STARTED)
    require_version(current, version)
    if not reason.strip():
        raise InvalidInput([("/reason", "กรุณาระบุเหตุผลที่ยกเลิก")])
    current.state = VisitState.CANCELLED
    current.cancelled_because = reason.strip()
    _store(current)
    visit_action_withdraw(
        actor=actor,
        visit=str(current.pk),
        reason=current.cancelled_because,
        day=timezone.localdate(),
    )
    return current


def visit_for_warning(actor: User, institution: Institution, planned_on: date) -> str:
    """A visit that early warning asks for, in the office's plan and without a team yet; its key.

    Raises NotAllowed, or RuleViolation where the plan cannot take it.
    """
    require_planner(actor, institution.office)
    fiscal_year = fiscal_year_of(planned_on)
    require_open_plan(actor, institution.office, fiscal_year)
    visit = Visit.objects.create(
        institution=institution,
        office=institution.office,
        fiscal_year=fiscal_year,
        planned_on=planned_on,
    )
    return str(visit.pk)


def _the_same(stored: Visit, values: VisitValues) -> Visit:
    team = set(stored.inspectors.values_list("inspector", flat=True))
    same = (
        stored.institution_id == values.institution.pk
        and stored.planned_on == values.planned_on
        and team == {inspector.pk for inspector in values.inspectors}
    )
    if not same:
        raise RuleViolation(GIVEN_TWICE)
    return stored


def _require_team(values: VisitValues) -> None:
    team = values.inspectors
    if not team:
        raise InvalidInput([("/inspectors", "เลือกผู้ตรวจการอย่างน้อยหนึ่งคน")])
    if len({inspector.pk for inspector in team}) != len(team):
        raise InvalidInput([("/inspectors", "ผู้ตรวจการซ้ำกัน")])
    try:
        require_team(values.institution, values.planned_on, team[0], team)
    except RuleViolation as error:
        raise InvalidInput([("/inspectors", error.message)]) from error


def _require_closing(
    visit: Visit,
    representative: str,
    summary: str,
    finished_at: datetime,
    signature: Attachment | None,
) -> None:
    errors = []
    if not representative:
        errors.append(("/representative", "กรุณากรอกชื่อผู้แทนที่ลงชื่อ"))
    if len(representative) > LONGEST_NAME:
        errors.append(("/representative", f"ชื่อยาวเกิน {LONGEST_NAME} ตัวอักษร"))
    if not summary:
        errors.append(("/summary", "กรุณากรอกสรุปผลการตรวจ"))
    if signature is not None and not _signs(signature, visit):
        errors.append(("/signature", "ลายมือชื่อนี้ไม่ใช่ของการตรวจครั้งนี้"))
    if visit.started_at and finished_at < visit.started_at:
        errors.append(("/finished_at", "เวลาที่ตรวจเสร็จต้องไม่ก่อนเวลาเริ่มตรวจ"))
    if finished_at > timezone.now():
        errors.append(("/finished_at", FUTURE))
    if errors:
        raise InvalidInput(errors)


def _signs(signature: Attachment, visit: Visit) -> bool:
    return signature.visit_id == visit.pk and signature.kind == PaperKind.SIGNATURE


def _require_state(visit: Visit, *states: VisitState) -> None:
    if visit.state not in states:
        raise RuleViolation(f"การตรวจนี้อยู่ในสถานะ “{visit.get_state_display()}” จึงทำขั้นตอนนี้ไม่ได้")


def _store(visit: Visit) -> None:
    visit.version += 1
    visit.save()
