"""What time alone changes: a put-off that ends, a step of escalation that is reached."""

from datetime import date

from cpd_portal.core.audit import recorded
from cpd_portal.core.models import User
from early_warning.choices import AlertAct, HandlingState
from early_warning.escalation import escalation_policy
from early_warning.models import Alert, AlertStep, Handling
from early_warning.rules.actions import lateness
from early_warning.selectors.actions import handling_facts, with_open_action


@recorded("early_warning.alert.resumed")
def put_offs_end(*, actor: User | None, today: date) -> int:
    """Back to where it was before; how many."""
    rows = list(
        Handling.objects.select_for_update(of=("self",))
        .filter(state=HandlingState.PUT_OFF, put_off_until__lt=today)
        .select_related("alert")
        .order_by("pk")
    )
    for row in rows:
        known = row.acknowledged_on is not None
        row.state = HandlingState.ACKNOWLEDGED if known else HandlingState.NEW
        row.put_off_until = None
        row.version += 1
        row.save()
        AlertStep.objects.create(alert=row.alert, act=AlertAct.RESUMED, by=actor, day=today)
    return len(rows)


@recorded("early_warning.alert.escalated")
def escalations_record(*, actor: User | None, today: date) -> int:
    """Each step once in the history of each alert, whatever runs twice; how many."""
    count = 0
    for alert in with_open_action(Alert.objects.current().awaiting()).order_by("pk"):
        count += _escalate(actor, alert, today)
    return count


def _escalate(actor: User | None, alert: Alert, today: date) -> int:
    policy = escalation_policy()
    found = lateness(handling_facts(alert), policy, today)
    handling = getattr(alert, "handling", None) or Handling(alert=alert, version=0)
    if found.number <= handling.escalated:
        return 0
    for step in policy.steps[handling.escalated : found.number]:
        AlertStep.objects.create(
            alert=alert,
            act=AlertAct.ESCALATED,
            by=actor,
            day=today,
            words=f"{step.title} (ช้า {found.days_late} วัน: {found.trace})",
        )
    steps = found.number - handling.escalated
    handling.escalated = found.number
    handling.version += 1
    handling.save()
    return steps
