"""The cheapest ways to the next tier, and what would be if facts were others.

Advice holds nothing that the classification does not: it reads the same criteria and asks
which of them keep an institution from the next tier, by how much, and who can cure them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from coops.choices import ConditionCode, DefectStatus, Kind, NearMiss, Tier
from cpd_portal.thai.dates import format_date

from .checks import MAX_DECIMALS
from .classification import Classification, classify
from .criteria import TotalCriterion
from .facts import Facts, TwoYears
from .rule_set import Indicator, RuleSet

SMALLEST_STEP = Decimal(1).scaleb(-MAX_DECIMALS)


@dataclass(frozen=True, slots=True)
class Cure:
    """Who can cure a condition, and what holds once the accounting year is over, the accounts
    are closed, the general meeting was held ("" where it can still be cured then)."""

    who: str
    after_year_end: str
    after_closing: str = ""
    after_meeting: str = ""


@dataclass(frozen=True, slots=True)
class Settled:
    """Why an indicator can earn no more once the accounting year is over, the accounts are
    closed, the general meeting was held ("" where it still can then)."""

    after_year_end: str = ""
    after_closing: str = ""
    after_meeting: str = ""


@dataclass(frozen=True, slots=True)
class YearDays:
    """The days of an accounting year after which things can no longer change; None where a
    day is not known."""

    year_end: date
    closed_on: date | None = None
    meeting_on: date | None = None


@dataclass(frozen=True)
class AdviceFigures:
    """What no source prints: up to how many points missing is near, who cures what, and after
    which day an indicator (by kind and code) earns no more."""

    near_points: Decimal
    verified: bool
    note: str
    cures: Mapping[ConditionCode, Cure]
    settled: Mapping[Kind, Mapping[str, Settled]]


@dataclass(frozen=True, slots=True)
class Headroom:
    """What an indicator lacks of its maximum; `late` says why it earns no more this year."""

    indicator: Indicator
    points: Decimal
    late: str = ""

    @property
    def left(self) -> Decimal:
        return self.indicator.maximum - self.points


@dataclass(frozen=True, slots=True)
class ToCure:
    """A condition, other than the total, that keeps from the next tier."""

    code: ConditionCode
    need: str
    cure: Cure


@dataclass(frozen=True, slots=True)
class Advice:
    """`points_missing` is the least gain that can be entered and suffices; 0 where the total
    does. `fewest` are the fewest indicators that can give it: of those that still earn points
    this year, or of all where these do not suffice (`is_late`)."""

    goal: Tier
    points_missing: Decimal
    headroom: tuple[Headroom, ...]
    fewest: tuple[Headroom, ...]
    to_cure: tuple[ToCure, ...]
    near_miss: NearMiss | None

    @property
    def this_year(self) -> Decimal:
        """The points that can still be earned this year."""
        return _left(still_open(self.headroom))

    @property
    def is_late(self) -> bool:
        return self.this_year < self.points_missing


@dataclass(frozen=True)
class Changes:
    """Facts to try; None leaves the fact as it is, and so does a point that is not named."""

    points: Mapping[str, Decimal] = field(default_factory=dict)
    defect_status: DefectStatus | None = None
    loss: TwoYears | None = None
    allocated_and_paid: TwoYears | None = None
    statement_days: int | None = None


def advise(
    facts: Facts, rule_set: RuleSet, figures: AdviceFigures, late: Mapping[str, str]
) -> Advice | None:
    """None where there is no next tier: in tier 1, and where nothing is assessed. `late` is what
    `late_points` says.

    Raises IncompleteFacts as `classify` does.
    """
    result = classify(facts, rule_set)
    if result.next_tier is None or result.total is None:
        return None
    goal = result.next_tier.tier
    missing = points_missing(rule_set, goal, result.total)
    room = headroom(facts, rule_set, late)
    to_cure = tuple(
        ToCure(need.code, need.text, figures.cures[need.code])
        for need in result.next_tier.needs
        if need.code != ConditionCode.TOTAL
    )
    return Advice(
        goal=goal,
        points_missing=missing,
        headroom=room,
        fewest=_fewest(still_open(room), missing) or _fewest(room, missing),
        to_cure=to_cure,
        near_miss=_near_miss(missing, len(to_cure), figures.near_points),
    )


def no_longer(told: Cure | Settled, days: YearDays, today: date) -> str:
    """What can no longer change this year, by the latest of the days that has passed; "" where
    it still can."""
    for day, words in (
        (days.meeting_on, told.after_meeting),
        (days.closed_on, told.after_closing),
        (days.year_end, told.after_year_end),
    ):
        if words and day is not None and day < today:
            return f"{words} ({format_date(day)})"
    return ""


def late_points(
    figures: AdviceFigures, kind: Kind, days: YearDays, today: date
) -> Mapping[str, str]:
    """By code of the indicator, why it earns no more this year."""
    told = ((code, no_longer(row, days, today)) for code, row in figures.settled[kind].items())
    return {code: words for code, words in told if words}


def what_if(facts: Facts, changes: Changes, rule_set: RuleSet) -> Classification:
    """The result that the changed facts would have. Raises IncompleteFacts."""
    return classify(changed(facts, changes), rule_set)


def changed(facts: Facts, changes: Changes) -> Facts:
    return replace(
        facts,
        points={**facts.points, **changes.points},
        defect_status=changes.defect_status or facts.defect_status,
        loss=changes.loss or facts.loss,
        allocated_and_paid=changes.allocated_and_paid or facts.allocated_and_paid,
        statement_days=(
            facts.statement_days if changes.statement_days is None else changes.statement_days
        ),
    )


def headroom(facts: Facts, rule_set: RuleSet, late: Mapping[str, str]) -> tuple[Headroom, ...]:
    """The indicators that are not full, the largest headroom first, equal ones as printed."""
    rows = [
        Headroom(indicator, facts.points.get(code, Decimal(0)), late.get(code, ""))
        for code, indicator in rule_set.indicators.items()
    ]
    return tuple(sorted((row for row in rows if row.left > 0), key=lambda row: -row.left))


def still_open(room: Iterable[Headroom]) -> tuple[Headroom, ...]:
    """Those that can still earn points this year."""
    return tuple(row for row in room if not row.late)


def least_total(rule_set: RuleSet, tier: Tier) -> Decimal:
    """The smallest total that can be entered and reaches the tier's bound."""
    for criterion in rule_set.criteria:
        if isinstance(criterion, TotalCriterion):
            bound = criterion.bounds[tier]
            return bound.minimum + (SMALLEST_STEP if bound.strict else 0)
    return Decimal(0)


def points_missing(rule_set: RuleSet, tier: Tier, total: Decimal) -> Decimal:
    return max(least_total(rule_set, tier) - total, Decimal(0))


def _fewest(room: tuple[Headroom, ...], missing: Decimal) -> tuple[Headroom, ...]:
    """From the largest on, until together they can give what is missing; none where all of them
    cannot."""
    for count in range(len(room) + 1):
        if _left(room[:count]) >= missing:
            return room[:count]
    return ()


def _left(room: Iterable[Headroom]) -> Decimal:
    return sum((row.left for row in room), Decimal(0))


def _near_miss(missing: Decimal, to_cure: int, near_points: Decimal) -> NearMiss | None:
    """Few points and no condition, or exactly one condition and no points."""
    if not to_cure and missing <= near_points:
        return NearMiss.POINTS
    if to_cure == 1 and not missing:
        return NearMiss.CONDITION
    return None
