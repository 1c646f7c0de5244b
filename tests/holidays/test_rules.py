"""Working days: boundaries of weekends and holidays, and what holds for all of them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpd_portal.core.holidays.rules import (
    add_working_days,
    is_working_day,
    next_working_day,
    working_days,
)

SONGKRAN = frozenset({date(2026, 4, 13), date(2026, 4, 14), date(2026, 4, 15)})
DAYS = st.dates(date(2024, 1, 1), date(2028, 12, 31))
SETS = st.frozensets(DAYS, max_size=40)


@pytest.mark.parametrize(
    ("day", "following"),
    [
        (date(2026, 4, 10), date(2026, 4, 10)),  # a Friday is worked on
        (date(2026, 4, 11), date(2026, 4, 16)),  # Saturday, Sunday, three holidays
        (date(2026, 4, 15), date(2026, 4, 16)),
        (date(2026, 4, 18), date(2026, 4, 20)),
    ],
)
def test_next_working_day_passes_weekends_and_holidays(day: date, following: date) -> None:
    assert next_working_day(day, SONGKRAN) == following


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (0, date(2026, 4, 10)),
        (1, date(2026, 4, 16)),
        (2, date(2026, 4, 17)),
        (3, date(2026, 4, 20)),
    ],
)
def test_add_working_days_begins_the_day_after(count: int, expected: date) -> None:
    assert add_working_days(date(2026, 4, 10), count, SONGKRAN) == expected


def test_add_working_days_refuses_to_count_backwards() -> None:
    with pytest.raises(ValueError, match="forwards"):
        add_working_days(date(2026, 4, 10), -1, SONGKRAN)


@given(DAYS, SETS)
def test_next_working_day_is_worked_on_and_nothing_between_is(
    day: date, holidays: frozenset[date]
) -> None:
    found = next_working_day(day, holidays)

    assert is_working_day(found, holidays)
    assert working_days(day, found, holidays) == [found]


@given(DAYS, st.integers(1, 60), SETS)
def test_added_working_days_are_as_many_as_were_asked_for(
    day: date, count: int, holidays: frozenset[date]
) -> None:
    found = add_working_days(day, count, holidays)

    assert len(working_days(day + timedelta(days=1), found, holidays)) == count
