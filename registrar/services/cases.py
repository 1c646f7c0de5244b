"""Cases: opened, described, given to somebody, joined with defects, ended and closed."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Max

from coops.models import FinancialStatement, Institution
from cpd_portal.core.audit import recorded
from cpd_portal.core.exceptions import InvalidInput, RuleViolation
from cpd_portal.core.models import OrgUnit, User
from inspection.choices import DefectAct
from inspection.models import Defect, DefectStep
from inspection.services.defects import defect_act
from registrar.case_types import CaseType, case_types
from registrar.choices import CaseAct, CaseState, Conduct, Ending, InstitutionScope, Origin
from registrar.models import Case, CaseDefect
from registrar.rules.clock import due_day
from registrar.selectors.case_roles import AT_OFFICE, works_at
from registrar.services.case_guards import (
    case_held,
    case_store,
    case_worked_on,
    require_leader,
    require_no_conflict,
    require_undecided,
    require_worker,
    step_add,
)

BUDDHIST_ERA = 543
CLAUSE_LONGEST = 300
FILL = "กรุณากรอก"
FUTURE = "วันที่ต้องไม่อยู่ในอนาคต"
HAS_CASE = "ข้อบกพร่องนี้อยู่ในสำนวน {} ที่ยังไม่ปิดแล้ว"
OPEN_TASKS = "ยังมีงานที่ไม่เสร็จ ให้บันทึกผลของงานก่อนปิดสำนวน"


@dataclass(frozen=True, kw_only=True)
class CaseValues:
    """What a case begins with; `institution` or, where it is yet to be registered, `applicant`
    and the office. Money in baht."""

    type_code: str
    office: OrgUnit
    title: str
    facts: str
    received_on: date
    institution: Institution | None = None
    applicant: str = ""
    clause: str = ""
    amount: Decimal | None = None
    conduct: Collection[Conduct] = ()
    document_no: str = ""
    document_on: date | None = None
    defects: Collection[Defect] = field(default_factory=tuple)


@recorded("registrar.case.opened")
def case_open(*, actor: User, values: CaseValues, today: date) -> Case:
    """A numbered case with the terms of its type, which stay. A defect that nobody has referred
    yet is referred by this.

    Raises NotAllowed, InvalidInput, or RuleViolation (a defect has an open case).
    """
    require_worker(actor, values.office)
    types, version = case_types()
    kind = _type_of(types.types, values)
    _require_values(values, kind, today)
    case = Case(
        office=values.office,
        institution=values.institution,
        applicant=values.applicant.strip(),
        origin=kind.origin,
        type_code=kind.code,
        type_title=kind.title,
        terms=types.terms(kind.code, values.office.code),
        terms_version=version,
        title=values.title.strip(),
        facts=values.facts.strip(),
        clause=_clause(values),
        amount=values.amount,
        categories=sorted({row.category for row in values.defects}),
        conduct=_conduct(values),
        assets=_assets(values.institution),
        received_on=values.received_on,
        document_no=values.document_no.strip(),
        document_on=values.document_on,
        limit_days=kind.limit_days,
        due_on=due_day(values.received_on, kind.limit_days, 0),
        handler=actor if actor.has_role(*AT_OFFICE, at=values.office) else None,
        opened_by=actor,
    )
    case.shown_title, case.shown_applicant = case.title, case.applicant
    case_number(case)
    case.save(force_insert=True)
    for defect in values.defects:
        _join(actor, case, defect, today)
    step_add(
        actor,
        case,
        CaseAct.OPENED,
        day=values.received_on,
        document_no=values.document_no,
        document_on=values.document_on,
    )
    return case


def case_number(case: Case) -> None:
    """The next number of the office and calendar year; the office is held meanwhile, so that two
    cases never wait for the same one. Call it in the transaction that stores the case."""
    OrgUnit.objects.select_for_update(no_key=True).get(pk=case.office_id)
    case.year = case.received_on.year + BUDDHIST_ERA
    of_year = Case.objects.filter(office=case.office, year=case.year)
    case.number = (of_year.aggregate(last=Max("number"))["last"] or 0) + 1


@recorded("registrar.case.described")
def case_describe(
    *,
    actor: User,
    case: Case,
    version: int,
    title: str,
    facts: str,
    clause: str,
    amount: Decimal | None,
    conduct: Collection[Conduct],
    today: date,
) -> Case:
    """While it is prepared. Raises NotAllowed, StaleObject, InvalidInput, RuleViolation."""
    current = case_worked_on(actor, case, version)
    if current.state != CaseState.PREPARING:
        raise RuleViolation("เสนอเรื่องไปแล้ว ให้ส่งกลับก่อน จึงแก้ไขข้อเท็จจริงได้")
    _require_texts(title, facts, amount)
    current.title, current.facts, current.amount = title.strip(), facts.strip(), amount
    current.clause, current.conduct = clause.strip(), sorted(conduct)
    case_store(current)
    step_add(actor, current, CaseAct.DESCRIBED, day=today)
    return current


@recorded("registrar.case.assigned")
def case_assign(*, actor: User, case: Case, version: int, handler: User, today: date) -> Case:
    """Raises NotAllowed, StaleObject, or InvalidInput (the person does not work there)."""
    current = case_held(case, version)
    require_leader(actor, current.office)
    require_no_conflict(actor, current)
    if not works_at(handler, current.office):
        raise InvalidInput([("/handler", "เลือกผู้ปฏิบัติงานของสำนักงาน นิติกร หรือนายทะเบียน")])
    current.handler = handler
    case_store(current)
    step_add(actor, current, CaseAct.ASSIGNED, day=today, reason=f"{handler}")
    return current


@recorded("registrar.case.defect_added")
def case_defect_add(
    *, actor: User, case: Case, version: int, defect: Defect, today: date
) -> CaseDefect:
    """One more defect of the same institution. Raises NotAllowed, StaleObject, RuleViolation."""
    current = case_worked_on(actor, case, version)
    require_undecided(current)
    if defect.institution_id != current.institution_id:
        raise RuleViolation("ข้อบกพร่องนี้เป็นของแห่งอื่น")
    link = _join(actor, current, defect, today)
    current.categories = sorted({*current.categories, defect.category})
    case_store(current)
    step_add(actor, current, CaseAct.DEFECT_ADDED, day=today, reason=defect.title)
    return link


@recorded("registrar.case.ended")
def case_end(
    *,
    actor: User,
    case: Case,
    version: int,
    ending: Ending,
    appealed: bool,
    reason: str,
    today: date,
) -> Case:
    """How a decided case came out. Raises NotAllowed, StaleObject, InvalidInput, RuleViolation."""
    current = case_worked_on(actor, case, version)
    if current.state != CaseState.DECIDED:
        raise RuleViolation("บันทึกผลได้เมื่อตัดสินแล้ว")
    if not reason.strip():
        raise InvalidInput([("/reason", FILL)])
    current.ending = ending
    current.appealed = appealed or ending in (Ending.UPHELD, Ending.OVERTURNED)
    case_store(current)
    step_add(actor, current, CaseAct.ENDED, day=today, reason=f"{ending.label}: {reason.strip()}")
    return current


@recorded("registrar.case.closed")
def case_close(*, actor: User, case: Case, version: int, reason: str, today: date) -> Case:
    """A decided case whose outcome is known; an undecided one is withdrawn by its office's head.

    Raises NotAllowed, StaleObject, InvalidInput, RuleViolation.
    """
    current = case_worked_on(actor, case, version)
    require_leader(actor, current.office)
    if not reason.strip():
        raise InvalidInput([("/reason", FILL)])
    if current.tasks.filter(done_on=None).exists():
        raise RuleViolation(OPEN_TASKS)
    if current.is_undecided:
        current.ending = Ending.WITHDRAWN
    elif not current.ending:
        raise RuleViolation("บันทึกผลของเรื่องก่อนปิดสำนวน")
    current.state, current.closed_on = CaseState.CLOSED, today
    case_store(current)
    step_add(actor, current, CaseAct.CLOSED, day=today, reason=reason)
    return current


def _type_of(types: Collection[CaseType], values: CaseValues) -> CaseType:
    found = next((row for row in types if row.code == values.type_code), None)
    if found is None:
        raise InvalidInput([("/type_code", "ไม่มีประเภทเรื่องนี้")])
    return found


def _require_values(values: CaseValues, kind: CaseType, today: date) -> None:
    errors = _text_errors(values.title, values.facts, values.amount)
    if values.received_on > today:
        errors.append(("/received_on", FUTURE))
    if values.document_on is not None and values.document_on > values.received_on:
        errors.append(("/document_on", "วันที่ของหนังสือต้องไม่อยู่หลังวันที่รับเรื่อง"))
    errors += _about_errors(values, kind)
    if errors:
        raise InvalidInput(errors)


def _about_errors(values: CaseValues, kind: CaseType) -> list[tuple[str, str]]:
    if values.institution is None:
        if not kind.is_new:
            return [("/institution", "เลือกสหกรณ์หรือกลุ่มเกษตรกรของเรื่องนี้")]
        return [] if values.applicant.strip() else [("/applicant", FILL)]
    errors = []
    if kind.is_new:
        errors.append(("/type_code", "เรื่องนี้ใช้กับสถาบันที่ยังไม่อยู่ในทะเบียน"))
    if kind.kind not in (InstitutionScope.BOTH, values.institution.kind):
        errors.append(("/type_code", f"เรื่องนี้ใช้กับ{kind.kind.label}เท่านั้น"))
    if values.institution.office_id != values.office.pk:
        errors.append(("/institution", "แห่งนี้อยู่ในความดูแลของสำนักงานอื่น"))
    if kind.origin == Origin.REFERRAL and not values.defects:
        errors.append(("/defects", "เลือกข้อบกพร่องที่เสนออย่างน้อยหนึ่งรายการ"))
    return errors


def _require_texts(title: str, facts: str, amount: Decimal | None) -> None:
    errors = _text_errors(title, facts, amount)
    if errors:
        raise InvalidInput(errors)


def _text_errors(title: str, facts: str, amount: Decimal | None) -> list[tuple[str, str]]:
    texts = (("/title", title), ("/facts", facts))
    errors = [(pointer, FILL) for pointer, text in texts if not text.strip()]
    if amount is not None and amount < 0:
        errors.append(("/amount", "จำนวนเงินต้องไม่ติดลบ"))
    return errors


def _clause(values: CaseValues) -> str:
    """As typed, else as the defects have it."""
    of_defects = dict.fromkeys(row.clause for row in values.defects if row.clause)
    return values.clause.strip() or "; ".join(of_defects)[:CLAUSE_LONGEST]


def _conduct(values: CaseValues) -> list[str]:
    """What was said, and what the defects tell themselves."""
    found = {str(one) for one in values.conduct}
    if any(row.category == "fraud" for row in values.defects):
        found.add(Conduct.FRAUD)
    if any(row.recurs_id for row in values.defects):
        found.add(Conduct.REPEATED)
    return sorted(found)


def _assets(institution: Institution | None) -> Decimal | None:
    """Of the latest statement."""
    rows = FinancialStatement.objects.filter(institution=institution).order_by("-fiscal_year")
    return rows.values_list("total_assets", flat=True).first() if institution else None


def _join(actor: User, case: Case, defect: Defect, today: date) -> CaseDefect:
    held = CaseDefect.objects.filter(defect=defect).exclude(case__state=CaseState.CLOSED)
    other = held.exclude(case=case).select_related("case__office").first()
    if other is not None:
        raise RuleViolation(HAS_CASE.format(other.case.shown_number))
    referred = DefectStep.objects.filter(defect=defect, act=DefectAct.REFERRED).exists()
    if case.origin == Origin.REFERRAL and not referred:
        defect_act(
            actor=actor,
            defect=defect,
            act=DefectAct.REFERRED,
            version=defect.version,
            reason=f"สำนวน {case.shown_number}",
            today=today,
        )
    link: CaseDefect = CaseDefect.objects.create(case=case, defect=defect)
    return link
