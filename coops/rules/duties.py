"""What an institution owes by a day: its general meeting, its statements.

The clock runs from the end of the accounting year; that day is not counted (30 September 2566
and 150 days is 27 February 2567, which kpi_details_fy2567 prints as the end of February).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from coops.choices import Duty, DutyState, Kind, Tier
from cpd_portal.thai.dates import format_date

from .criteria import StatementsCriterion
from .rule_set import RuleSet

STATEMENTS = {Tier.ONE: Duty.STATEMENTS_TIER_1, Tier.TWO: Duty.STATEMENTS_TIER_2}


@dataclass(frozen=True, slots=True)
class DutyRule:
    """`text` as the source prints it; `verified`: it stands in the text of a law that we have."""

    duty: Duty
    days: int
    source: str
    text: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Clock:
    """One duty of one institution as of a day.

    `days`: left while due, over the day when overdue or late, 0 otherwise.
    """

    state: DutyState
    due_on: date
    days: int
    trace: str

    @property
    def words(self) -> str:
        if self.state == DutyState.DUE:
            return f"เหลือ {self.days:,} วัน" if self.days else "ครบกำหนดวันนี้"
        if self.state == DutyState.OVERDUE:
            return f"เกิน {self.days:,} วัน"
        return f"ช้า {self.days:,} วัน" if self.state == DutyState.LATE else ""


def due_on(year_end: date, days: int) -> date:
    return year_end + timedelta(days=days)


def clock(rule: DutyRule, year_end: date, done_on: date | None, as_of: date) -> Clock:
    """What was done after `as_of` was not done yet."""
    due = due_on(year_end, rule.days)
    trace = f"สิ้นปีบัญชี {format_date(year_end)} + {rule.days:,} วัน = {format_date(due)}"
    done = done_on if done_on is not None and done_on <= as_of else None
    state, days = _state(year_end, due, done, as_of)
    return Clock(state, due, days, trace)


def _state(year_end: date, due: date, done: date | None, as_of: date) -> tuple[DutyState, int]:
    if done is not None:
        late = (done - due).days
        return (DutyState.LATE, late) if late > 0 else (DutyState.ON_TIME, 0)
    if as_of <= year_end:
        return DutyState.NOT_BEGUN, 0
    left = (due - as_of).days
    return (DutyState.DUE, left) if left >= 0 else (DutyState.OVERDUE, -left)


def statement_rules(rule_set: RuleSet) -> dict[Duty, DutyRule]:
    """The days within which statements count for tier 1 and 2: conditions of the year, printed
    as such and not as a duty of the law; none where the kind has no such condition."""
    return {
        STATEMENTS[tier]: DutyRule(
            duty=STATEMENTS[tier],
            days=days,
            source=f"เงื่อนไขการจัดชั้น{Kind(rule_set.kind).label} ({rule_set.identifier})",
            text=f"จัดทำงบการเงินแล้วเสร็จภายใน {days} วัน",
            verified=False,
        )
        for criterion in _statements(rule_set)
        for tier, days in criterion.bounds.items()
    }


def _statements(rule_set: RuleSet) -> Iterable[StatementsCriterion]:
    return (one for one in rule_set.criteria if isinstance(one, StatementsCriterion))
