"""Status by rule: of one target in one year, of a project's year, and rolled up by budget.

Nothing here reads a clock: `elapsed` is the part of the fiscal year that is over at the end of
the reported quarter.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from cpd_portal.thai.formatting import (
    format_million_baht,
    format_number,
    format_plain,
    round_half_up,
)
from strategy.choices import PERCENT, Basis, Milestone, Status

ZERO, HUNDRED = Decimal(0), Decimal(100)
QUARTERS = 4


@dataclass(frozen=True)
class Thresholds:
    """Percent of what the time that is over lets expect. `version` names the figures."""

    on_track: Decimal
    at_risk: Decimal
    spending: Decimal
    verified: bool = False
    version: str = ""


@dataclass(frozen=True)
class Step:
    """One line of the trace."""

    text: str
    detail: str = ""
    result: str = ""


@dataclass(frozen=True)
class Facts:
    """One target and what was reached. `value` and `milestone` are both missing where nothing
    was reported."""

    title: str
    basis: Basis
    unit: str
    target: Decimal | None
    exceeds: bool
    value: Decimal | None
    milestone: str
    elapsed: Decimal


@dataclass(frozen=True)
class Judged:
    """`attained`: percent of the target, at most 100; None without a report."""

    status: Status
    attained: Decimal | None
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Spending:
    """Baht of one project in one fiscal year."""

    planned: Decimal | None
    funds: Decimal
    disbursed: Decimal


def judge(facts: Facts, thresholds: Thresholds) -> Judged:
    """Raises nothing: what is missing is no report, never zero."""
    if facts.value is None and not facts.milestone:
        return Judged(Status.NO_REPORT, None, (Step(facts.title, "ยังไม่มีผลที่อนุมัติ"),))
    if facts.basis == Basis.MILESTONE or facts.target is None:
        return _judge_milestone(facts, thresholds)
    return _judge_number(facts, facts.value or ZERO, facts.target, thresholds)


def judge_project(
    parts: Sequence[Judged], spending: Spending, elapsed: Decimal, thresholds: Thresholds
) -> Judged:
    """The worst status among the reported targets; money that lags behind the time makes
    ตามแผน to เสี่ยง, never worse."""
    reported = [part for part in parts if part.status != Status.NO_REPORT]
    if not reported:
        return Judged(Status.NO_REPORT, None, (Step("ยังไม่มีรายงานที่อนุมัติของปีนี้"),))
    steps = [step for part in parts for step in part.steps]
    order = [Status.BEHIND, Status.AT_RISK, Status.ON_TRACK, Status.NOT_STARTED, Status.DONE]
    worst = min((part.status for part in reported), key=order.index)
    steps.append(Step("สถานะของโครงการคือสถานะต่ำสุดของเป้าหมาย", result=str(worst.label)))
    lag = _spending_step(spending, elapsed, thresholds)
    if lag is not None:
        steps.append(lag)
        if worst == Status.ON_TRACK:
            worst = Status.AT_RISK
    values = [part.attained for part in reported if part.attained is not None]
    attained = sum(values, ZERO) / len(values)
    return Judged(worst, attained, tuple(steps))


@dataclass(frozen=True)
class Rollup:
    """Weighted by planned budget. `attained` is the mean of the reported parts only, and
    `reported` says which part of the budget (percent) they are; `counts` are parts by status."""

    attained: Decimal | None
    reported: Decimal | None
    counts: dict[Status, int]


def roll_up(parts: Iterable[tuple[Decimal | None, Judged]]) -> Rollup:
    """Of (planned budget, status). A part without a planned budget has no weight; it is counted
    by its status all the same."""
    listed = list(parts)
    counts = Counter(judged.status for _, judged in listed)
    whole = sum((weight or ZERO for weight, _ in listed), ZERO)
    known = [
        (weight, judged.attained)
        for weight, judged in listed
        if weight and judged.attained is not None
    ]
    heard = sum((weight for weight, _ in known), ZERO)
    attained = sum((weight * value for weight, value in known), ZERO) / heard if heard else None
    reported = heard * HUNDRED / whole if whole else None
    return Rollup(attained, reported, dict(counts))


def over_years(basis: Basis, values: Sequence[Decimal]) -> Decimal | None:
    """The values of consecutive years put together as their basis allows: yearly numbers are
    added, running totals and shares stand as they were last, growth is compounded; shares of each
    year's own group cannot be put together at all."""
    if not values or basis in (Basis.YEARLY_SHARE, Basis.MILESTONE):
        return None
    if basis == Basis.PER_YEAR:
        return sum(values, ZERO)
    if basis == Basis.GROWTH:
        whole = Decimal(1)
        for value in values:
            whole *= 1 + value / HUNDRED
        return (whole - 1) * HUNDRED
    return values[-1]


