"""Writes the defects of a spreadsheet, each with the steps that its state tells of."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from cpd_portal.core.audit import recorded
from cpd_portal.core.models import User
from inspection.choices import DefectAct, DefectState
from inspection.models import Defect, DefectStep
from inspection.services.defect_status import status_send

ROWS_AT_ONCE = 1_000
REASON = "นำเข้าจากแฟ้มข้อมูลปีก่อน"
# Found is not yet begun; the spreadsheet tells only the state of today.
_THEN = {
    DefectState.IN_PROGRESS: DefectAct.BEGUN,
    DefectState.RESOLVED_MONITORING: DefectAct.MONITORED,
    DefectState.RESOLVED: DefectAct.CLOSED,
}


@recorded("inspection.defect.imported")
def defects_import(*, actor: User, rows: Sequence[Mapping[str, Any]], today: date) -> int:
    """New defects, values by column attribute; the institutions' status goes to their
    assessments. How many."""
    defects = Defect.objects.bulk_create(
        (Defect(**row, recorded_by=actor) for row in rows), batch_size=ROWS_AT_ONCE
    )
    DefectStep.objects.bulk_create(
        (step for defect in defects for step in _steps(actor, defect)), batch_size=ROWS_AT_ONCE
    )
    status_send(
        actor=actor,
        institutions={defect.institution_id for defect in defects},
        since=min(defect.found_on for defect in defects),
        today=today,
    )
    return len(defects)


def _steps(actor: User, defect: Defect) -> list[DefectStep]:
    """When the work began is not known: the day of the finding stands for it."""
    found = _step(actor, defect, DefectAct.FOUND, DefectState.NOT_STARTED, defect.found_on)
    state = DefectState(defect.state)
    if state not in _THEN:
        return [found]
    return [
        found,
        _step(actor, defect, _THEN[state], state, defect.closed_on or defect.found_on),
    ]


def _step(
    actor: User, defect: Defect, act: DefectAct, state: DefectState, day: date
) -> DefectStep:
    return DefectStep(defect=defect, act=act, by=actor, day=day, reason=REASON, state=state)
