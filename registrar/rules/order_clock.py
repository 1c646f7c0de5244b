"""The last day on which an order can be obeyed."""

from collections.abc import Collection
from datetime import date, timedelta

from cpd_portal.core.holidays.rules import next_working_day

MOVES_KEY = "obey_moves_over_holidays"
"""The figure of the framework: 1 where a last day without work moves to the next working day."""


def counted_day(served_on: date, days: int) -> date:
    """The day of service does not count."""
    return served_on + timedelta(days=days)


def last_day(served_on: date, days: int, *, moves: bool, holidays: Collection[date]) -> date:
    """The day as counted, or the next working day where the rule says so."""
    day = counted_day(served_on, days)
    return next_working_day(day, holidays) if moves else day
