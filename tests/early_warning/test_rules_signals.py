"""Every signal at its bounds, what is missing, and what worse facts do to the level."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpd_portal.thai.dates import format_date
from early_warning.choices import (
    LOW_IS_BAD,
    RATIO_SIGNALS,
    TYPE_RATIOS,
    SignalCode,
    SignalState,
)
from early_warning.figures.thresholds import read_thresholds
from early_warning.rules.levels import Level, watch
from early_warning.rules.signals import (
    Bounds,
    Reading,
    YearFacts,
    read_signals,
    state_of,
    watched,
    whole_years,
)
from early_warning.thresholds import Book, levels_of
from tests.early_warning.facts import DAY, GOOD, YEAR_END, facts, year

FILE = read_thresholds()
BOOK = Book(1, False, FILE.content(), levels_of(FILE.levels))
BOUNDS = {code: row.bounds for code, row in BOOK.rows_for("agricultural", "small").items()}
OF_ANY_TYPE = BOUNDS | {
    code: row.bounds for code, row in BOOK.rows_for("savings", "small").items()
}


def readings(*years: YearFacts, day: date = DAY, **changed: Any) -> dict[SignalCode, Reading]:
    found = read_signals(facts(*years, **changed), watched(BOUNDS), day)
    return {reading.code: reading for reading in found}


def state(code: SignalCode, *years: YearFacts, **changed: Any) -> SignalState:
    return readings(*years, **changed)[code].state


def test_good_year_is_ok_throughout() -> None:
    found = readings(year())

    assert {reading.state for reading in found.values()} == {SignalState.OK}
    assert SignalCode.STOPPED not in found


@pytest.mark.parametrize("code", RATIO_SIGNALS)
def test_ratio_changes_state_exactly_at_its_bounds(code: SignalCode) -> None:
    bounds, step = BOUNDS[code], Decimal("0.0001")
    better = step if code in LOW_IS_BAD else -step

    def at(value: Decimal) -> SignalState:
        return state(code, year(ratios={**GOOD, code: value}))

    assert at(bounds.watch + better) == SignalState.OK
    assert at(bounds.watch) == SignalState.WATCH
    assert at(bounds.alarm + better) == SignalState.WATCH
    assert at(bounds.alarm) == SignalState.ALARM


@pytest.mark.parametrize("code", TYPE_RATIOS)
def test_ratio_of_a_type_changes_state_exactly_at_its_bounds(code: SignalCode) -> None:
    bounds, step = OF_ANY_TYPE[code], Decimal("0.0001")
    better = step if code in LOW_IS_BAD else -step

    assert state_of(code, bounds.watch + better, bounds) == SignalState.OK
    assert state_of(code, bounds.watch, bounds) == SignalState.WATCH
    assert state_of(code, bounds.alarm + better, bounds) == SignalState.WATCH
    assert state_of(code, bounds.alarm, bounds) == SignalState.ALARM


@pytest.mark.parametrize("code", RATIO_SIGNALS)
def test_ratio_that_is_undefined_is_missing_and_never_zero(code: SignalCode) -> None:
    found = readings(year(ratios={**GOOD, code: None}))[code]

    assert (found.state, found.value) == (SignalState.MISSING, None)
    assert found.words == "คำนวณไม่ได้จากงบปี 2569"


def test_without_any_year_everything_asked_is_missing() -> None:
    found = readings(board_term_ends_on=None)

    assert {reading.state for reading in found.values()} == {SignalState.MISSING}
    assert found[SignalCode.MEETING].words == f"ยังไม่มีใครบันทึก ปีบัญชีสิ้นสุด {format_date(YEAR_END)}"


@pytest.mark.parametrize(
    ("profits", "expected", "count"),
    [([1], "ok", 0), ([-1], "watch", 1), ([-1, 1], "watch", 1), ([-1, -1], "alarm", 2)],
)
def test_losses_count_in_a_row(profits: list[int], expected: str, count: int) -> None:
    years = [
        year(fiscal_year=2569 - back, net_profit=Decimal(profit))
        for back, profit in enumerate(profits)
    ]
    found = readings(*years)[SignalCode.LOSS_YEARS]

    assert (found.state.value, found.value) == (expected, Decimal(count))


def test_loss_row_ends_at_a_year_without_statement() -> None:
    older = year(fiscal_year=2567, net_profit=Decimal(-1))

    assert readings(year(net_profit=Decimal(-1)), older)[SignalCode.LOSS_YEARS].value == 1


@pytest.mark.parametrize(
    ("days", "expected"), [(120, "ok"), (121, "watch"), (150, "watch"), (151, "alarm")]
)
def test_meeting_clock_runs_from_the_year_end(days: int, expected: str) -> None:
    day = YEAR_END + timedelta(days=days)
    running = readings(year(meeting_on=None), day=day)[SignalCode.MEETING]
    held = readings(year(meeting_on=day), day=day)[SignalCode.MEETING]

    assert (running.state.value, running.value) == (expected, Decimal(days))
    assert (held.state.value, held.value) == (expected, Decimal(days))
    assert (running.runs_from, held.runs_from) == (YEAR_END, None)


def test_meeting_after_the_day_was_not_held_yet() -> None:
    found = readings(year(meeting_on=date(2026, 8, 1)), day=date(2026, 7, 31))

    assert found[SignalCode.MEETING].runs_from == YEAR_END


@pytest.mark.parametrize(
    ("opinion", "expected"),
    [("unqualified", "ok"), ("qualified", "watch"), ("adverse", "alarm"), ("disclaimer", "alarm")],
)
def test_opinion(opinion: str, expected: str) -> None:
    assert state(SignalCode.OPINION, year(opinion=opinion)) == expected


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("none", "ok"),
        ("resolved", "ok"),
        ("resolved_monitoring", "ok"),
        ("in_progress", "watch"),
        ("not_started", "alarm"),
    ],
)
def test_defect_status(status: str, expected: str) -> None:
    assert state(SignalCode.DEFECTS, year(defect_status=status)) == expected


@pytest.mark.parametrize(("back", "expected"), [(0, "ok"), (1, "ok"), (2, "watch"), (3, "alarm")])
def test_years_without_statements(back: int, expected: str) -> None:
    end = date(YEAR_END.year - back, 3, 31)

    assert state(SignalCode.NO_STATEMENTS, year(year_end=end)) == expected


@pytest.mark.parametrize(
    ("first", "years"),
    [(date(2024, 6, 15), 2), (date(2024, 6, 16), 1), (date(2026, 6, 15), 0)],
)
def test_whole_years_pass_on_their_day(first: date, years: int) -> None:
    assert whole_years(first, DAY) == years


def test_stopped_business_is_asked_only_of_those_that_stopped() -> None:
    assert state(SignalCode.STOPPED, year(), stopped_on=date(2024, 6, 15)) == SignalState.ALARM
    assert SignalCode.STOPPED not in readings(year(), stopped_on=DAY + timedelta(days=1))


@pytest.mark.parametrize(
    ("count", "fraud", "repeated"),
    [
        (0, SignalState.OK, SignalState.OK),
        (1, SignalState.ALARM, SignalState.WATCH),
        (2, SignalState.ALARM, SignalState.ALARM),
    ],
)
def test_fraud_and_repeated_defects_count_what_is_not_cured(
    count: int, fraud: SignalState, repeated: SignalState
) -> None:
    assert state(SignalCode.FRAUD, year(), fraud=count) == fraud
    assert state(SignalCode.REPEATED_DEFECTS, year(), repeated=count) == repeated


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (0, SignalState.OK),
        (1, SignalState.WATCH),
        (90, SignalState.WATCH),
        (91, SignalState.ALARM),
    ],
)
def test_defect_is_overdue_from_the_day_after_its_last(days: int, expected: SignalState) -> None:
    due = DAY - timedelta(days=days)

    found = readings(year(), defect_due_on=due)[SignalCode.OVERDUE_DEFECTS]

    assert (found.state, found.value, found.runs_from) == (expected, Decimal(days), due)


def test_defects_are_asked_only_where_one_was_ever_found() -> None:
    of_defects = {SignalCode.FRAUD, SignalCode.REPEATED_DEFECTS, SignalCode.OVERDUE_DEFECTS}

    assert not of_defects & readings(year()).keys()
    assert SignalCode.OVERDUE_DEFECTS not in readings(year(), fraud=0, repeated=0)


def test_farmer_group_has_its_own_days_for_statements() -> None:
    bounds = {code: row.bounds for code, row in BOOK.rows_for("rice_farming", "small").items()}

    def read(days: int) -> str:
        known = facts(year(closed_on=YEAR_END + timedelta(days=days)), type_code="rice_farming")
        found = {one.code: one.state for one in read_signals(known, watched(bounds), DAY)}
        return found[SignalCode.STATEMENTS].value

    assert [read(days) for days in (30, 31, 60, 61)] == ["ok", "watch", "watch", "alarm"]


# --- levels --------------------------------------------------------------------------

LEVELS = (
    Level(1, "ต้น", Decimal(10), Decimal(6)),
    Level(2, "กลาง", Decimal(20), Decimal(16)),
)


def reading(points: str, least_rank: int = 0) -> Reading:
    return Reading(
        SignalCode.OPINION, SignalState.ALARM, Decimal(1), "", Decimal(points), least_rank
    )


@pytest.mark.parametrize(
    ("points", "before", "expected"),
    [
        ("9.5", 0, 0),
        ("10", 0, 1),
        ("6", 1, 1),
        ("5.5", 1, 0),
        ("19.5", 1, 1),
        ("20", 0, 2),
        ("16", 2, 2),
        ("15.5", 2, 1),
        ("6", 2, 1),
    ],
)
def test_level_is_entered_and_left_at_its_own_points(
    points: str, before: int, expected: int
) -> None:
    assert watch([reading(points)], LEVELS, before).rank == expected


def test_one_alarm_alone_can_mean_a_level() -> None:
    found = watch([reading("1", least_rank=2)], LEVELS)

    assert found.rank == 2
    assert found.words == "รวม 1 คะแนน ได้ไม่ถึงระดับใด · สัญญาณเตือนเพียงข้อเดียวทำให้เป็นกลาง"


VALUES = st.decimals(-10, 500, places=2)


@given(
    code=st.sampled_from(list(SignalCode)),
    value=VALUES,
    more=st.decimals(0, 100, places=2),
    others=st.lists(st.integers(0, 20), max_size=4),
    before=st.integers(0, 3),
)
def test_worse_input_never_lowers_the_level(
    code: SignalCode, value: Decimal, more: Decimal, others: list[int], before: int
) -> None:
    bounds = OF_ANY_TYPE[code]
    worse = value - more if code in LOW_IS_BAD else value + more

    def rank(given: Decimal) -> int:
        found = state_of(code, given, bounds)
        one = Reading(code, found, given, "", _points(found, bounds), _rank(found, bounds))
        return watch([one, *(reading(str(each)) for each in others)], BOOK.levels, before).rank

    assert rank(worse) >= rank(value)


def _points(found: SignalState, bounds: Bounds) -> Decimal:
    shares = {SignalState.ALARM: Decimal(1), SignalState.WATCH: Decimal("0.5")}
    return bounds.points * shares.get(found, Decimal(0))


def _rank(found: SignalState, bounds: Bounds) -> int:
    return bounds.least_rank if found == SignalState.ALARM else 0


@given(st.permutations(range(4)))
def test_order_of_the_years_read_does_not_matter_for_the_level(order: list[int]) -> None:
    years = [year(fiscal_year=2569 - n, net_profit=Decimal(-1)) for n in range(4)]
    found = read_signals(facts(*years), watched(BOUNDS), DAY)
    shuffled = [found[n] for n in order] + list(found[4:])

    assert watch(shuffled, BOOK.levels).rank == watch(found, BOOK.levels).rank


def test_row_of_type_and_size_wins_over_the_general_one() -> None:
    general = BOOK.rows_for("agricultural", "large")[SignalCode.DEBT_TO_EQUITY]
    savings = BOOK.rows_for("savings", "large")[SignalCode.DEBT_TO_EQUITY]

    assert (general.alarm, savings.alarm) == (Decimal(4), Decimal(3))


@pytest.mark.parametrize(
    ("assets", "size"),
    [
        (None, ""),
        ("9999999.99", "small"),
        ("10000000", "medium"),
        ("100000000", "large"),
        ("0", "small"),
    ],
)
def test_size_follows_from_the_assets(assets: str | None, size: str) -> None:
    assert BOOK.size_of(Decimal(assets) if assets is not None else None) == size
