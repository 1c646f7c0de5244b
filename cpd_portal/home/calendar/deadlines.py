"""What is due for a person in the next months, from every room.

Days and numbers only: the feed leaves the portal, and who opens a line signs in to see more.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import CharField, Count, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse

from coops.entry import FORM_CODE, STRENGTH_FORM
from cpd_portal.core.choices import Round
from cpd_portal.core.models import EntryPeriod, User
from early_warning.rules.clocks import Span
from early_warning.selectors.clocks import ClockChoice, clock_lines_between
from inspection.models import Defect, Visit
from registrar.models import Case, CaseTask

BACK, AHEAD = timedelta(days=31), timedelta(days=92)
MOST_OFFICES = 3
"""With more offices in reach a person does not follow single institutions day by day."""

WORDS = {
    "form": ("กำหนดส่ง{} ปี {} {}", "coops:entry"),
    "visits": ("ตรวจการสหกรณ์ {} แห่ง", "inspection:my-day"),
    "cases": ("สำนวนครบกำหนด {} เรื่อง", "registrar:index"),
    "tasks": ("งานในสำนวนครบกำหนด {} เรื่อง", "registrar:index"),
    "defects": ("ข้อบกพร่องครบกำหนดแก้ไข {} รายการ", "inspection:defects"),
}
"""What a line says of how many, and the page that shows them."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """`code` with the day is the same on every reading, so that a program updates its entry."""

    day: date
    code: str
    title: str
    url: str


def deadlines(user: User, today: date) -> list[Deadline]:
    """The nearest first: of a month back and three ahead."""
    span = Span(today - BACK, today + AHEAD)
    found = list(_counted(user, span))
    if len(user.offices_in_reach) <= MOST_OFFICES:
        found += _clocks(user, Span(today, span.last), today)
    return sorted(found, key=lambda line: (line.day, line.code))


def _counted(user: User, span: Span) -> Iterator[Deadline]:
    """Each source counted by day, all in one query."""
    first, *others = (_by_day(*source, span) for source in _sources(user))
    for day, code, count in first.union(*others, all=True):
        title, page = WORDS[code.partition("-")[0]]
        if code.startswith("form-"):
            title = title.format(*_round_words(code))
        yield Deadline(day, code, title.format(count), reverse(page))


def _round_words(code: str) -> tuple[str, str, str]:
    _, year, entry_round = code.split("-")
    return STRENGTH_FORM.title, year, str(Round(entry_round).label)


def _sources(user: User) -> Iterator[tuple[str, Any, Any]]:
    """The field that holds the day, rows, and their code."""
    visits = Visit.objects.visible_to(user).ahead().of_inspector(user)
    yield "planned_on", visits, Value("visits")
    undecided = Case.objects.visible_to(user).undecided()
    yield "due_on", undecided.filter(handler=user, stopped_on=None), Value("cases")
    tasks = CaseTask.objects.visible_to(user)
    yield "due_on", tasks.filter(owner=user, done_on=None), Value("tasks")
    if user.offices_in_reach:
        year = Cast("fiscal_year", CharField())
        code = Concat(Value("form-"), year, Value("-"), "round")
        yield "due_on", EntryPeriod.objects.filter(form=FORM_CODE), code
    if len(user.offices_in_reach) <= MOST_OFFICES:
        yield "due_on", Defect.objects.visible_to(user).uncured(), Value("defects")


def _by_day(day: str, rows: Any, code: Any, span: Span) -> Any:
    rows = rows.filter(**{f"{day}__range": (span.first, span.last)}).order_by()
    return rows.values_list(day, code).annotate(Count("pk"))


def _clocks(user: User, span: Span, today: date) -> Iterator[Deadline]:
    """General meetings, statements, alerts and actions, counted by day and kind."""
    lines = clock_lines_between(user, ClockChoice(), span, today)
    for (day, kind), count in Counter((line.day, line.kind) for line in lines).items():
        query = urlencode({"month": f"{day:%Y-%m}", "kind": kind.value})
        url = f"{reverse('early_warning:clocks')}?{query}"
        yield Deadline(day, f"clock-{kind.value}", f"{kind.label}ครบกำหนด {count} รายการ", url)