def quantity(value: Decimal | None, unit: str) -> str:
    """ "ร้อยละ 20", "152 แห่ง"."""
    if value is None:
        return "ยังไม่มีผล"
    plain = format_plain(value)
    return f"{PERCENT} {plain}" if unit == PERCENT else f"{plain} {unit}"


def _judge_milestone(facts: Facts, thresholds: Thresholds) -> Judged:
    milestone = Milestone(facts.milestone) if facts.milestone else Milestone.NOT_STARTED
    if milestone == Milestone.DONE:
        status = Status.DONE
    elif facts.elapsed >= 1:
        status = Status.BEHIND
    elif milestone == Milestone.UNDER_WAY:
        status = Status.ON_TRACK
    else:
        status = Status.AT_RISK if _is_late_to_begin(facts.elapsed) else Status.NOT_STARTED
    step = Step(facts.title, f"ขั้นงาน: {milestone.label}", str(status.label))
    return Judged(status, HUNDRED if status == Status.DONE else ZERO, (step,))


def _is_late_to_begin(elapsed: Decimal) -> bool:
    """Half of the year is over."""
    return elapsed * 2 >= 1


def _judge_number(facts: Facts, value: Decimal, target: Decimal, thresholds: Thresholds) -> Judged:
    reached = value > target if facts.exceeds else value >= target
    expected = target * facts.elapsed
    share = value * HUNDRED / expected if expected else HUNDRED
    if reached:
        status = Status.DONE
    elif facts.elapsed >= 1:
        # The year is over: what is nearly reached is not on its way any more.
        status = Status.AT_RISK if share >= thresholds.on_track else Status.BEHIND
    elif share >= thresholds.on_track:
        status = Status.ON_TRACK
    else:
        status = Status.AT_RISK if share >= thresholds.at_risk else Status.BEHIND
    attained = min(value * HUNDRED / target, HUNDRED) if target else HUNDRED
    return Judged(status, attained, (_number_step(facts, value, target, expected, share, status),))


def _number_step(
    facts: Facts,
    value: Decimal,
    target: Decimal,
    expected: Decimal,
    share: Decimal,
    status: Status,
) -> Step:
    more = "มากกว่า " if facts.exceeds else ""
    detail = (
        f"ทำได้ {quantity(value, facts.unit)} จากเป้าหมาย {more}{quantity(target, facts.unit)} "
        f"({facts.basis.label}) เวลาผ่านไปร้อยละ {format_plain(facts.elapsed * HUNDRED)} "
        f"จึงคาดหมาย {quantity(round_half_up(expected, 2), facts.unit)} "
        f"คิดเป็นร้อยละ {format_number(share, 2)} ของที่คาดหมาย"
    )
    return Step(facts.title, detail, str(status.label))


def _spending_step(spending: Spending, elapsed: Decimal, thresholds: Thresholds) -> Step | None:
    """Where less is paid than the time that is over lets expect."""
    if spending.funds <= 0:
        return None
    paid = spending.disbursed * HUNDRED / spending.funds
    bound = thresholds.spending * elapsed
    if paid >= bound:
        return None
    detail = (
        f"เบิกจ่าย {format_million_baht(spending.disbursed)} จาก "
        f"{format_million_baht(spending.funds)} ล้านบาท "
        f"คิดเป็นร้อยละ {format_number(paid, 2)} ต่ำกว่าร้อยละ {format_number(bound, 2)} ที่คาดหมาย"
    )
    return Step("การใช้จ่ายช้ากว่าเวลา", detail, str(Status.AT_RISK.label))
