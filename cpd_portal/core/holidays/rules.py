"""Working days: Monday to Friday without the holidays. The only place that counts them."""

from collections.abc import Collection
from datetime import date, timedelta

SATURDAY = 5
ONE_DAY = timedelta(days=1)


def is_working_day(day: date, holidays: Collection[date]) -> bool:
    return day.weekday() < SATURDAY and day not in holidays


def next_working_day(day: date, holidays: Collection[date]) -> date:
    """The day itself where it is worked on, else the next one that is."""
    while not is_working_day(day, holidays):
        day += ONE_DAY
    return day


def add_working_days(day: date, count: int, holidays: Collection[date]) -> date:
    """The working day that is `count` working days after `day`, which does not count itself.
    Raises ValueError for a negative count."""
    if count < 0:
        raise ValueError("working days are counted forwards")
    for _ in range(count):
        day = next_working_day(day + ONE_DAY, holidays)
    return day


def working_days(first: date, last: date, holidays: Collection[date]) -> list[date]:
    """Both ends inclusive."""
    span = ((first + timedelta(days=offset)) for offset in range((last - first).days + 1))
    return [day for day in span if is_working_day(day, holidays)]
