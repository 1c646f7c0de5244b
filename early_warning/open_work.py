"""What is done about alerts, as work to hand over."""

from collections.abc import Sequence

from django.db.models import F, Value
from django.db.models.functions import Concat

from cpd_portal.core.models import OrgUnit, User
from cpd_portal.core.staff.open_work import OpenWork, Rows, work_rows
from early_warning.selectors.handover import actions_in_hand
from early_warning.services.handover import actions_hand_over

CODE = "alert_actions"


def _rows(user: User, unit: OrgUnit) -> Sequence[Rows]:
    words = Concat(F("alert__institution__name"), Value(": "), F("title"))
    return [work_rows(CODE, actions_in_hand(user, unit), words, F("due_on"))]


OPEN_ACTIONS = OpenWork(CODE, "การดำเนินการตามคำเตือน", _rows, actions_hand_over)
