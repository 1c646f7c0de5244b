"""The 6-month round of KPI 5 and 6: who closed the accounts and met within the days.

The population is the frozen one of the year; of it, those whose accounting year ended in the
months that the criteria of the round name.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import (
    Case,
    Count,
    DateField,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    Subquery,
    TextChoices,
    Value,
    When,
)
from django.db.models.functions import Cast

from coops.models import Assessment
from cpd_portal.core.models import User
from cpd_portal.thai.calendar import MONTHS
from kpis.choices import Computation, PolicyCode
from kpis.models import Criterion, Kpi, ScoringPolicy
from kpis.rules.year_ends import year_end_span
from kpis.selectors.measured import SOURCES


class HalfState(TextChoices):
    """How one institution stands; `OPEN`: it can still reach it."""

    DONE = "done", "ปิดบัญชีและประชุมใหญ่ทันกำหนด"
    OPEN = "open", "ยังทันกำหนด"
    MISSED = "missed", "ไม่ทันกำหนด"


@dataclass(frozen=True)
class MeetingRule:
    """`days` from the end of the accounting year; `year_ends`: the last days of the months that
    the criteria name."""

    days: int
    year_ends: Sequence[date]

    @property
    def words(self) -> str:
        """ "สิ้นปีบัญชีเมษายนถึงกันยายน 2566"."""
        first, last = self.year_ends[0], self.year_ends[-1]
        return f"สิ้นปีบัญชี{MONTHS[first.month - 1]}ถึง{MONTHS[last.month - 1]} {last.year + 543}"


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


def half_year(kpi: Kpi, today: date, rule: MeetingRule) -> HalfYear | None:
    """None where the year has no frozen population."""
    rows = _rows(Assessment.objects.all(), kpi, today, rule)
    counts = rows.aggregate(
        **{state.value: Count("pk", filter=Q(half_state=state)) for state in HalfState},
        population=Count("pk"),
    )
    return HalfYear(**counts, days=rule.days) if counts["population"] else None


def half_year_rows(
    user: User, kpi: Kpi, today: date, rule: MeetingRule, state: str = "", office: str = ""
) -> Any:
    """Those that the user may see, the ones that can still change first."""
    rows = _rows(Assessment.objects.visible_to(user), kpi, today, rule)
    if state:
        rows = rows.filter(half_state=state)
    if office:
        rows = rows.filter(office__code=office)
    return rows.order_by(_first(HalfState.OPEN), "due_on", "institution__name_sort", "pk")


def half_year_lines(rows: Any) -> list[HalfYearLine]:
    """`rows`: one page of `half_year_rows`."""
    return [HalfYearLine(*row) for row in rows.values_list(*COLUMNS)]


def meeting_rule(kpi: Kpi) -> MeetingRule | None:
    """None where no criteria of the KPI name the months of the year-ends; the days are a policy
    of the scorecard. One query."""
    criteria = Criterion.objects.filter(kpi=kpi, computation=Computation.MEETINGS)
    days = ScoringPolicy.objects.filter(
        scorecard=OuterRef("kpi__scorecard"), code=PolicyCode.HALF_DAYS
    )
    found = criteria.values_list(
        "first_month", "last_month", Subquery(days.values("value"))
    ).first()
    if found is None or None in found[:2]:
        return None
    first, last, within = found
    return MeetingRule(int(within), year_end_span(kpi.scorecard.fiscal_year, first, last))


def _rows(rows: Any, kpi: Kpi, today: date, rule: MeetingRule) -> Any:
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
        ended_on=_ended_on(rule.year_ends),
    ).filter(ended_on__range=(rule.year_ends[0].replace(day=1), rule.year_ends[-1]))
    until = F("ended_on") + timedelta(days=rule.days)
    due = joined.annotate(due_on=Cast(until, DateField()))
    return due.annotate(half_state=_state(today))


def _ended_on(year_ends: Sequence[date]) -> Case:
    """As the facts of the year say; without them by the register, whose day of the month does
    not move the month."""
    by_register = [
        When(
            half_facts__accounting_year_end__isnull=True,
            institution__accounting_year_end_month=day.month,
            then=Value(day, output_field=DateField()),
        )
        for day in year_ends
    ]
    return Case(
        *by_register, default=F("half_facts__accounting_year_end"), output_field=DateField()
    )


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
