"""The status of an institution: the most serious among its defects of the assessment period."""

from collections.abc import Iterable

from coops.choices import DefectStatus
from inspection.choices import DefectState

SERIOUS_FIRST = (
    DefectState.NOT_STARTED,
    DefectState.IN_PROGRESS,
    DefectState.RESOLVED_MONITORING,
    DefectState.RESOLVED,
)


def status_of(states: Iterable[str]) -> DefectStatus:
    """`states`: of the counting defects. None of them: there was no defect."""
    found = set(states)
    for state in SERIOUS_FIRST:
        if state in found:
            return DefectStatus(state.value)
    return DefectStatus.NONE
