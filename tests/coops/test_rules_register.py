"""What the register said on a past day; accounting year-ends around a change."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coops.choices import Standing
from coops.rules import (
    Change,
    accounting_year_end_in,
    accounting_year_ends_in,
    may_follow,
    value_then,
    window_of,
    year_end_words,
)

MARCH, JUNE, DECEMBER = (3, 31), (6, 30), (12, 31)
HISTORY = [
    Change(date(2020, 1, 1), "new", "operating"),
    Change(date(2022, 6, 1), "operating", "suspended"),
]


@pytest.mark.parametrize(
    ("day", "value"),
    [
        (date(2019, 12, 31), "new"),
        (date(2020, 1, 1), "operating"),
        (date(2022, 5, 31), "operating"),
        (date(2022, 6, 1), "suspended"),
        (date(2030, 1, 1), "suspended"),
    ],
)
def test_value_then_changes_on_the_day_of_effect(day: date, value: str) -> None:
    assert value_then(day, "suspended", HISTORY) == value


def test_value_then_without_changes_is_the_current_one() -> None:
    assert value_then(date(1990, 1, 1), "operating", []) == "operating"


@given(st.lists(st.dates(date(2000, 1, 1), date(2030, 1, 1)), unique=True, max_size=6), st.data())
def test_value_then_is_constant_between_changes(days: list[date], data: st.DataObject) -> None:
    changes = [Change(day, n, n + 1) for n, day in enumerate(sorted(days))]
    asked = data.draw(st.dates(date(1999, 1, 1), date(2031, 1, 1)))

    assert value_then(asked, len(days), changes) == sum(day <= asked for day in days)


def test_window_of_a_fiscal_year_is_april_to_march() -> None:
    assert window_of(2567) == (date(2023, 4, 1), date(2024, 3, 31))


@pytest.mark.parametrize(
    ("effective_on", "before", "after", "ends"),
    [
        (date(2023, 4, 1), MARCH, DECEMBER, [date(2023, 12, 31)]),
        (date(2024, 1, 1), JUNE, MARCH, [date(2023, 6, 30), date(2024, 3, 31)]),
        (date(2024, 2, 1), MARCH, DECEMBER, []),
        (date(2024, 4, 1), MARCH, DECEMBER, [date(2024, 3, 31)]),
    ],
)
def test_year_ends_around_a_change_are_one_two_or_none(
    effective_on: date, before: tuple[int, int], after: tuple[int, int], ends: list[date]
) -> None:
    changes = [Change(effective_on, before, after)]

    assert accounting_year_ends_in(2567, after, changes) == ends


@given(st.sampled_from([MARCH, JUNE, DECEMBER, (2, 29), (4, 30)]), st.integers(2550, 2600))
def test_year_end_that_never_changed_comes_once_a_window(day: tuple[int, int], year: int) -> None:
    first, last = window_of(year)

    assert accounting_year_ends_in(year, day, []) == [accounting_year_end_in(year, *day)]
    assert first <= accounting_year_end_in(year, *day) <= last
    assert window_of(year + 1)[0] == last + timedelta(days=1)


@pytest.mark.parametrize(
    ("before", "after", "allowed"),
    [
        (Standing.NEW, Standing.OPERATING, True),
        (Standing.OPERATING, Standing.SUSPENDED, True),
        (Standing.DISSOLVED, Standing.STRUCK_OFF, True),
        (Standing.DISSOLVED, Standing.OPERATING, True),
        (Standing.OPERATING, Standing.STRUCK_OFF, False),
        (Standing.OPERATING, Standing.NEW, False),
        (Standing.STRUCK_OFF, Standing.OPERATING, False),
    ],
)
def test_standings_follow_each_other_as_the_act_says(
    before: Standing, after: Standing, allowed: bool
) -> None:
    assert may_follow(before, after) is allowed


@given(st.sampled_from(Standing))
def test_no_standing_follows_itself_and_none_follows_the_end(standing: Standing) -> None:
    assert not may_follow(standing, standing)
    assert not may_follow(Standing.STRUCK_OFF, standing)


def test_year_end_words_let_the_end_of_february_move() -> None:
    assert year_end_words(3, 31) == "31 มีนาคม"
    assert year_end_words(2, 29) == "วันสิ้นเดือนกุมภาพันธ์"
