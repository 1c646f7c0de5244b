"""Defects with what has to be done about them, and visits not begun, as work to hand over."""

from collections.abc import Sequence

from django.db.models import F, Value
from django.db.models.functions import Concat

from cpd_portal.core.models import OrgUnit, User
from cpd_portal.core.staff.open_work import OpenWork, Rows, work_rows
from inspection.choices import VisitState
from inspection.models import CorrectiveAction, Defect, Visit
from inspection.services.handover import defects_hand_over, visits_hand_over

DEFECTS, VISITS = "defects", "visits"


def _defects(user: User, unit: OrgUnit) -> Sequence[Rows]:
    defects = Defect.objects.filter(office=unit).uncured().followed_by(user)
    actions = CorrectiveAction.objects.filter(defect__in=defects, done_on=None)
    what = Concat(F("institution__name"), Value(": "), F("title"))
    to_do = Concat(F("defect__institution__name"), Value(": สิ่งที่ต้องทำ "), F("title"))
    return [
        work_rows(DEFECTS, defects, what, F("due_on")),
        work_rows(DEFECTS, actions, to_do, F("due_on")),
    ]


def _visits(user: User, unit: OrgUnit) -> Sequence[Rows]:
    visits = Visit.objects.filter(office=unit, state=VisitState.PLANNED).of_inspector(user)
    return [work_rows(VISITS, visits, F("institution__name"), F("planned_on"))]


OPEN_DEFECTS = OpenWork(DEFECTS, "ข้อบกพร่องที่ติดตามอยู่และสิ่งที่ต้องทำ", _defects, defects_hand_over)
OPEN_VISITS = OpenWork(VISITS, "การตรวจที่ยังไม่เริ่ม", _visits, visits_hand_over)
