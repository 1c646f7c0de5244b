"""Days for the visits of a year, spread evenly over what is left of it."""

from collections.abc import Collection
from datetime import date

from cpd_portal.core.holidays.rules import working_days


def spread(first: date, last: date, count: int, holidays: Collection[date] = ()) -> list[date]:
    """`count` working days from `first` to `last`, in order; days repeat where there are more
    visits than days. No day is left: all on the last one, whatever it is."""
    days = working_days(first, last, holidays)
    if not days:
        return [last] * count
    return [days[number * len(days) // count] for number in range(count)]
