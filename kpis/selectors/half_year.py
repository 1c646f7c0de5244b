"""The 6-month round of KPI 5 and 6: who closed the accounts and met within the days of the law.

The population is the frozen one of the year; of it, those whose accounting year ended in the
first half of the window (April to September).
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import (
    Case,
    Count,
    DateField,
    F,
    FilteredRelation,
    Q,
    TextChoices,
    Value,
    When,
)
from django.db.models.functions import Cast

from coops.choices import Duty, Kind
from coops.models import Assessment
from coops.selectors.duties import duty_rules
from cpd_portal.core.models import User
from cpd_portal.thai.calendar import to_gregorian_year
from kpis.models import Kpi
from kpis.selectors.measured import SOURCES

FIRST_HALF = (4, 9)
"""Months of the accounting year-end, April to September of the calendar year before."""


class HalfState(TextChoices):
    """How one institution stands; `OPEN`: it can still reach it."""

    DONE = "done", "ปิดบัญชีและประชุมใหญ่ทันกำหนด"
    OPEN = "open", "ยังทันกำหนด"
    MISSED = "missed", "ไม่ทันกำหนด"


@dataclass(frozen=True)
class HalfYear:
    """Counts of the whole country; `days` from the end of the accounting year."""

    population: int
    done: int
    open: int
    missed: int
    days: int


@dataclass(frozen=True, slots=True)
class HalfYearLine:
    registration_no: str
    name: str
    office: str
    year_end: date
    due_on: date
    closed_on: date | None
    met_on: date | None
    state: str

    @property
    def state_label(self) -> str:
        return str(HalfState(self.state).label)


COLUMNS = (
    "institution__registration_no",
    "institution__name",
    "office__short_name",
    "ended_on",
    "due_on",
    "half_facts__closed_on",
    "half_facts__general_meeting_on",
    "half_state",
)


def half_year(kpi: Kpi, today: date, days: int) -> HalfYear | None:
    """None where the year has no frozen population."""
    rows = _rows(Assessment.objects.all(), kpi, today, days)
    counts = rows.aggregate(
        **{state.value: Count("pk", filter=Q(half_state=state)) for state in HalfState},
        population=Count("pk"),
    )
    return HalfYear(**counts, days=days) if counts["population"] else None


def half_year_rows(
    user: User, kpi: Kpi, today: date, days: int, state: str = "", office: str = ""
) -> Any:
    """Those that the user may see, the ones that can still change first."""
    rows = _rows(Assessment.objects.visible_to(user), kpi, today, days)
    if state:
        rows = rows.filter(half_state=state)
    if office:
        rows = rows.filter(office__code=office)
    return rows.order_by(_first(HalfState.OPEN), "due_on", "institution__name_sort", "pk")


def half_year_lines(rows: Any) -> list[HalfYearLine]:
    """`rows`: one page of `half_year_rows`."""
    return [HalfYearLine(*row) for row in rows.values_list(*COLUMNS)]


def meeting_days(kpi: Kpi) -> int:
    kind, _ = SOURCES[kpi.live_source]
    return duty_rules(Duty.MEETING, kpi.scorecard.fiscal_year)[Kind(kind)].days


def _rows(rows: Any, kpi: Kpi, today: date, days: int) -> Any:
    """Annotated with the end of the accounting year, the due day and the state."""
    kind, sector = SOURCES[kpi.live_source]
    year = kpi.scorecard.fiscal_year
    chosen = rows.filter(fiscal_year=year, rule_set__kind=kind)
    if sector is not None:
        chosen = chosen.filter(rule_set__sector=sector)
    joined = chosen.annotate(
        half_facts=FilteredRelation(
            "institution__year_facts", condition=Q(institution__year_facts__fiscal_year=year)
        ),
        ended_on=_ended_on(year),
    ).filter(ended_on__range=window(year))
    until = F("ended_on") + timedelta(days=days)
    due = joined.annotate(due_on=Cast(until, DateField()))
    return due.annotate(half_state=_state(today))


def window(fiscal_year: int) -> tuple[date, date]:
    year = to_gregorian_year(fiscal_year - 1)
    first, last = FIRST_HALF
    return date(year, first, 1), date(year, last, 30)


def _ended_on(fiscal_year: int) -> Case:
    """As the facts of the year say; without them by the register, whose day of the month does
    not move the month."""
    year = to_gregorian_year(fiscal_year - 1)
    months = range(FIRST_HALF[0], FIRST_HALF[1] + 1)
    by_register = [
        When(
            half_facts__accounting_year_end__isnull=True,
            institution__accounting_year_end_month=month,
            then=Value(_last_day(year, month), output_field=DateField()),
        )
        for month in months
    ]
    return Case(
        *by_register, default=F("half_facts__accounting_year_end"), output_field=DateField()
    )


def _last_day(year: int, month: int) -> date:
    return date(year, month + 1, 1) - timedelta(days=1)


def _state(today: date) -> Case:
    in_time = Q()
    for fact in ("closed_on", "general_meeting_on"):
        for limit in (F("due_on"), today):
            in_time &= Q(**{f"half_facts__{fact}__lte": limit})
    return Case(
        When(in_time, then=Value(HalfState.DONE.value)),
        When(due_on__gte=today, then=Value(HalfState.OPEN.value)),
        default=Value(HalfState.MISSED.value),
    )


def _first(state: HalfState) -> Case:
    return Case(When(half_state=state, then=Value(0)), default=Value(1))
