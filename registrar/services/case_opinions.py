"""Opinions of the chain and conflicts of interest."""

from dataclasses import dataclass
from datetime import date

from cpd_portal.core.audit import recorded
from cpd_portal.core.exceptions import InvalidInput, NotAllowed, RuleViolation
from cpd_portal.core.models import User
from registrar.case_querysets import post_at, posts
from registrar.case_types import chain_steps
from registrar.choices import CaseAct, CaseState, Outcome, Place, Verdict
from registrar.models import (
    Case,
    CaseOpinion,
    ConflictDeclaration,
)
from registrar.rules.opinions import ChainStep, open_steps
from registrar.rules.similarity import departs
from registrar.selectors.case_roles import AT_OFFICE, leads
from registrar.selectors.powers import framework
from registrar.selectors.precedents import precedents
from registrar.services.case_guards import (
    case_held,
    case_store,
    case_worked_on,
    require_undecided,
    require_worker,
    signed_in_round,
    step_add,
)

FILL = "กรุณากรอกเหตุผล"
NO_DECLARATION = "ยืนยันก่อนว่าไม่มีส่วนได้เสียในเรื่องนี้ หากมีให้แจ้งในช่องแจ้งส่วนได้เสีย"
PROPOSED = "เสนอเรื่องในรอบนี้แล้ว"
SIGNED = "ท่านลงความเห็นหรือเสนอเรื่องในรอบนี้แล้ว"
NOT_ASKED = "ยังไม่ถึงหรือไม่ใช่ขั้นที่บัญชีนี้ลงความเห็นได้"
DEPARTURE = "ต่างจากแนวที่เคยตัดสินของเรื่องที่คล้ายกัน ให้ระบุเหตุ"


@dataclass(frozen=True, kw_only=True)
class OpinionValues:
    """What the person would decide. `no_conflict`: that he has no interest in the case."""

    outcome: Outcome
    reason: str
    no_conflict: bool
    power_code: str = ""
    days: int | None = None
    departure: str = ""


@recorded("registrar.opinion.proposed")
def case_propose(
    *, actor: User, case: Case, version: int, values: OpinionValues, today: date
) -> CaseOpinion:
    """By the one in charge: begins the opinions of the round.

    Raises NotAllowed, StaleObject, InvalidInput, RuleViolation.
    """
    current = case_worked_on(actor, case, version)
    if current.state != CaseState.PREPARING:
        raise RuleViolation(PROPOSED)
    if current.handler_id != actor.pk:
        raise NotAllowed("เสนอเรื่องได้เฉพาะผู้รับผิดชอบสำนวนนี้")
    require_opinion(current, values)
    role = _role_at(actor, current)
    row = _sign(actor, current, 0, "ผู้รับผิดชอบสำนวน", role, Verdict.PROPOSES, values)
    case_store(current)
    step_add(actor, current, CaseAct.PROPOSED, day=today, reason=values.reason)
    return row


@recorded("registrar.opinion.signed")
def opinion_sign(
    *,
    actor: User,
    case: Case,
    version: int,
    position: int,
    verdict: Verdict,
    values: OpinionValues,
    today: date,
) -> CaseOpinion:
    """The step of the chain that is asked for. A dissent is kept and stops nothing.

    Raises NotAllowed, StaleObject, InvalidInput, RuleViolation.
    """
    current = case_worked_on(actor, case, version)
    require_undecided(current)
    signed = signed_in_round(current)
    step = _asked(actor, current, position)
    if any(row.person == actor.pk for row in signed):
        raise RuleViolation(SIGNED)
    require_opinion(current, values)
    row = _sign(actor, current, step.position, step.title, step.role, verdict, values)
    case_store(current)
    said = f"{step.title} {verdict.label}: {values.reason.strip()}"
    step_add(actor, current, CaseAct.SIGNED, day=today, reason=said)
    return row


@recorded("registrar.case.returned")
def case_return(*, actor: User, case: Case, version: int, reason: str, today: date) -> Case:
    """For more facts, by who is asked or may decide: a new round begins; what was signed stays.

    Raises NotAllowed, StaleObject, InvalidInput, RuleViolation.
    """
    current = case_worked_on(actor, case, version)
    require_undecided(current)
    if current.state == CaseState.PREPARING:
        raise RuleViolation("ยังไม่ได้เสนอเรื่อง")
    if not set(posts(actor)) & set(current.awaits) and not leads(actor, current.office):
        raise NotAllowed(NOT_ASKED)
    if not reason.strip():
        raise InvalidInput([("/reason", FILL)])
    current.round += 1
    case_store(current)
    step_add(actor, current, CaseAct.RETURNED, day=today, reason=reason)
    return current


