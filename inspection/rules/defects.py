"""What may be done with a defect: one table of (place, act) → who may, and the state after it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from cpd_portal.core.choices import Role
from cpd_portal.core.holidays.rules import next_working_day
from inspection.choices import DefectAct, DefectState, OnHoliday


class Place(StrEnum):
    """Where a defect stands on its way; the four states, and what sets one aside."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    PROPOSED = "proposed"
    EXEMPT = "exempt"
    MONITORING = "monitoring"
    RESOLVED = "resolved"
    MERGED = "merged"


class Refusal(StrEnum):
    """Why an act is refused, the first that applies."""

    ROLE = "role"
    PLACE = "place"
    OWN_WORK = "own_work"


FIXING = frozenset({DefectAct.BEGUN, DefectAct.PROOF_SENT, DefectAct.CLOSURE_PROPOSED})
"""Who did one of these to a defect never confirms that it is closed."""

FIELD = frozenset({Role.OFFICER, Role.INSPECTOR, Role.CHIEF})
INSPECTORS = frozenset({Role.INSPECTOR})
CHECKERS = frozenset({Role.INSPECTOR, Role.CHIEF})
CHIEFS = frozenset({Role.CHIEF})


@dataclass(frozen=True)
class Move:
    """`state` after the act, None where it stays. `barred`: whoever did one of these acts to
    the defect may not. `portal`: the portal itself may, by the calendar."""

    roles: frozenset[Role]
    state: DefectState | None = None
    needs_reason: bool = False
    needs_until: bool = False
    barred: frozenset[DefectAct] = frozenset()
    portal: bool = False


_BEGIN = Move(FIELD, DefectState.IN_PROGRESS)
_PROOF = Move(FIELD, DefectState.IN_PROGRESS, needs_reason=True)
_LETTER = Move(FIELD)
_EXTEND = Move(CHIEFS, needs_reason=True, needs_until=True)
_EXEMPT = Move(CHIEFS, needs_reason=True, needs_until=True)
_REFER = Move(CHIEFS, needs_reason=True)
_MERGE = Move(CHECKERS, needs_reason=True)
_REOPEN = Move(CHECKERS, DefectState.IN_PROGRESS, needs_reason=True)
_CLOSE = Move(CHIEFS, DefectState.RESOLVED, barred=FIXING)

TABLE: Mapping[tuple[Place, DefectAct], Move] = {
    (Place.NOT_STARTED, DefectAct.BEGUN): _BEGIN,
    (Place.NOT_STARTED, DefectAct.PROOF_SENT): _PROOF,
    (Place.NOT_STARTED, DefectAct.EXTENDED): _EXTEND,
    (Place.NOT_STARTED, DefectAct.EXEMPTED): _EXEMPT,
    (Place.NOT_STARTED, DefectAct.LETTER_MADE): _LETTER,
    (Place.NOT_STARTED, DefectAct.REFERRED): _REFER,
    (Place.NOT_STARTED, DefectAct.MERGED): _MERGE,
    (Place.IN_PROGRESS, DefectAct.PROOF_SENT): _PROOF,
    (Place.IN_PROGRESS, DefectAct.CLOSURE_PROPOSED): Move(INSPECTORS, needs_reason=True),
    (Place.IN_PROGRESS, DefectAct.EXTENDED): _EXTEND,
    (Place.IN_PROGRESS, DefectAct.EXEMPTED): _EXEMPT,
    (Place.IN_PROGRESS, DefectAct.LETTER_MADE): _LETTER,
    (Place.IN_PROGRESS, DefectAct.REFERRED): _REFER,
    (Place.IN_PROGRESS, DefectAct.MERGED): _MERGE,
    (Place.PROPOSED, DefectAct.CLOSED): _CLOSE,
    (Place.PROPOSED, DefectAct.MONITORED): Move(
        CHIEFS, DefectState.RESOLVED_MONITORING, needs_reason=True, barred=FIXING
    ),
    (Place.PROPOSED, DefectAct.CLOSURE_REFUSED): Move(CHIEFS, needs_reason=True),
    (Place.PROPOSED, DefectAct.LETTER_MADE): _LETTER,
    (Place.PROPOSED, DefectAct.REFERRED): _REFER,
    (Place.EXEMPT, DefectAct.EXEMPTION_ENDED): Move(CHIEFS, needs_reason=True, portal=True),
    (Place.EXEMPT, DefectAct.LETTER_MADE): _LETTER,
    (Place.MONITORING, DefectAct.CLOSED): _CLOSE,
    (Place.MONITORING, DefectAct.REOPENED): _REOPEN,
    (Place.MONITORING, DefectAct.LETTER_MADE): _LETTER,
    (Place.RESOLVED, DefectAct.REOPENED): _REOPEN,
}
"""Whatever is not here is refused. Recording a finding makes the defect and has no row."""

RECORDERS = FIELD
_PLACES = {
    DefectState.NOT_STARTED: Place.NOT_STARTED,
    DefectState.IN_PROGRESS: Place.IN_PROGRESS,
    DefectState.RESOLVED_MONITORING: Place.MONITORING,
    DefectState.RESOLVED: Place.RESOLVED,
}


def place_of(state: str, *, proposed: bool, exempt: bool, merged: bool) -> Place:
    if merged:
        return Place.MERGED
    if exempt:
        return Place.EXEMPT
    if proposed:
        return Place.PROPOSED
    return _PLACES[DefectState(state)]


def refusal(
    place: Place, act: DefectAct, roles: Collection[str] | None, done: Collection[str] = ()
) -> Refusal | None:
    """None where the act is allowed. `roles` are those of the person at the defect's office,
    None is the portal itself; `done` are the acts that the person did to this defect."""
    move = TABLE.get((place, act))
    if move is None:
        return Refusal.PLACE if _ever_for(act, roles) else Refusal.ROLE
    if not _holds(move, roles):
        return Refusal.ROLE
    return Refusal.OWN_WORK if move.barred & set(done) else None


def allowed_acts(
    place: Place, roles: Collection[str], done: Collection[str]
) -> list[tuple[DefectAct, Move]]:
    """What the person may do now, in the order of the table."""
    return [
        (act, move)
        for (at, act), move in TABLE.items()
        if at == place and refusal(place, act, roles, done) is None
    ]


def _ever_for(act: DefectAct, roles: Collection[str] | None) -> bool:
    return any(of == act and _holds(move, roles) for (_, of), move in TABLE.items())


def _holds(move: Move, roles: Collection[str] | None) -> bool:
    return move.portal if roles is None else bool(move.roles & set(roles))


def due_day(
    found_on: date,
    days: int,
    on_holiday: OnHoliday = OnHoliday.STAYS,
    holidays: Collection[date] = (),
) -> date:
    """By the calendar; `on_holiday` says what becomes of a Saturday, Sunday or holiday."""
    day = found_on + timedelta(days=days)
    if on_holiday == OnHoliday.NEXT_WORKING_DAY:
        return next_working_day(day, holidays)
    return day


def days_late(due_on: date, today: date, exempt_until: date | None = None) -> int:
    """Of an uncured defect; 0 until the due day is over, and while it is exempted."""
    if exempt_until is not None and exempt_until >= today:
        return 0
    return max((today - due_on).days, 0)


@dataclass(frozen=True)
class EscalationStep:
    """From how many days late, and what is to be done then."""

    days_late: int
    title: str


def escalation(steps: Collection[EscalationStep], late: int) -> EscalationStep | None:
    """The furthest step that is reached."""
    reached = [step for step in steps if late >= step.days_late]
    return max(reached, key=lambda step: step.days_late, default=None)
