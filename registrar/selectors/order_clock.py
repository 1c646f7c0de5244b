"""Until when an order is to be obeyed, by the framework and the calendar of holidays."""

from dataclasses import dataclass
from datetime import date

from cpd_portal.core.holidays.selectors import holidays
from registrar.models import Order, OrderExtension
from registrar.rules.order_clock import MOVES_KEY, counted_day, last_day
from registrar.selectors.powers import framework


@dataclass(frozen=True)
class HolidayRule:
    """A framework that says nothing leaves the day where it is."""

    moves: bool = False
    verified: bool = False


@dataclass(frozen=True)
class MovedDay:
    """The last day was `counted`, on which nobody works; `verified`: the rule that moved it."""

    counted: date
    until: date
    verified: bool


def holiday_rule(day: date) -> HolidayRule:
    """As of that day."""
    try:
        figure = framework(day).figure(MOVES_KEY, day)
    except KeyError:
        return HolidayRule()
    return HolidayRule(bool(figure.value), figure.verified)


def obey_day(served_on: date, days: int | None) -> date | None:
    """By the rule of the day of service; None where no days are set."""
    if days is None:
        return None
    moves = holiday_rule(served_on).moves
    return last_day(served_on, days, moves=moves, holidays=holidays() if moves else ())


def moved_day(order: Order, extension: OrderExtension | None) -> MovedDay | None:
    """Where the calendar moved the last day that the order itself set."""
    until = extension.before if extension else order.obey_by
    if order.served_on is None or order.days is None or until is None:
        return None
    counted = counted_day(order.served_on, order.days)
    if until == counted:
        return None
    return MovedDay(counted, until, holiday_rule(order.served_on).verified)
