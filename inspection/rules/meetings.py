"""What a decision of the working group does to a defect, and why a defect is on the agenda."""

from datetime import date

from inspection.choices import AgendaReason, Decision, DefectAct


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


def agenda_reason(*, proposed: bool, due_on: date, held_on: date) -> AgendaReason:
    """As it is on the day of the meeting."""
    if proposed:
        return AgendaReason.CLOSURE
    return AgendaReason.OVERDUE if due_on < held_on else AgendaReason.OPEN
