"""What the register said on a past day, and which standing may follow which."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from coops.choices import Standing

T = TypeVar("T")

# A dissolved institution operates again when the order to dissolve it is revoked; it is struck
# off after its liquidation. Members of a merger are struck off without that.
FOLLOWS: Mapping[Standing, frozenset[Standing]] = {
    Standing.NEW: frozenset({Standing.OPERATING, Standing.SUSPENDED, Standing.DISSOLVED}),
    Standing.OPERATING: frozenset({Standing.SUSPENDED, Standing.DISSOLVED}),
    Standing.SUSPENDED: frozenset({Standing.OPERATING, Standing.DISSOLVED}),
    Standing.DISSOLVED: frozenset({Standing.OPERATING, Standing.STRUCK_OFF}),
    Standing.STRUCK_OFF: frozenset(),
}


@dataclass(frozen=True, slots=True)
class Change(Generic[T]):
    """From `effective_on` on, `after` instead of `before`."""

    effective_on: date
    before: T
    after: T


def value_then(day: date, current: T, changes: Sequence[Change[T]]) -> T:
    """The value on that day. `changes` in the order of their dates; without any, the current
    value has always been so."""
    if not changes:
        return current
    value = changes[0].before
    for change in changes:
        if change.effective_on <= day:
            value = change.after
    return value


def may_follow(before: Standing | str, after: Standing | str) -> bool:
    return Standing(after) in FOLLOWS[Standing(before)]
