"""What a room says of an e-mail that it sums up."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from cpd_portal.core.choices import Role
from cpd_portal.core.models.people import User
from cpd_portal.core.notifications.registry import NotificationKind


@dataclass(frozen=True)
class Letter:
    """`items`: how many things it tells of. `subject` holds counts only: no text that anybody
    typed stands in a header."""

    subject: str
    body: str
    items: int


def of_the_day(today: date) -> date:
    return today


def of_the_month(today: date) -> date:
    return today.replace(day=1)


def no_rest() -> int:
    return 0


@dataclass(frozen=True)
class Digest:
    """To who wants one of `kinds` and holds one of `roles` (empty: everybody). `letter` is None
    where there is nothing to say; it reads with the person's rights of that moment.

    One for a person and `period` (its first day), and none within `rest` days after another.
    `tries` of one period: a full mailbox stays full."""

    code: str
    kinds: Callable[[], Sequence[NotificationKind]]
    letter: Callable[[User, date], Letter | None]
    roles: tuple[Role, ...] = ()
    period: Callable[[date], date] = of_the_day
    rest: Callable[[], int] = no_rest
    tries: int = 2
