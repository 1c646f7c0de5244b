"""What every act on a case begins and ends with."""

from datetime import date

from coops.services.guards import require_version
from cpd_portal.core.exceptions import NotAllowed, RuleViolation
from cpd_portal.core.models import OrgUnit, User
from registrar.case_querysets import post_at
from registrar.case_types import chain_steps
from registrar.choices import CaseAct, CaseState, Place
from registrar.models import Case, CasePerson, CaseStep
from registrar.rules.masking import Named, masked
from registrar.rules.opinions import Signed, open_steps, state_of
from registrar.selectors.case_roles import leads, works_at

CLOSED = "ปิดสำนวนแล้ว จึงแก้ไขไม่ได้"
DECIDED = "เรื่องนี้ตัดสินแล้ว จึงทำขั้นนี้ไม่ได้"
HAS_CONFLICT = "ท่านแจ้งว่ามีส่วนได้เสียในเรื่องนี้ จึงทำขั้นนี้ไม่ได้"


def case_held(case: Case, version: int) -> Case:
    """The row as it is now, until the end of the transaction. Raises StaleObject."""
    current: Case = (
        Case.objects.select_for_update(of=("self",))
        .select_related("office", "institution__type", "institution__office", "handler")
        .get(pk=case.pk)
    )
    require_version(current, version)
    return current


def case_worked_on(actor: User, case: Case, version: int) -> Case:
    """Held, by one of its office or of the registrar's, without an interest, not closed.

    Raises NotAllowed, StaleObject, RuleViolation.
    """
    current = case_held(case, version)
    require_worker(actor, current.office)
    require_no_conflict(actor, current)
    if current.state == CaseState.CLOSED:
        raise RuleViolation(CLOSED)
    return current


def require_worker(actor: User, office: OrgUnit) -> None:
    if not works_at(actor, office):
        raise NotAllowed(f"ทำได้เฉพาะผู้ปฏิบัติงานของ{office.name} นิติกร และนายทะเบียน")


def require_leader(actor: User, office: OrgUnit) -> None:
    if not leads(actor, office):
        raise NotAllowed(f"ทำได้เฉพาะหัวหน้าของ{office.name}และนายทะเบียน")


def has_conflict(person: User, case: Case) -> bool:
    return person.pk in case.barred


def require_no_conflict(actor: User, case: Case) -> None:
    if has_conflict(actor, case):
        raise NotAllowed(HAS_CONFLICT)


def require_undecided(case: Case) -> None:
    if not case.is_undecided:
        raise RuleViolation(DECIDED)


def case_store(case: Case) -> None:
    """With everything that follows from what was changed."""
    persons = names_in(case)
    case.shown_title = masked(case.title, persons)
    case.shown_applicant = masked(case.applicant, persons)
    case.awaits = _awaited(case)
    case.version += 1
    case.save()


def names_in(case: Case) -> list[Named]:
    rows = CasePerson.objects.filter(case=case)
    return [Named(row.name, row.alias) for row in rows]


def signed_in_round(case: Case) -> list[Signed]:
    rows = case.opinions.filter(round=case.round).values_list("position", "role", "by")
    return [Signed(*row) for row in rows]


def step_add(
    actor: User | None,
    case: Case,
    act: CaseAct,
    *,
    day: date,
    reason: str = "",
    document_no: str = "",
    document_on: date | None = None,
    until: date | None = None,
) -> CaseStep:
    step: CaseStep = CaseStep.objects.create(
        case=case,
        act=act,
        by=actor,
        day=day,
        reason=reason.strip(),
        document_no=document_no.strip(),
        document_on=document_on,
        until=until,
    )
    return step


def _awaited(case: Case) -> list[str]:
    """Also sets the state of a case that is not decided."""
    if not case.is_undecided:
        return []
    chain, signed = chain_steps(case.terms), signed_in_round(case)
    case.state = state_of(chain, signed)
    office = case.office.code
    asked = [
        post_at(step.role, office if step.place == Place.OFFICE else None)
        for step in open_steps(chain, signed)
    ]
    if case.state == CaseState.DECIDING:
        asked += [post_at("chief", office), post_at("registrar", None)]
        asked.append(post_at("deputy_registrar", None))
    return list(dict.fromkeys(asked))
