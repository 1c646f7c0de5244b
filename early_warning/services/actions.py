"""Writes of what is done about alerts: acknowledge, act, put off, close, escalate."""

from datetime import date, timedelta

from django.utils import timezone

from coops.services.guards import require_version
from cpd_portal.core.audit import recorded
from cpd_portal.core.choices import Role
from cpd_portal.core.exceptions import InvalidInput, NotAllowed, RuleViolation, StaleObject
from cpd_portal.core.models import OrgUnit, User
from early_warning.choices import ActionKind, ActionResult, AlertAct, HandlingState
from early_warning.escalation import escalation_policy
from early_warning.models import Alert, AlertAction, AlertStep, Handling
from early_warning.rules.actions import may_follow
from early_warning.services.visit_planning import visit_planned

HANDLERS = (Role.OFFICER, Role.CHIEF, Role.INSPECTOR)
FILL = "กรุณากรอก"


@recorded("early_warning.alert.acknowledged")
def alert_acknowledge(
    *, actor: User, alert: Alert, version: int, note: str = "", today: date | None = None
) -> Handling:
    """Somebody of the office knows of it. Raises NotAllowed, StaleObject or RuleViolation."""
    handling = _held(actor, alert, version, AlertAct.ACKNOWLEDGED)
    handling.state = HandlingState.ACKNOWLEDGED
    handling.acknowledged_on = today or timezone.localdate()
    _step(alert, AlertAct.ACKNOWLEDGED, actor, handling.acknowledged_on, note.strip())
    return _store(handling)


@recorded("early_warning.action.planned")
def alert_action_plan(
    *,
    actor: User,
    alert: Alert,
    version: int,
    kind: ActionKind,
    title: str,
    owner: User,
    due_on: date,
    today: date | None = None,
) -> AlertAction:
    """What will be done, by whom, until when; a visit goes into the inspection's plan.

    Raises NotAllowed, StaleObject, InvalidInput or RuleViolation.
    """
    day = today or timezone.localdate()
    handling = _held(actor, alert, version, AlertAct.PLANNED)
    _require_action(alert, title, owner, due_on, day)
    visit = visit_planned(actor, alert.institution, due_on) if kind == ActionKind.VISIT else ""
    action = AlertAction.objects.create(
        alert=alert,
        kind=kind,
        title=title.strip(),
        owner=owner,
        due_on=due_on,
        visit=visit,
        recorded_by=actor,
    )
    handling.state, handling.put_off_until = HandlingState.UNDER_WAY, None
    handling.acknowledged_on = handling.acknowledged_on or day
    words = f"{kind.label}: {action.title} ผู้รับผิดชอบ {owner}"
    _step(alert, AlertAct.PLANNED, actor, day, words, due_on)
    _store(handling)
    return action


@recorded("early_warning.action.finished")
def alert_action_finish(
    *,
    actor: User,
    action: AlertAction,
    version: int,
    done_on: date,
    result: ActionResult,
    outcome: str,
    today: date | None = None,
) -> AlertAction:
    """What came of it. A visit is finished by the inspection itself.

    Raises NotAllowed, StaleObject, InvalidInput or RuleViolation (finished already).
    """
    current = _held_action(actor, action, version)
    if current.visit:
        raise RuleViolation("การเข้าตรวจเยี่ยมปิดเมื่อบันทึกการตรวจเสร็จในหน้าตรวจการ")
    problems = [] if outcome.strip() else [("/outcome", FILL)]
    if done_on > (today or timezone.localdate()):
        problems.append(("/done_on", "วันที่ทำต้องไม่เกินวันนี้"))
    if problems:
        raise InvalidInput(problems)
    return _finish(current, actor, done_on, result, outcome.strip())


@recorded("early_warning.alert.put_off")
def alert_put_off(
    *,
    actor: User,
    alert: Alert,
    version: int,
    reason: str,
    until: date,
    today: date | None = None,
) -> Handling:
    """Only the chief, only with a reason and an end. Raises NotAllowed, StaleObject,
    InvalidInput or RuleViolation."""
    day = today or timezone.localdate()
    _require_chief(actor, alert.institution.office)
    handling = _held(actor, alert, version, AlertAct.PUT_OFF)
    last = day + timedelta(days=escalation_policy().put_off_most)
    problems = [] if reason.strip() else [("/reason", "กรุณาระบุเหตุผลที่ชะลอ")]
    if not day < until <= last:
        most = escalation_policy().put_off_most
        problems.append(("/until", f"ต้องหลังวันนี้และไม่เกิน {most} วัน"))
    if problems:
        raise InvalidInput(problems)
    handling.state, handling.put_off_until = HandlingState.PUT_OFF, until
    _step(alert, AlertAct.PUT_OFF, actor, day, reason.strip(), until)
    return _store(handling)


@recorded("early_warning.alert.closed")
def alert_close(
    *, actor: User, alert: Alert, version: int, reason: str, today: date | None = None
) -> Handling:
    """After something was done, with what shows that it is enough.

    Raises NotAllowed, StaleObject, InvalidInput, or RuleViolation (nothing done, or something
    is still open).
    """
    handling = _held(actor, alert, version, AlertAct.CLOSED)
    if not reason.strip():
        raise InvalidInput([("/reason", "กรุณาระบุเหตุผลที่ปิด")])
    actions = list(alert.actions.all())
    if any(action.is_open for action in actions):
        raise RuleViolation("ยังมีการดำเนินการที่ไม่เสร็จ ให้บันทึกผลให้ครบก่อนปิด")
    if not any(action.done_on for action in actions):
        raise RuleViolation("ยังไม่มีการดำเนินการที่เสร็จ จึงปิดคำเตือนไม่ได้")
    return _close(handling, actor, reason.strip(), today or timezone.localdate())


