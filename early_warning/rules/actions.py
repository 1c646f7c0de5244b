"""What may follow on what, and when lateness calls for somebody higher."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from early_warning.choices import AlertAct, HandlingState

OPEN = (HandlingState.NEW, HandlingState.ACKNOWLEDGED, HandlingState.UNDER_WAY)
MOVES: dict[AlertAct, tuple[HandlingState, ...]] = {
    AlertAct.ACKNOWLEDGED: (HandlingState.NEW,),
    AlertAct.PLANNED: (HandlingState.ACKNOWLEDGED, HandlingState.UNDER_WAY, HandlingState.PUT_OFF),
    AlertAct.PUT_OFF: (HandlingState.NEW, HandlingState.ACKNOWLEDGED),
    AlertAct.RESUMED: (HandlingState.PUT_OFF,),
    AlertAct.CLOSED: (HandlingState.ACKNOWLEDGED, HandlingState.UNDER_WAY),
}
"""From which states each act is possible."""


@dataclass(frozen=True, slots=True)
class Step:
    """From so many days late on, this has to happen."""

    days_late: int
    title: str


@dataclass(frozen=True, slots=True)
class Policy:
    """Days to acknowledge and to act by rank of the watch level, the mildest first, and the level
    of an alert that the cooperative's own view raises. No source prints them; `verified` says
    whether somebody has checked them."""

    version: int
    verified: bool
    source: str
    acknowledge_within: Sequence[int]
    act_within: Sequence[int]
    put_off_most: int
    steps: Sequence[Step]
    own_rank: int
    own_level: str


@dataclass(frozen=True, slots=True)
class HandlingFacts:
    """`action_due_on` is the earliest of the open actions; None without any."""

    rank: int
    state: HandlingState
    raised_on: date
    acknowledged_on: date | None = None
    action_due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Lateness:
    """`due_on` is when the next act is due, None where nothing is; `number` counts the steps of
    escalation that were reached, `title` says the last."""

    due_on: date | None
    days_late: int
    number: int
    title: str
    trace: str

    @property
    def words(self) -> str:
        return f"เกิน {self.days_late:,} วัน" if self.days_late else ""


def may_follow(act: AlertAct, state: HandlingState) -> bool:
    return state in MOVES[act]


def lateness(facts: HandlingFacts, policy: Policy, today: date) -> Lateness:
    due_on, trace = _due(facts, policy)
    if due_on is None or due_on >= today:
        return Lateness(due_on, 0, 0, "", trace)
    late = (today - due_on).days
    reached = [step for step in policy.steps if step.days_late <= late]
    return Lateness(due_on, late, len(reached), reached[-1].title if reached else "", trace)


def _due(facts: HandlingFacts, policy: Policy) -> tuple[date | None, str]:
    if facts.state not in OPEN:
        return None, "ปิดหรือชะลอไว้ จึงไม่มีกำหนด"
    if facts.state == HandlingState.NEW:
        return _after(facts.raised_on, policy.acknowledge_within, facts.rank, "วันที่เตือน")
    if facts.action_due_on is not None:
        return facts.action_due_on, "กำหนดของการดำเนินการที่ใกล้ที่สุด"
    since = facts.acknowledged_on or facts.raised_on
    return _after(since, policy.act_within, facts.rank, "วันที่รับทราบ")


def _after(start: date, days: Sequence[int], rank: int, words: str) -> tuple[date, str]:
    within = days[min(max(rank, 1), len(days)) - 1]
    return start + timedelta(days=within), f"{words} + {within} วัน"
