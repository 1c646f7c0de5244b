"""Cases and tasks that go from one person to another."""

from datetime import date

from django.utils import timezone

from cpd_portal.core.audit import recorded
from cpd_portal.core.exceptions import RuleViolation
from cpd_portal.core.models import OrgUnit, User
from cpd_portal.core.staff.guards import require_hands_over
from registrar.choices import CaseAct
from registrar.models import Case, CaseTask
from registrar.selectors.case_roles import works_at
from registrar.selectors.handover import cases_in_hand, tasks_in_hand
from registrar.services.case_guards import case_store, has_conflict, step_add


@recorded("registrar.cases.handed_over")
def cases_hand_over(
    *, actor: User, unit: OrgUnit, giver: User, receiver: User, on: date, reason: str
) -> int:
    """Open cases that the giver has in hand.

    Raises NotAllowed, or RuleViolation: the receiver has an interest or does not work on it.
    """
    require_hands_over(actor, unit)
    held = list(cases_in_hand(giver, unit).select_for_update(of=("self",)))
    for case in held:
        _require_fit(receiver, case)
        case.handler = receiver
        case_store(case)
        day = timezone.localdate()
        step_add(actor, case, CaseAct.ASSIGNED, day=day, reason=f"{receiver}: {reason}")
    return len(held)


@recorded("registrar.tasks.handed_over")
def tasks_hand_over(
    *, actor: User, unit: OrgUnit, giver: User, receiver: User, on: date, reason: str
) -> int:
    """Tasks of cases that the giver has not done. Raises as `cases_hand_over`."""
    require_hands_over(actor, unit)
    keys = list(tasks_in_hand(giver, unit).values_list("pk", "case"))
    for pk, case_key in keys:
        case: Case = Case.objects.select_for_update(of=("self",)).get(pk=case_key)
        task: CaseTask = CaseTask.objects.select_for_update(of=("self",)).get(pk=pk)
        _require_fit(receiver, case)
        task.owner = receiver
        task.version += 1
        task.save(update_fields=["owner", "version"])
        case_store(case)
        day, words = timezone.localdate(), f"{task.title} → {receiver}"
        step_add(actor, case, CaseAct.TASK_GIVEN, day=day, reason=words, until=task.due_on)
    return len(keys)


def _require_fit(receiver: User, case: Case) -> None:
    if has_conflict(receiver, case):
        raise RuleViolation(f"{receiver} มีส่วนได้เสียในเรื่องที่ {case}")
    if not works_at(receiver, case.office):
        raise RuleViolation(f"{receiver} ไม่มีหน้าที่ในเรื่องที่ {case} ของ{case.office.name}")
