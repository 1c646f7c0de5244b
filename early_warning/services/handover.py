"""What somebody does about an alert goes from one person of an office to another."""

from datetime import date

from cpd_portal.core.audit import recorded
from cpd_portal.core.exceptions import RuleViolation
from cpd_portal.core.models import OrgUnit, User
from cpd_portal.core.staff.guards import require_hands_over
from early_warning.selectors.handover import actions_in_hand
from early_warning.services.actions import may_handle


@recorded("early_warning.actions.handed_over")
def actions_hand_over(
    *, actor: User, unit: OrgUnit, giver: User, receiver: User, on: date, reason: str
) -> int:
    """Raises NotAllowed, or RuleViolation: the receiver handles no alerts of the office."""
    require_hands_over(actor, unit)
    held = list(actions_in_hand(giver, unit).select_for_update(of=("self",)))
    if held and not may_handle(receiver, unit):
        raise RuleViolation(f"{receiver} ไม่มีหน้าที่จัดการคำเตือนของ{unit.name}")
    for action in held:
        action.owner = receiver
        action.version += 1
        action.save(update_fields=["owner", "version"])
    return len(held)
