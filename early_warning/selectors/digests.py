"""What the monthly e-mail tells a person, within his reach on the day it is sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from cpd_portal.core.models import User
from early_warning.choices import ClockKind
from early_warning.rules.clocks import month_span
from early_warning.selectors.actions import ActionChoice, waiting_lines
from early_warning.selectors.clocks import ClockChoice, clock_lines
from early_warning.selectors.watchlist import WatchChoice, watched


@dataclass(frozen=True)
class NewLine:
    name: str
    level: str
    since: date


@dataclass(frozen=True)
class WarningMonth:
    """`levels`: the most serious first; `new`: on the watchlist since the month before began;
    `clocks`: how many of each kind are due in the month."""

    first: date
    levels: Sequence[tuple[str, int]]
    new: Sequence[NewLine]
    late: int
    clocks: Sequence[tuple[ClockKind, int]]

    @property
    def watched(self) -> int:
        return sum(count for _, count in self.levels)

    @property
    def is_empty(self) -> bool:
        return not (self.watched or self.late or self.clocks)


def warning_month(user: User, today: date) -> WarningMonth:
    first = today.replace(day=1)
    rows = watched(user, WatchChoice())
    levels = rows.order_by().values_list("rank", "level").annotate(n=Count("pk")).order_by("-rank")
    since = month_span(_month_before(first), first).first
    new = rows.filter(since__gte=since).values_list("institution__name", "level", "since")
    lines = waiting_lines(user, ActionChoice(), today)
    clocks = [line.kind for line in clock_lines(user, ClockChoice(), today)]
    return WarningMonth(
        first=first,
        levels=[(level, count) for _, level, count in levels],
        new=[NewLine(*row) for row in new],
        late=sum(line.lateness.days_late > 0 for line in lines),
        clocks=[(kind, clocks.count(kind)) for kind in ClockKind if kind in clocks],
    )


def _month_before(first: date) -> str:
    counted = first.year * 12 + first.month - 2
    return f"{counted // 12:04}-{counted % 12 + 1:02}"
