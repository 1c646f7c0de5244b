"""What the facts of one institution say on a day: one reading per signal, each with its way.

Every signal is a number against two bounds; reading the number from the facts is one function
per signal. Ratios: `kpi_details_fy2567` names the six, the bounds are data of the department.
Clocks and years: sections 54, 65, 66 and 71 of the Cooperatives Act as domain knowledge has them.
What is not known is MISSING, never zero; what cannot be asked of an institution gives nothing.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import NamedTuple

from cpd_portal.thai.dates import format_date
from cpd_portal.thai.formatting import format_plain
from early_warning.choices import (
    LOW_IS_BAD,
    RATIO_SIGNALS,
    TYPE_RATIOS,
    SignalCode,
    SignalState,
)

# In the order of what they mean for trust in the accounts.
OPINIONS = {"unqualified": 0, "qualified": 1, "adverse": 2, "disclaimer": 2}
DEFECTS = {"none": 0, "resolved": 0, "resolved_monitoring": 0, "in_progress": 1, "not_started": 2}
Value = Decimal | int
NO_POINTS, HALF = Decimal(0), Decimal("0.5")


class YearFacts(NamedTuple):
    """Of one accounting year, as known. `ratios` None: no statement; a ratio None: undefined.
    `measures`: the ratios of its type; empty: none of its figures were entered.
    `has_facts`: somebody has entered facts of the year, so that an empty day means "not yet"."""

    fiscal_year: int
    year_end: date
    ratios: Mapping[SignalCode, Decimal | None] | None = None
    measures: Mapping[SignalCode, Decimal | None] = MappingProxyType({})
    net_profit: Decimal | None = None
    has_facts: bool = False
    closed_on: date | None = None
    sent_on: date | None = None
    meeting_on: date | None = None
    opinion: str = ""
    defect_status: str = ""


class Facts(NamedTuple):
    """`years` the newest first; `last_end`: the last end of an accounting year up to the day;
    `stopped_on`: since when business has stopped. `fraud` and `repeated` count defects that are
    not cured, None where none was ever found; `defect_due_on`: the first of their last days."""

    institution: int
    type_code: str
    total_assets: Decimal | None
    last_end: date
    years: Sequence[YearFacts] = ()
    stopped_on: date | None = None
    registered_on: date | None = None
    board_term_ends_on: date | None = None
    fraud: int | None = None
    repeated: int | None = None
    defect_due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Bounds:
    """Where WATCH and ALARM begin, both included; `least_rank`: the watch level that an ALARM
    alone means, 0 for none. `points`: of an alarm; a watch has half of them."""

    watch: Decimal
    alarm: Decimal
    points: int
    least_rank: int = 0
    missing: int = 0


class Reading(NamedTuple):
    """`value` None is not known. `runs_from`: of a clock that still runs, the day it runs from;
    its value grows from day to day without any new fact."""

    code: SignalCode
    state: SignalState
    value: Decimal | None
    words: str
    points: Decimal
    least_rank: int = 0
    runs_from: date | None = None


class Found(NamedTuple):
    """What a signal reads from the facts, before any bound."""

    value: Value | None
    words: str
    runs_from: date | None = None


Read = Callable[[Facts, date], Found | None]
Watched = tuple[tuple[SignalCode, Read, Bounds], ...]
"""Signals with bounds, in their order: looked up once for many institutions."""


def watched(bounds: Mapping[SignalCode, Bounds]) -> Watched:
    """Those without bounds are not watched."""
    return tuple((code, SIGNALS[code], bounds[code]) for code in SignalCode if code in bounds)


def read_signals(facts: Facts, signals: Watched, day: date) -> tuple[Reading, ...]:
    return tuple(
        [
            judged(code, found, bounds)
            for code, read, bounds in signals
            if (found := read(facts, day)) is not None
        ]
    )


def judged(code: SignalCode, found: Found, bounds: Bounds) -> Reading:
    state = state_of(code, found.value, bounds)
    value = None if found.value is None else Decimal(found.value)
    rank = bounds.least_rank if state is SignalState.ALARM else 0
    return Reading(
        code, state, value, found.words, points_of(state, bounds), rank, found.runs_from
    )


def state_of(code: SignalCode, value: Value | None, bounds: Bounds) -> SignalState:
    if value is None:
        return SignalState.MISSING
    if code in LOW_IS_BAD:
        if value <= bounds.alarm:
            return SignalState.ALARM
        return SignalState.WATCH if value <= bounds.watch else SignalState.OK
    if value >= bounds.alarm:
        return SignalState.ALARM
    return SignalState.WATCH if value >= bounds.watch else SignalState.OK


def points_of(state: SignalState, bounds: Bounds) -> Decimal:
    if state is SignalState.OK:
        return NO_POINTS
    if state is SignalState.MISSING:
        return Decimal(bounds.missing)
    return Decimal(bounds.points) if state is SignalState.ALARM else bounds.points * HALF


# --- one function per signal --------------------------------------------------------


def _newest_statement(facts: Facts) -> YearFacts | None:
    return next((year for year in facts.years if year.ratios is not None), None)


def _ratio(code: SignalCode) -> Callable[[Facts, date], Found]:
    def read(facts: Facts, day: date) -> Found:
        year = _newest_statement(facts)
        if year is None or year.ratios is None:
            return Found(None, "ยังไม่มีงบการเงิน")
        value = year.ratios.get(code)
        if value is None:
            return Found(None, f"คำนวณไม่ได้จากงบปี {year.fiscal_year}")
        return Found(value, f"{format_plain(value)} จากงบปี {year.fiscal_year}")

    return read


def _measure(code: SignalCode) -> Callable[[Facts, date], Found]:
    def read(facts: Facts, day: date) -> Found:
        year = next((year for year in facts.years if year.measures), None)
        if year is None:
            return Found(None, "ยังไม่มีตัวเลขเพิ่มเติมของงบ")
        value = year.measures.get(code)
        if value is None:
            return Found(None, f"คำนวณไม่ได้จากตัวเลขปี {year.fiscal_year}")
        return Found(value, f"{format_plain(value)} จากตัวเลขปี {year.fiscal_year}")

    return read


def loss_years(facts: Facts, day: date) -> Found:
    """Years of loss in a row up to the newest statement; a year without one ends the row."""
    newest = _newest_statement(facts)
    if newest is None:
        return Found(None, "ยังไม่มีงบการเงิน")
    losses = list(_losses_in_a_row(facts, newest))
    told = ", ".join(str(year) for year in losses)
    words = f"ขาดทุนปี {told}" if losses else f"ไม่ขาดทุนในงบปี {newest.fiscal_year}"
    return Found(len(losses), words)


def _losses_in_a_row(facts: Facts, newest: YearFacts) -> Iterator[int]:
    known = {year.fiscal_year: year for year in facts.years}
    year: YearFacts | None = newest
    while year is not None and year.net_profit is not None and year.net_profit < 0:
        yield year.fiscal_year
        year = known.get(year.fiscal_year - 1)


def opinion(facts: Facts, day: date) -> Found:
    year = next((year for year in facts.years if year.opinion), None)
    if year is None:
        return Found(None, "ยังไม่มีความเห็นของผู้สอบบัญชี")
    return Found(OPINIONS[year.opinion], f"ความเห็นต่องบปี {year.fiscal_year}")


def defects(facts: Facts, day: date) -> Found:
    year = next((year for year in facts.years if year.defect_status), None)
    if year is None:
        return Found(None, "ยังไม่มีสถานะข้อบกพร่อง")
    return Found(DEFECTS[year.defect_status], f"สถานะในการประเมินปี {year.fiscal_year}")


def fraud(facts: Facts, day: date) -> Found | None:
    """Nothing where no defect was ever found."""
    return _counted(facts.fraud, "ทุจริตที่ยังไม่แก้")


def repeated_defects(facts: Facts, day: date) -> Found | None:
    return _counted(facts.repeated, "ข้อบกพร่องที่พบซ้ำและยังไม่แก้")


def overdue_defects(facts: Facts, day: date) -> Found | None:
    """Days since the first last day of what is not cured; below zero before it."""
    due = facts.defect_due_on
    if due is None:
        return None
    return Found((day - due).days, f"ครบกำหนดแก้ไขเรื่องแรก {format_date(due)}", due)


def _counted(count: int | None, words: str) -> Found | None:
    if count is None:
        return None
    return Found(count, f"{words} {count:,} เรื่อง" if count else f"ไม่มี{words}")


def _clock(done: Callable[[YearFacts], date | None], words: str) -> Callable[[Facts, date], Found]:
    def read(facts: Facts, day: date) -> Found:
        year = next((year for year in facts.years if year.year_end == facts.last_end), None)
        ended = f"ปีบัญชีสิ้นสุด {format_date(facts.last_end)}"
        if year is None or not year.has_facts:
            return Found(None, f"ยังไม่มีใครบันทึก {ended}")
        done_on = done(year)
        if done_on is not None and done_on <= day:
            days = (done_on - facts.last_end).days
            return Found(days, f"{words}เมื่อ {format_date(done_on)} {ended}")
        running = (day - facts.last_end).days
        return Found(running, f"ยังไม่{words} {ended}", facts.last_end)

    return read


def no_statements(facts: Facts, day: date) -> Found:
    """Whole accounting years that ended since the newest statement; section 71 (2) looks at
    three years without balance sheet and audit."""
    newest = _newest_statement(facts)
    if newest is None:
        return Found(None, "ไม่เคยมีงบการเงินในระบบ")
    years = facts.last_end.year - newest.year_end.year
    return Found(max(years, 0), f"งบล่าสุดสิ้นสุด {format_date(newest.year_end)}")


def stopped(facts: Facts, day: date) -> Found | None:
    """Section 71 (1) looks at two years without business. Nothing while it does business."""
    if facts.stopped_on is None or facts.stopped_on > day:
        return None
    years = whole_years(facts.stopped_on, day)
    return Found(years, f"หยุดตั้งแต่ {format_date(facts.stopped_on)}", facts.stopped_on)


def not_begun(facts: Facts, day: date) -> Found | None:
    """Section 71 (1) looks at one year from the registration without having begun; of farmer
    groups their decree. Nothing as soon as a year has a statement or facts."""
    if facts.registered_on is None or facts.registered_on > day or facts.years:
        return None
    days = (day - facts.registered_on).days
    return Found(days, f"จดทะเบียน {format_date(facts.registered_on)}", facts.registered_on)


def board_term(facts: Facts, day: date) -> Found:
    """Days since the term ended; below zero while it runs."""
    end = facts.board_term_ends_on
    if end is None:
        return Found(None, "ยังไม่มีวันครบวาระ")
    return Found((day - end).days, f"ครบวาระ {format_date(end)}", end)


def whole_years(first: date, last: date) -> int:
    passed = last.year - first.year
    return passed - ((last.month, last.day) < (first.month, first.day))


SIGNALS: Mapping[SignalCode, Read] = {
    **{code: _ratio(code) for code in RATIO_SIGNALS},
    SignalCode.LOSS_YEARS: loss_years,
    SignalCode.OPINION: opinion,
    SignalCode.DEFECTS: defects,
    SignalCode.FRAUD: fraud,
    SignalCode.REPEATED_DEFECTS: repeated_defects,
    SignalCode.OVERDUE_DEFECTS: overdue_defects,
    SignalCode.MEETING: _clock(lambda year: year.meeting_on, "ประชุมใหญ่"),
    SignalCode.STATEMENTS: _clock(lambda year: year.closed_on, "จัดทำงบแล้วเสร็จ"),
    SignalCode.SENDING: _clock(lambda year: year.sent_on, "ส่งงบให้ผู้สอบบัญชี"),
    SignalCode.NO_STATEMENTS: no_statements,
    SignalCode.STOPPED: stopped,
    SignalCode.NOT_BEGUN: not_begun,
    SignalCode.BOARD_TERM: board_term,
    **{code: _measure(code) for code in TYPE_RATIOS},
}
