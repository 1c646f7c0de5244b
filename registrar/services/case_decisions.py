"""The decision of a case: by whoever holds the power, when everything before it is done."""

from datetime import date
from decimal import Decimal

from cpd_portal.core.audit import recorded
from cpd_portal.core.exceptions import NotAllowed, RuleViolation
from cpd_portal.core.models import User
from registrar.case_querysets import post_at, posts
from registrar.choices import CaseAct, CaseState, Outcome
from registrar.models import Case, CaseDecision, ConflictDeclaration
from registrar.selectors.authority import Authority, may_exercise
from registrar.selectors.case_roles import leads
from registrar.selectors.powers import framework
from registrar.services.case_guards import (
    case_store,
    case_worked_on,
    require_undecided,
    signed_in_round,
    step_add,
)
from registrar.services.case_opinions import OpinionValues, require_opinion

NOT_READY = "ยังมีความเห็นที่ต้องลงก่อนตัดสิน"
OWN_WORK = "ผู้เสนอเรื่องหรือลงความเห็นในรอบนี้ตัดสินเองไม่ได้ ต้องให้ผู้อื่นทำ"
NOT_HEARD = "ยังไม่ได้รับฟังคู่กรณี ให้บันทึกการรับฟัง หรือเหตุที่ไม่ต้องรับฟังก่อน"
CLOCK_STANDS = "เวลาของเรื่องนี้หยุดนับอยู่ ให้นับต่อก่อนตัดสิน"
NOT_IN_REGISTER = (
    "สถาบันยังไม่อยู่ในทะเบียน ระบบตรวจการมอบอำนาจให้ไม่ได้ ตัดสินได้เฉพาะนายทะเบียนและรองนายทะเบียนส่วนกลาง"
)


@recorded("registrar.case.decided")
def case_decide(
    *,
    actor: User,
    case: Case,
    version: int,
    values: OpinionValues,
    amount: Decimal | None,
    today: date,
) -> CaseDecision:
    """By whoever holds the power on that day, once.

    Raises NotAllowed, StaleObject, InvalidInput, RuleViolation.
    """
    current = case_worked_on(actor, case, version)
    require_undecided(current)
    authority = authority_of(actor, current, values.power_code, amount, today)
    if not authority.allowed:
        raise NotAllowed(authority.reason)
    _require_decidable(actor, current, values)
    power = framework(today).by_code.get(values.power_code)
    row: CaseDecision = CaseDecision.objects.create(
        case=current,
        outcome=values.outcome,
        power_code=values.power_code,
        power_title=f"{power.section} {power.title}"[:300] if power else "",
        days=values.days,
        amount=amount,
        reason=values.reason.strip(),
        departure=values.departure.strip(),
        decided_on=today,
        by=actor,
        capacity="\n".join(authority.capacity),
        warnings=list(authority.warnings),
    )
    ConflictDeclaration.objects.create(case=current, by=actor, has_conflict=False)
    current.state = CaseState.DECIDED
    case_store(current)
    said = f"{values.outcome.label} {row.power_title}".strip()
    step_add(actor, current, CaseAct.DECIDED, day=today, reason=said)
    return row


def authority_of(
    user: User, case: Case, power_code: str, amount: Decimal | None, day: date
) -> Authority:
    """May he decide. Without a power (nothing is done) whoever leads the case's office may."""
    if power_code and case.institution is not None:
        return may_exercise(user, power_code, institution=case.institution, day=day, amount=amount)
    if power_code:
        central = {post_at("registrar", None), post_at("deputy_registrar", None)}
        held = bool(central & set(posts(user)))
        return Authority(held, warnings=(NOT_IN_REGISTER,), reason=NOT_IN_REGISTER)
    may = leads(user, case.office)
    return Authority(
        may, reason="" if may else f"ตัดสินได้เฉพาะหัวหน้าของ{case.office.name}และนายทะเบียน"
    )


def _require_decidable(actor: User, case: Case, values: OpinionValues) -> None:
    if case.state != CaseState.DECIDING:
        raise RuleViolation(NOT_READY)
    if any(row.person == actor.pk for row in signed_in_round(case)):
        raise RuleViolation(OWN_WORK)
    if case.stopped_on is not None:
        raise RuleViolation(CLOCK_STANDS)
    require_opinion(case, values)
    if values.outcome != Outcome.EXERCISE:
        return
    if case.terms["type"]["hearing"] and not case.hearings.exclude(manner="").exists():
        raise RuleViolation(NOT_HEARD)
    missing = missing_papers(case)
    if missing:
        raise RuleViolation(f"ยังขาดเอกสาร: {', '.join(missing)}")


def missing_papers(case: Case) -> list[str]:
    """Titles of what the checklist asks for and nobody has sent."""
    held = set(case.papers.values_list("item", flat=True))
    rows = case.terms["papers"]
    return [row["title"] for row in rows if row["required"] and row["code"] not in held]
