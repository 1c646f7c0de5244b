"""Activities of an action plan: due on the last day of the last printed month."""

from datetime import date

import pytest

from kpis.rules.plan import Activity, half_year_ends


def activity(start: int, end: int | None, done_on: date | None = None) -> Activity:
    return Activity(2567, start, end, done_on)


@pytest.mark.parametrize(
    ("start", "end", "starts_on", "due_on"),
    [
        (10, 11, date(2023, 10, 1), date(2023, 11, 30)),
        (12, 2, date(2023, 12, 1), date(2024, 2, 29)),
        (9, 9, date(2024, 9, 1), date(2024, 9, 30)),
    ],
)
def test_months_lie_in_the_fiscal_year(
    start: int, end: int, starts_on: date, due_on: date
) -> None:
    assert (activity(start, end).starts_on, activity(start, end).due_on) == (starts_on, due_on)


def test_activity_without_a_printed_end_is_never_late() -> None:
    assert activity(11, None).due_on is None
    assert activity(11, None).days_late(date(2030, 1, 1)) == 0


@pytest.mark.parametrize(
    ("done_on", "today", "late"),
    [
        (None, date(2023, 11, 30), 0),
        (None, date(2023, 12, 1), 1),
        (date(2023, 11, 30), date(2024, 5, 1), 0),
        (date(2023, 12, 10), date(2024, 5, 1), 10),
    ],
)
def test_lateness_counts_from_the_day_after_the_last_month(
    done_on: date | None, today: date, late: int
) -> None:
    assert activity(10, 11, done_on).days_late(today) == late


def test_first_half_ends_in_march() -> None:
    assert half_year_ends(2567) == date(2024, 3, 31)