@recorded("registrar.conflict.declared")
def conflict_declare(
    *, actor: User, case: Case, version: int, has_conflict: bool, words: str, today: date
) -> ConflictDeclaration:
    """Also of a person who declared otherwise before. Who has an interest and is in charge is so
    no longer. Raises NotAllowed, StaleObject, InvalidInput."""
    current = case_held(case, version)
    require_worker(actor, current.office)
    if has_conflict and not words.strip():
        raise InvalidInput([("/words", "กรุณาระบุลักษณะของส่วนได้เสีย")])
    row: ConflictDeclaration = ConflictDeclaration.objects.create(
        case=current, by=actor, has_conflict=has_conflict, words=words.strip()
    )
    others = set(current.barred) - {actor.pk}
    current.barred = sorted(others | {actor.pk} if has_conflict else others)
    if has_conflict and current.handler_id == actor.pk:
        current.handler = None
    case_store(current)
    if has_conflict:
        step_add(actor, current, CaseAct.CONFLICT_DECLARED, day=today, reason=words)
    return row


def require_opinion(case: Case, values: OpinionValues) -> None:
    errors = [] if values.reason.strip() else [("/reason", FILL)]
    if not values.no_conflict:
        errors.append(("/no_conflict", NO_DECLARATION))
    errors += _power_errors(case, values)
    line = precedents(case).line
    away = departs(line, values.outcome, values.power_code, values.days)
    if away and not values.departure.strip():
        errors.append(("/departure", DEPARTURE))
    if errors:
        raise InvalidInput(errors)


def _power_errors(case: Case, values: OpinionValues) -> list[tuple[str, str]]:
    if values.outcome == Outcome.NO_ACTION:
        return [("/power_code", "ไม่ใช้อำนาจ จึงไม่ต้องเลือกอำนาจ")] if values.power_code else []
    power = framework().by_code.get(values.power_code)
    if power is None:
        return [("/power_code", "เลือกอำนาจจากกรอบการใช้อำนาจ")]
    institution = case.institution
    if institution and not power.bears_on(institution.kind, institution.type.code):
        return [("/power_code", f"{power.section} ไม่ใช้กับสถาบันนี้")]
    return []


def _asked(actor: User, case: Case, position: int) -> ChainStep:
    mine = set(posts(actor))
    for step in open_steps(chain_steps(case.terms), signed_in_round(case)):
        office = case.office.code if step.place == Place.OFFICE else None
        if step.position == position and post_at(step.role, office) in mine:
            return step
    raise NotAllowed(NOT_ASKED)


def _role_at(actor: User, case: Case) -> str:
    """The inspector's before the officer's: it may take a step of the chain."""
    roles = [role for role in reversed(AT_OFFICE) if actor.has_role(role, at=case.office)]
    found = next((role for role in roles if role == "inspector"), None) or next(iter(roles), None)
    return str(found or actor.active_memberships[0].role)


def _sign(
    actor: User,
    case: Case,
    position: int,
    title: str,
    role: str,
    verdict: Verdict,
    values: OpinionValues,
) -> CaseOpinion:
    ConflictDeclaration.objects.create(case=case, by=actor, has_conflict=False)
    row: CaseOpinion = CaseOpinion.objects.create(
        case=case,
        round=case.round,
        position=position,
        title=title,
        role=role,
        verdict=verdict,
        outcome=values.outcome,
        power_code=values.power_code,
        days=values.days,
        reason=values.reason.strip(),
        departure=values.departure.strip(),
        by=actor,
        capacity=_capacity(actor, role),
    )
    return row


def _capacity(actor: User, role: str) -> str:
    """The membership by which he signs, with the words of an acting holder."""
    for row in actor.active_memberships:
        if row.role == role:
            acting = f"{row.get_acting_display()} " if row.acting else ""
            return f"{acting}{row.get_role_display()} {row.org_unit.short_name}"
    return ""
