"""Cases and tasks as work to hand over: without names of persons."""

from collections.abc import Sequence

from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat

from cpd_portal.core.models import OrgUnit, User
from cpd_portal.core.staff.open_work import OpenWork, Rows, work_rows
from registrar.selectors.handover import cases_in_hand, tasks_in_hand
from registrar.services.handover import cases_hand_over, tasks_hand_over

CASES, TASKS = "cases", "case_tasks"


def _cases(user: User, unit: OrgUnit) -> Sequence[Rows]:
    return [work_rows(CASES, cases_in_hand(user, unit), _case_words(""), F("due_on"))]


def _tasks(user: User, unit: OrgUnit) -> Sequence[Rows]:
    words = Concat(F("title"), Value(" · "), _case_words("case__"))
    return [work_rows(TASKS, tasks_in_hand(user, unit), words, F("due_on"))]


def _case_words(path: str) -> Concat:
    number, year = Cast(f"{path}number", CharField()), Cast(f"{path}year", CharField())
    return Concat(Value("สำนวนที่ "), number, Value("/"), year, Value(" "), F(f"{path}shown_title"))


OPEN_CASES = OpenWork(CASES, "สำนวนนายทะเบียนในความรับผิดชอบ", _cases, cases_hand_over)
OPEN_TASKS = OpenWork(TASKS, "งานของสำนวนที่ยังไม่เสร็จ", _tasks, tasks_hand_over)
