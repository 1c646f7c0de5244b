"""Who meets what at the addresses of inspections and defects."""

from django.utils import timezone

from cpd_portal.core.choices import Role
from inspection.services.corrective_actions import corrective_action_add
from tests.coops.rows import make_institution
from tests.doors import Door, everybody
from tests.inspection.doors_field import DOORS as FIELD_DOORS
from tests.inspection.doors_letters import DOORS as LETTER_DOORS
from tests.inspection.doors_plans import DOORS as PLAN_DOORS
from tests.inspection.doors_visits import DOORS as VISIT_DOORS
from tests.inspection.rows import make_defect, person


def _institution() -> dict[str, object]:
    return {"registration_no": make_institution("50").registration_no}


def _defect() -> dict[str, object]:
    return {"pk": make_defect().pk}


def _act(act: str) -> dict[str, object]:
    return {**_defect(), "act": act}


def _action() -> dict[str, object]:
    action = corrective_action_add(
        actor=person(Role.OFFICER),
        defect=make_defect(),
        title="นำเงินส่ง",
        owner="ผู้จัดการ",
        due_on=timezone.localdate(),
    )
    return {"pk": action.pk}


FIELD = {"officer": 200, "chief": 200, "inspector": 200, "outsider": 404}
# Who may do it is told what is missing in the empty form.
EMPTY = {name: 422 for name in ("officer", "chief", "inspector")}
BEGUN = {"version": "1"}

DOORS: list[Door] = [
    Door("inspection:defects", everybody(200)),
    Door("inspection:defects", everybody(200, outsider=404), query="?office=50"),
    Door("inspection:overview", everybody(200)),
    Door("inspection:overview", everybody(200, outsider=404), query="?office=50"),
    Door("inspection:institution", everybody(200, outsider=404), _institution),
    Door("inspection:defect-new", everybody(403, **FIELD), _institution),
    Door(
        "inspection:defect-new",
        everybody(403, **{**FIELD, **EMPTY}),
        _institution,
        method="post",
        data={},
    ),
    Door("inspection:defect", everybody(200, outsider=404), _defect),
    Door(
        "inspection:defect-act",
        everybody(403, officer=302, chief=302, inspector=302, outsider=404),
        lambda: _act("begun"),
        method="post",
        data=BEGUN,
    ),
    Door(
        "inspection:defect-act",
        everybody(403, chief=302, outsider=404),
        lambda: _act("referred"),
        method="post",
        data={**BEGUN, "reason": "เกินกำหนด"},
    ),
    Door(
        "inspection:defect-merge",
        everybody(403, chief=200, inspector=200, outsider=404),
        _defect,
    ),
    Door(
        "inspection:defect-merge",
        everybody(403, chief=422, inspector=422, outsider=404),
        _defect,
        method="post",
        data={},
    ),
    Door(
        "inspection:defect-paper",
        everybody(403, outsider=404, **EMPTY),
        _defect,
        method="post",
        data={},
    ),
    Door(
        "inspection:action-add",
        everybody(403, officer=302, chief=302, inspector=302, outsider=404),
        _defect,
        method="post",
        data={
            "id": "11111111-1111-4111-8111-111111111111",
            "title": "นำเงินส่ง",
            "owner": "ผู้จัดการ",
            "due_on": "1/10/2568",
        },
    ),
    Door(
        "inspection:action-done",
        everybody(403, officer=302, chief=302, inspector=302, outsider=404),
        _action,
        method="post",
        data={"version": "1", "done_on": "1/10/2568", "note": "ใบเสร็จ"},
    ),
    *LETTER_DOORS,
]

DOORS += VISIT_DOORS + PLAN_DOORS + FIELD_DOORS