@recorded("early_warning.action.visited")
def visit_action_finish(*, actor: User, visit: str, day: date, summary: str) -> bool:
    """The inspection finished a visit that an alert asked for: the action is done, and the alert
    is closed when nothing else is open. Whether an alert had asked for it."""
    action = _action_of_visit(visit)
    if action is None:
        return False
    _finish(action, actor, day, ActionResult.IMPROVING, summary)
    handling = _locked(action.alert)
    if not any(one.is_open for one in action.alert.actions.all()):
        _close(handling, actor, "เข้าตรวจเยี่ยมแล้ว", day)
    return True


@recorded("early_warning.action.withdrawn")
def visit_action_withdraw(*, actor: User, visit: str, reason: str, day: date) -> bool:
    """The visit was cancelled: the alert waits for another action."""
    action = _action_of_visit(visit)
    if action is None:
        return False
    action.withdrawn_on, action.outcome = day, reason
    action.version += 1
    action.save()
    _step(action.alert, AlertAct.WITHDRAWN, actor, day, f"{action.title}: {reason}")
    handling = _locked(action.alert)
    if not any(one.is_open for one in action.alert.actions.all()):
        handling.state = HandlingState.ACKNOWLEDGED
    _store(handling)
    return True


def may_handle(user: User, office: OrgUnit) -> bool:
    return user.has_role(*HANDLERS, at=office)


def may_put_off(user: User, office: OrgUnit) -> bool:
    return user.has_role(Role.CHIEF, at=office)


def _held(actor: User, alert: Alert, version: int, act: AlertAct) -> Handling:
    """The handling, held until the end of the transaction; version 0 while there is none."""
    office = alert.institution.office
    if not may_handle(actor, office):
        raise NotAllowed(f"ต้องเป็นเจ้าหน้าที่ ผู้ตรวจการ หรือหัวหน้าของ{office.name}จึงจะทำขั้นตอนนี้ได้")
    handling = _locked(alert)
    if handling.version != version:
        raise StaleObject
    state = HandlingState(handling.state)
    if not may_follow(act, state):
        raise RuleViolation(f"คำเตือนนี้อยู่ในสถานะ “{state.label}” จึง{act.label}ไม่ได้")
    return handling


def _locked(alert: Alert) -> Handling:
    Alert.objects.select_for_update().only("pk").get(pk=alert.pk)
    found: Handling | None = Handling.objects.filter(alert=alert).first()
    return found or Handling(alert=alert, version=0)


def _held_action(actor: User, action: AlertAction, version: int) -> AlertAction:
    current: AlertAction = (
        AlertAction.objects.select_for_update(of=("self",))
        .select_related("alert__institution__office")
        .get(pk=action.pk)
    )
    office = current.alert.institution.office
    if not may_handle(actor, office):
        raise NotAllowed(f"ต้องเป็นเจ้าหน้าที่ ผู้ตรวจการ หรือหัวหน้าของ{office.name}จึงจะทำขั้นตอนนี้ได้")
    require_version(current, version)
    if not current.is_open:
        raise RuleViolation("การดำเนินการนี้เสร็จหรือยกเลิกแล้ว")
    return current


def _action_of_visit(visit: str) -> AlertAction | None:
    found: AlertAction | None = (
        AlertAction.objects.select_for_update(of=("self",))
        .select_related("alert__institution")
        .filter(visit=visit, done_on=None, withdrawn_on=None)
        .first()
    )
    return found


def _finish(
    action: AlertAction, actor: User, day: date, result: ActionResult, outcome: str
) -> AlertAction:
    action.done_on, action.result, action.outcome = day, result, outcome
    action.version += 1
    action.save()
    _step(action.alert, AlertAct.FINISHED, actor, day, f"{action.title}: {outcome}")
    return action


def _close(handling: Handling, actor: User, reason: str, day: date) -> Handling:
    handling.state, handling.closed_on = HandlingState.CLOSED, day
    _step(handling.alert, AlertAct.CLOSED, actor, day, reason)
    return _store(handling)


def _step(
    alert: Alert,
    act: AlertAct,
    by: User | None,
    day: date,
    words: str = "",
    until: date | None = None,
) -> None:
    AlertStep.objects.create(alert=alert, act=act, by=by, day=day, words=words, until=until)


def _store(handling: Handling) -> Handling:
    handling.version += 1
    handling.save()
    return handling


def _require_action(alert: Alert, title: str, owner: User, due_on: date, today: date) -> None:
    problems = [] if title.strip() else [("/title", FILL)]
    if due_on < today:
        problems.append(("/due_on", "กำหนดต้องไม่ก่อนวันนี้"))
    if not may_handle(owner, alert.institution.office):
        problems.append(("/owner", "ผู้รับผิดชอบต้องเป็นคนของหน่วยงานที่ดูแล"))
    if problems:
        raise InvalidInput(problems)


def _require_chief(actor: User, office: OrgUnit) -> None:
    if not may_put_off(actor, office):
        raise NotAllowed(f"ชะลอคำเตือนได้เฉพาะหัวหน้าของ{office.name}")
