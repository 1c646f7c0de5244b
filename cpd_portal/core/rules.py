"""Pure rules of periodic entry."""

from collections.abc import Container, Sequence
from datetime import date
from typing import Protocol, TypeVar


class Period(Protocol):
    @property
    def pk(self) -> int: ...


class Dates(Protocol):
    due_on: date
    late_after: date | None
    locked_after: date | None


P = TypeVar("P", bound=Period)


def default_period(newest_first: Sequence[P], reported: Container[int]) -> P | None:
    """The period a page opens with: after 1 October the old round stays chosen until it is
    reported; with everything reported, the newest."""
    waiting = [period for period in newest_first if period.pk not in reported]
    if waiting:
        return waiting[-1]
    return newest_first[0] if newest_first else None


def is_late(dates: Dates, sent_on: date) -> bool:
    """Whether a submission sent on that day counts as late."""
    return dates.late_after is not None and sent_on > dates.late_after


def is_locked(dates: Dates, today: date) -> bool:
    """Whether nothing can be entered or sent any more."""
    return dates.locked_after is not None and today > dates.locked_after


def days_left(dates: Dates, today: date) -> int:
    """Days until the deadline; negative when it has passed."""
    return (dates.due_on - today).days
