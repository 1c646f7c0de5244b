"""Days for the visits of a year, spread evenly over what is left of it."""

from datetime import date, timedelta

SATURDAY = 5


def spread(first: date, last: date, count: int) -> list[date]:
    """`count` working days (Monday to Friday; holidays are not known) from `first` to `last`,
    in order; days repeat where there are more visits than days. No day is left: all on the last
    one, whatever it is."""
    days = [
        day
        for offset in range((last - first).days + 1)
        if (day := first + timedelta(days=offset)).weekday() < SATURDAY
    ]
    if not days:
        return [last] * count
    return [days[number * len(days) // count] for number in range(count)]
