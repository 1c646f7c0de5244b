"""Visits to look at: my day, the calendar of an office, the visits to one institution."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.db.models import Count, F, Q

from coops.choices import Kind
from coops.models import Institution
from cpd_portal.core.models import OrgUnit, User
from cpd_portal.thai.calendar import MONTHS, to_buddhist_year
from inspection.choices import Answer, VisitState
from inspection.models import Visit
from inspection.querysets import VisitQuerySet
from inspection.selectors.appointments import inspectors_of

SOON_DAYS = 14
TEAMS_OFFERED = 50


@dataclass(frozen=True, slots=True)
class MyDay:
    """Every visit stands once: under way, to be made today, later, or past its day."""

    started: list[Visit]
    today: list[Visit]
    overdue: list[Visit]
    soon: list[Visit]

    @property
    def is_empty(self) -> bool:
        return not (self.started or self.today or self.overdue or self.soon)


def my_day(user: User, today: date) -> MyDay:
    """In one query; `soon` are the next two weeks."""
    rows = (
        told(Visit.objects.visible_to(user))
        .ahead()
        .of_inspector(user)
        .filter(Q(state=VisitState.STARTED) | Q(planned_on__lte=today + timedelta(SOON_DAYS)))
    )
    day = MyDay([], [], [], [])
    for visit in rows:
        _part(day, visit, today).append(visit)
    return day


def _part(day: MyDay, visit: Visit, today: date) -> list[Visit]:
    if visit.state == VisitState.STARTED:
        return day.started
    if visit.planned_on == today:
        return day.today
    return day.overdue if visit.planned_on < today else day.soon


def told(rows: VisitQuerySet) -> VisitQuerySet:
    """With what a line of a list says: the institution, how many questions were answered, and
    how many findings there are."""
    counted: VisitQuerySet = (
        rows.select_related("institution", "office")
        .annotate(
            answered=Count("answers__question", distinct=True),
            problems=Count(
                "answers__question", filter=Q(answers__answer=Answer.PROBLEM), distinct=True
            ),
            found=Count("defects", distinct=True),
        )
        .order_by("planned_on", "institution__name_sort", "pk")
    )
    return counted


def calendar_rows(
    user: User, office: OrgUnit | None, fiscal_year: int, state: str
) -> VisitQuerySet:
    """Of the fiscal year, by day."""
    rows: VisitQuerySet = Visit.objects.visible_to(user).of_year(fiscal_year)
    if office is not None:
        rows = rows.filter(office=office)
    if state:
        rows = rows.filter(state=state)
    return told(rows)


def by_month(visits: list[Visit]) -> list[tuple[str, list[Visit]]]:
    """Each month in words with its visits; they come in the order of their days."""
    months = groupby(visits, key=lambda visit: month_words(visit.planned_on))
    return [(month, list(rows)) for month, rows in months]


def month_words(day: date) -> str:
    return f"{MONTHS[day.month - 1]} {to_buddhist_year(day.year)}"


def visits_of(user: User, institution: Institution) -> list[Visit]:
    """The latest first."""
    rows = told(Visit.objects.visible_to(user).filter(institution=institution))
    return list(rows.order_by("-planned_on", F("started_at").desc(nulls_last=True)))


def inspectors_for(institution: Institution, today: date) -> list[User]:
    """Who may be in a team: those who inspect for the office on that day."""
    appointed = inspectors_of(institution.office, today, Kind(institution.kind))
    people = User.objects.filter(pk__in=appointed.values("inspector"))
    return list(people.order_by("full_name")[:TEAMS_OFFERED])
