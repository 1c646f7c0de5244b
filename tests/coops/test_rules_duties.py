"""What is due by a day: boundaries, and the figures that the sources print."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coops.choices import Duty, DutyState, Kind
from coops.duty_figures import meeting_rules
from coops.rules.duties import DutyRule, clock, due_on, statement_rules
from tests.coops.facts import agricultural, farmer_group

RULE = DutyRule(Duty.MEETING, 150, "ที่มา", "ตัวบท", verified=True)
YEAR_END = date(2024, 3, 31)
DUE = date(2024, 8, 28)


@pytest.mark.parametrize(
    ("year_end", "expected"),
    [
        # kpi_details_fy2567: the last of the first half-year ends at the end of February 2567.
        (date(2023, 9, 30), date(2024, 2, 27)),
        (date(2024, 5, 31), date(2024, 10, 28)),
        (date(2024, 2, 29), date(2024, 7, 28)),
    ],
)
def test_150_days_after_the_year_end(year_end: date, expected: date) -> None:
    assert due_on(year_end, 150) == expected


@pytest.mark.parametrize(
    ("as_of", "state", "days", "words"),
    [
        (YEAR_END - timedelta(days=1), DutyState.NOT_BEGUN, 0, ""),
        (YEAR_END, DutyState.NOT_BEGUN, 0, ""),
        (YEAR_END + timedelta(days=1), DutyState.DUE, 149, "เหลือ 149 วัน"),
        (DUE - timedelta(days=1), DutyState.DUE, 1, "เหลือ 1 วัน"),
        (DUE, DutyState.DUE, 0, "ครบกำหนดวันนี้"),
        (DUE + timedelta(days=1), DutyState.OVERDUE, 1, "เกิน 1 วัน"),
        (DUE + timedelta(days=1234), DutyState.OVERDUE, 1234, "เกิน 1,234 วัน"),
    ],
)
def test_clock_of_what_is_not_done(as_of: date, state: DutyState, days: int, words: str) -> None:
    found = clock(RULE, YEAR_END, None, as_of)

    assert (found.state, found.days, found.words) == (state, days, words)


@pytest.mark.parametrize(
    ("done", "state", "words"),
    [
        (DUE - timedelta(days=1), DutyState.ON_TIME, ""),
        (DUE, DutyState.ON_TIME, ""),
        (DUE + timedelta(days=1), DutyState.LATE, "ช้า 1 วัน"),
    ],
)
def test_clock_of_what_is_done(done: date, state: DutyState, words: str) -> None:
    found = clock(RULE, YEAR_END, done, date(2025, 1, 1))

    assert (found.state, found.words) == (state, words)


def test_what_is_done_later_was_not_done_as_of_the_day() -> None:
    found = clock(RULE, YEAR_END, DUE + timedelta(days=3), DUE + timedelta(days=2))

    assert (found.state, found.days) == (DutyState.OVERDUE, 2)


def test_clock_says_how_it_counts() -> None:
    trace = clock(RULE, YEAR_END, None, DUE).trace.replace("\u00a0", " ")

    assert trace == "สิ้นปีบัญชี 31 มี.ค. 2567 + 150 วัน = 28 ส.ค. 2567"


@given(
    year_end=st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    done=st.none() | st.dates(date(2000, 1, 1), date(2101, 1, 1)),
    as_of=st.dates(date(2000, 1, 1), date(2101, 1, 1)),
    days=st.integers(1, 366),
)
def test_days_are_never_negative_and_agree_with_the_state(
    year_end: date, done: date | None, as_of: date, days: int
) -> None:
    rule = DutyRule(Duty.MEETING, days, "", "", verified=True)

    found = clock(rule, year_end, done, as_of)

    assert found.days >= 0
    assert found.due_on - year_end == timedelta(days=days)
    is_done = done is not None and done <= as_of
    assert is_done == (found.state in (DutyState.ON_TIME, DutyState.LATE))
    if found.state == DutyState.OVERDUE:
        assert found.due_on + timedelta(days=found.days) == as_of
    if found.state == DutyState.DUE:
        assert as_of + timedelta(days=found.days) == found.due_on


def test_meeting_of_cooperatives_is_verified_in_the_act_that_of_groups_is_not() -> None:
    found = meeting_rules()

    assert {kind: (rule.days, rule.verified) for kind, rule in found.items()} == {
        Kind.COOPERATIVE: (150, True),
        Kind.FARMER_GROUP: (150, False),
    }
    assert "มาตรา 54" in found[Kind.COOPERATIVE].source


def test_statements_of_groups_follow_from_the_conditions_of_the_year() -> None:
    found = statement_rules(farmer_group())

    assert {duty: rule.days for duty, rule in found.items()} == {
        Duty.STATEMENTS_TIER_1: 30,
        Duty.STATEMENTS_TIER_2: 60,
    }
    assert not any(rule.verified for rule in found.values())
    assert statement_rules(agricultural()) == {}
