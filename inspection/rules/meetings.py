"""What a decision of the working group does to a defect, and why a defect is on the agenda."""

from collections.abc import Collection
from datetime import date

from inspection.choices import AgendaReason, Decision, DefectAct
from inspection.rules.defects import TABLE, Place

CLOSING = (Decision.CONFIRM, Decision.MONITOR)
"""They answer a proposed closure, and nothing else."""


def act_of(decision: Decision, *, proposed: bool) -> DefectAct | None:
    """None where the decision changes nothing: more is asked for while no closure is proposed."""
    if decision == Decision.ASK_MORE:
        return DefectAct.CLOSURE_REFUSED if proposed else None
    return {
        Decision.CONFIRM: DefectAct.CLOSED,
        Decision.MONITOR: DefectAct.MONITORED,
        Decision.EXTEND: DefectAct.EXTENDED,
        Decision.REFER: DefectAct.REFERRED,
    }[decision]


def open_decisions(place: Place, done: Collection[str] = ()) -> list[Decision]:
    """What may be decided about a defect that stands there: closing it only where that was
    proposed, otherwise what the table of acts has for the place. `done` are the acts that the
    person in the chair did to the defect: nobody judges his own work."""
    proposed = place == Place.PROPOSED
    return [
        decision
        for decision in Decision
        if (proposed or decision not in CLOSING) and _may_follow(place, decision, proposed, done)
    ]


def _may_follow(place: Place, decision: Decision, proposed: bool, done: Collection[str]) -> bool:
    act = act_of(decision, proposed=proposed)
    if act is None:
        return True
    move = TABLE.get((place, act))
    return move is not None and not move.barred & set(done)


def agenda_reason(*, proposed: bool, due_on: date, held_on: date) -> AgendaReason:
    """As it is on the day of the meeting."""
    if proposed:
        return AgendaReason.CLOSURE
    return AgendaReason.OVERDUE if due_on < held_on else AgendaReason.OPEN
