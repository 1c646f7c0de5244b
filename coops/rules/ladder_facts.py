"""The values that ladders look at, from the facts of two accounting years.

The names of the facts follow the printed names of the indicators. A value whose facts are not all
known is None: then the points stay typed.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from coops.choices import (
    ApprovedStatements,
    Bookkeeping,
    ControlGrade,
    DefectStatus,
    Kind,
    LadderFact,
    Ratio,
    Staffing,
    TwoYearAllocation,
    TwoYearResults,
)
from cpd_portal.thai.formatting import format_number, round_half_up

from .ratios import HUNDRED, PERCENT, PLACES, StatementAmounts, ratios, with_unit

MEETING_DAYS = 150
"""Days from the accounting year-end until the general meeting: Cooperatives Act, section 54, and
indicator 4.3 of the source (kpi_details_fy2567 lines 363, 464)."""

# The values of the facts that are choices; every other fact is a number.
CHOICES: dict[LadderFact, type] = {
    LadderFact.ALLOCATION: TwoYearAllocation,
    LadderFact.BOOKKEEPING: Bookkeeping,
    LadderFact.CONTROL_ENVIRONMENT: ControlGrade,
    LadderFact.CONTROL_RISK: ControlGrade,
    LadderFact.CONTROL_INFORMATION: ControlGrade,
    LadderFact.CONTROL_MONITORING: ControlGrade,
    LadderFact.DEFECTS: DefectStatus,
    LadderFact.RESULTS: TwoYearResults,
    LadderFact.APPROVED_STATEMENTS: ApprovedStatements,
    LadderFact.STAFFING: Staffing,
}


@dataclass(frozen=True, slots=True)
class IndicatorYear:
    """One accounting year of an institution; None and "" are not known."""

    accounting_year_end: date
    amounts: StatementAmounts | None = None
    members: int | None = None
    participating_members: int | None = None
    profit_allocated: bool | None = None
    welfare_paid: bool | None = None
    dividend_paid: bool | None = None
    business_lines: int | None = None
    closed_on: date | None = None
    opinion_on: date | None = None
    general_meeting_on: date | None = None
    disaster: bool | None = None
    graded: dict[LadderFact, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TwoAccountingYears:
    """What the ladders of one institution look at. The defect status is the one that the room
    of defects supplied, "" where it is typed: typed points need no typed status."""

    kind: Kind
    latest: IndicatorYear | None
    previous: IndicatorYear | None
    defect_status: str = ""


@dataclass(frozen=True, slots=True)
class FactValue:
    value: Decimal | str
    shown: str


Years = TwoAccountingYears
Reader = Callable[[Years, LadderFact], FactValue | None]


def fact_value(fact: LadderFact, years: Years) -> FactValue | None:
    """The value with its words, or None while it does not follow from what is known."""
    return _READERS[fact](years, fact)


def choice_labels(fact: LadderFact) -> dict[str, str]:
    """Words by value, of a fact that is a choice; {} of a number."""
    return {value: str(label) for value, label in getattr(CHOICES.get(fact), "choices", ())}


def _participation(years: Years, fact: LadderFact) -> FactValue | None:
    latest = years.latest
    if latest is None or latest.participating_members is None or not latest.members:
        return None
    share = Decimal(latest.participating_members) / latest.members * HUNDRED
    value = round_half_up(share, PLACES)
    counted = (
        f"{format_number(latest.participating_members)} จาก {format_number(latest.members)} คน"
    )
    return FactValue(value, f"{fact.label} {with_unit(value, PERCENT)} ({counted})")


def _ratio(years: Years, fact: LadderFact) -> FactValue | None:
    if years.latest is None or years.latest.amounts is None:
        return None
    result = ratios(years.latest.amounts)[Ratio(fact.value)]
    if result.value is None:
        return None
    return FactValue(result.value, f"{fact.label} {result.words}")


def _business_lines(years: Years, fact: LadderFact) -> FactValue | None:
    count = years.latest.business_lines if years.latest else None
    return None if count is None else FactValue(Decimal(count), f"{fact.label} {count}")


def _graded(years: Years, fact: LadderFact) -> FactValue | None:
    return _choice(fact, years.latest.graded.get(fact, "") if years.latest else "")


def _defects(years: Years, fact: LadderFact) -> FactValue | None:
    return _choice(fact, years.defect_status)


def _allocation(years: Years, fact: LadderFact) -> FactValue | None:
    latest, previous = (_allocated(years.kind, year) for year in (years.latest, years.previous))
    if latest is None or previous is None:
        return None
    values = {
        (True, True): TwoYearAllocation.BOTH,
        (True, False): TwoYearAllocation.LATEST,
        (False, True): TwoYearAllocation.PREVIOUS,
        (False, False): TwoYearAllocation.NEITHER,
    }
    return _choice(fact, values[latest, previous])


def _allocated(kind: Kind, year: IndicatorYear | None) -> bool | None:
    """Cooperatives pay into welfare or public benefit, farmer groups to their members."""
    if year is None:
        return None
    paid = year.welfare_paid if kind == Kind.COOPERATIVE else year.dividend_paid
    if False in (year.profit_allocated, paid):
        return False
    return None if None in (year.profit_allocated, paid) else True


def _results(years: Years, fact: LadderFact) -> FactValue | None:
    """A net profit below zero is a loss; that the year was one of disaster must be known of a
    year of loss only."""
    both = (years.latest, years.previous)
    known = [year for year in both if year is not None and year.amounts is not None]
    if len(known) < len(both):
        return None
    losses = [year for year in known if year.amounts and year.amounts.net_profit < 0]
    if any(year.disaster is None for year in losses):
        return None
    if not losses:
        return _choice(fact, TwoYearResults.NO_LOSS)
    if all(year.disaster for year in losses):
        return _choice(fact, TwoYearResults.DISASTER)
    unexcused = [year for year in losses if not year.disaster]
    return _choice(
        fact, TwoYearResults.TWO_LOSSES if len(unexcused) > 1 else TwoYearResults.ONE_LOSS
    )


def _statement_days(years: Years, fact: LadderFact) -> FactValue | None:
    return _days(fact, years.latest, years.latest.closed_on if years.latest else None)


def _meeting_days(years: Years, fact: LadderFact) -> FactValue | None:
    return _days(fact, years.latest, years.latest.general_meeting_on if years.latest else None)


def _days(fact: LadderFact, year: IndicatorYear | None, day: date | None) -> FactValue | None:
    if year is None or day is None:
        return None
    days = (day - year.accounting_year_end).days
    return FactValue(Decimal(days), f"{fact.label} {days} วัน")


def _approved_statements(years: Years, fact: LadderFact) -> FactValue | None:
    year = years.latest
    if year is None or year.general_meeting_on is None:
        return None
    if (year.general_meeting_on - year.accounting_year_end).days > MEETING_DAYS:
        return _choice(fact, ApprovedStatements.LATE)
    if year.opinion_on is None:
        return None
    if year.opinion_on > year.general_meeting_on:
        return _choice(fact, ApprovedStatements.UNAUDITED)
    return _choice(fact, ApprovedStatements.IN_TIME)


def _choice(fact: LadderFact, value: str) -> FactValue | None:
    if not value:
        return None
    return FactValue(str(value), f"{fact.label} “{choice_labels(fact)[value]}”")


_READERS: dict[LadderFact, Reader] = {
    LadderFact.PARTICIPATION: _participation,
    LadderFact.ALLOCATION: _allocation,
    LadderFact.BUSINESS_LINES: _business_lines,
    **dict.fromkeys((LadderFact(ratio.value) for ratio in Ratio), _ratio),
    LadderFact.BOOKKEEPING: _graded,
    LadderFact.CONTROL_ENVIRONMENT: _graded,
    LadderFact.CONTROL_RISK: _graded,
    LadderFact.CONTROL_INFORMATION: _graded,
    LadderFact.CONTROL_MONITORING: _graded,
    LadderFact.DEFECTS: _defects,
    LadderFact.RESULTS: _results,
    LadderFact.STATEMENT_DAYS: _statement_days,
    LadderFact.MEETING_DAYS: _meeting_days,
    LadderFact.APPROVED_STATEMENTS: _approved_statements,
    LadderFact.STAFFING: _graded,
}
