"""The clock of a case: how many days have been used, and its last day; stops do not count."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Stop:
    """The clock stands from the first day up to, and without, the day on which it goes on; None
    where it still stands."""

    from_on: date
    until_on: date | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """`left` is negative when late; None, as `due_on`, where no limit is set."""

    used: int
    due_on: date | None
    left: int | None
    stands: bool

    @property
    def is_late(self) -> bool:
        return self.left is not None and self.left < 0


def stopped_days(stops: Iterable[Stop], until: date) -> int:
    """Days on which the clock stood before `until`; a day in two stops counts once."""
    days = 0
    reached = date.min
    for stop in sorted(stops, key=lambda stop: stop.from_on):
        begins = max(stop.from_on, reached)
        ends = min(stop.until_on or until, until)
        days += max((ends - begins).days, 0)
        reached = max(reached, ends)
    return days


def due_day(received_on: date, limit: int | None, stood: int) -> date | None:
    """The last day of the limit; the day after the receipt is the first that counts."""
    return None if limit is None else received_on + timedelta(days=limit + stood)


def clock(
    received_on: date, limit: int | None, stops: Iterable[Stop], today: date, ended: date | None
) -> Clock:
    """As of today, or of the day on which the case was decided."""
    every = list(stops)
    day = min(ended or today, today)
    stood = stopped_days(every, day)
    used = max((day - received_on).days - stood, 0)
    stands = ended is None and any(stop.until_on is None for stop in every)
    due = due_day(received_on, limit, stood)
    return Clock(used, due, None if limit is None else limit - used, stands)
