from dataclasses import dataclass
from datetime import date

import pytest

from cpd_portal.core.rules import days_left, default_period, is_late, is_locked


@dataclass
class Period:
    pk: int


@dataclass
class Dates:
    due_on: date = date(2024, 10, 31)
    late_after: date | None = date(2024, 11, 5)
    locked_after: date | None = date(2024, 11, 30)


NEW, OLD = Period(2), Period(1)


@pytest.mark.parametrize(
    ("reported", "expected"),
    [(set(), OLD), ({1}, NEW), ({2}, OLD), ({1, 2}, NEW)],
)
def test_default_period_is_the_oldest_unreported(reported: set[int], expected: Period) -> None:
    assert default_period([NEW, OLD], reported) == expected


def test_default_period_without_periods_is_none() -> None:
    assert default_period([], set()) is None


@pytest.mark.parametrize(
    ("day", "late"),
    [(date(2024, 10, 31), False), (date(2024, 11, 5), False), (date(2024, 11, 6), True)],
)
def test_late_is_not_the_deadline(day: date, late: bool) -> None:
    assert is_late(Dates(), day) is late


def test_late_without_setting_is_never() -> None:
    assert not is_late(Dates(late_after=None), date(2030, 1, 1))


@pytest.mark.parametrize(
    ("day", "locked"), [(date(2024, 11, 30), False), (date(2024, 12, 1), True)]
)
def test_locked_from_the_day_after(day: date, locked: bool) -> None:
    assert is_locked(Dates(), day) is locked


def test_locked_without_setting_is_never() -> None:
    assert not is_locked(Dates(locked_after=None), date(2030, 1, 1))


@pytest.mark.parametrize(
    ("day", "left"), [(date(2024, 10, 30), 1), (date(2024, 10, 31), 0), (date(2024, 11, 2), -2)]
)
def test_days_left_counts_to_the_deadline(day: date, left: int) -> None:
    assert days_left(Dates(), day) == left
