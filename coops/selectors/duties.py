"""General meetings and statements due: every institution with its clock as of a day."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import (
    Case,
    Count,
    DateField,
    F,
    FilteredRelation,
    Func,
    IntegerField,
    Max,
    Q,
    TextChoices,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Least
from django.utils import timezone

from coops import rules
from coops.choices import Duty, DutyState, Kind, Standing
from coops.duty_figures import meeting_rules
from coops.models import Institution, RuleSet
from coops.querysets import InstitutionQuerySet
from coops.rules.accounting import FIRST_MONTH
from coops.rules.duties import Clock, DutyRule, clock, statement_rules
from cpd_portal.core.models import User

ROWS_PER_READ = 2_000
SOON = 30
"""Days before the day that a list of what comes next looks ahead."""
GONE = (Standing.DISSOLVED, Standing.STRUCK_OFF)
FACTS = {
    Duty.MEETING: "general_meeting_on",
    Duty.STATEMENTS_TIER_1: "closed_on",
    Duty.STATEMENTS_TIER_2: "closed_on",
}
FEBRUARY = 2


class DutyShow(TextChoices):
    """Which of them; the states, and what is due soon."""

    SOON = "soon", f"ครบกำหนดใน {SOON} วัน"
    OVERDUE = DutyState.OVERDUE.value, DutyState.OVERDUE.label
    DUE = DutyState.DUE.value, DutyState.DUE.label
    NOT_BEGUN = DutyState.NOT_BEGUN.value, DutyState.NOT_BEGUN.label
    LATE = DutyState.LATE.value, DutyState.LATE.label
    ON_TIME = DutyState.ON_TIME.value, DutyState.ON_TIME.label


class DutyOrder(TextChoices):
    DUE = "due", "ครบกำหนดก่อน"
    NAME = "name", "ชื่อ ก–ฮ"
    OFFICE = "office", "หน่วยงาน"


@dataclass(frozen=True, kw_only=True)
class DutyChoice:
    """ "" is everything that the person may see."""

    fiscal_year: int
    as_of: date
    duty: Duty = Duty.MEETING
    kind: str = ""
    office: str = ""
    show: str = ""
    q: str = ""

    def narrow(self, rows: InstitutionQuerySet) -> InstitutionQuerySet:
        """Of `duties_of`, those in the chosen state."""
        return rows.filter(_show_of(self.show, self.as_of)) if self.show else rows


@dataclass(frozen=True, slots=True)
class DutyLine:
    """`facts_version` is that of the facts of the year, 0 while there are none."""

    pk: int
    registration_no: str
    name: str
    kind: str
    office: str
    office_short: str
    year_end: date
    done_on: date | None
    facts_version: int
    letter_on: date | None
    clock: Clock

    @property
    def kind_label(self) -> str:
        return str(Kind(self.kind).label)

    @property
    def is_open(self) -> bool:
        """Whether a letter can still ask for it."""
        return self.clock.state in (DutyState.DUE, DutyState.OVERDUE)


def duty_rules(duty: Duty, fiscal_year: int) -> dict[Kind, DutyRule]:
    """By kind; without a rule set of the year there are no days for statements."""
    if duty == Duty.MEETING:
        return dict(meeting_rules())
    found = RuleSet.objects.filter(kind=Kind.FARMER_GROUP, fiscal_year=fiscal_year).last()
    days = statement_rules(found.rules) if found else {}
    return {Kind.FARMER_GROUP: days[duty]} if duty in days else {}


def rules_of_years(
    duty: Duty, fiscal_years: Iterable[int]
) -> Iterator[tuple[int, dict[Kind, DutyRule]]]:
    """Each fiscal year that has a rule for the duty, in one query; see `duty_rules`."""
    if duty == Duty.MEETING:
        yield from ((year, dict(meeting_rules())) for year in fiscal_years)
        return
    rows = RuleSet.objects.filter(kind=Kind.FARMER_GROUP, fiscal_year__in=fiscal_years)
    for year, days in {row.fiscal_year: statement_rules(row.rules) for row in rows}.items():
        if duty in days:
            yield year, {Kind.FARMER_GROUP: days[duty]}


def duties_of(
    user: User,
    choice: DutyChoice,
    found: Mapping[Kind, DutyRule],
    order: DutyOrder = DutyOrder.DUE,
) -> InstitutionQuerySet:
    """Whoever has the duty in the year, with `year_end`, `due_on`, `done_on`, `duty_state`."""
    rows = _with_clock(Institution.objects.visible_to(user), choice, found)
    wanted = {"kind": choice.kind, "office__code": choice.office}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    rows = rows.search(choice.q)
    orders: dict[str, tuple[str, ...]] = {
        DutyOrder.DUE: ("due_on",),
        DutyOrder.OFFICE: ("office__name_sort", "due_on"),
    }
    return rows.order_by(*orders.get(order, ()), "name_sort", "registration_no")


def duty_counts(rows: InstitutionQuerySet, choice: DutyChoice) -> dict[str, int]:
    """How many in each state and due soon, of `duties_of`: one query."""
    counted = {
        show.value: Count("pk", filter=_show_of(show.value, choice.as_of)) for show in DutyShow
    }
    found: dict[str, int] = rows.order_by().aggregate(**counted)
    return found


def duty_lines(rows: Any, choice: DutyChoice, found: Mapping[Kind, DutyRule]) -> list[DutyLine]:
    """`rows`: one page of `duties_of`."""
    return list(_lines(_values(rows, choice), choice, found))


def streamed_duties(
    rows: InstitutionQuerySet, choice: DutyChoice, found: Mapping[Kind, DutyRule]
) -> Iterator[DutyLine]:
    """A few thousand rows at a time: memory stays bounded."""
    return _lines(_values(rows, choice).iterator(chunk_size=ROWS_PER_READ), choice, found)


def _with_clock(
    rows: InstitutionQuerySet, choice: DutyChoice, found: Mapping[Kind, DutyRule]
) -> InstitutionQuerySet:
    fact = f"year__{FACTS[choice.duty]}"
    done = Case(
        When(**{f"{fact}__lte": choice.as_of}, then=F(fact)),
        output_field=DateField(),
    )
    of_year = Q(year_facts__fiscal_year=choice.fiscal_year)
    with_clock: InstitutionQuerySet = (
        rows.filter(kind__in=list(found))
        .exclude(standing__in=GONE)
        .alias(year=FilteredRelation("year_facts", condition=of_year))
        .annotate(
            year_end=Coalesce("year__accounting_year_end", _year_end(choice.fiscal_year)),
            due_on=_days_after("year_end", _days(found)),
            done_on=done,
        )
    )
    return with_clock.filter(Q(registered_on=None) | Q(registered_on__lte=F("year_end")))


def _days(found: Mapping[Kind, DutyRule]) -> Case:
    return Case(
        *(When(kind=kind, then=Value(rule.days)) for kind, rule in found.items()),
        default=Value(0),
        output_field=IntegerField(),
    )


def _year_end(fiscal_year: int) -> Func:
    """`rules.accounting_year_end_in` in SQL; only the end of February moves."""
    autumn = rules.accounting_year_end_in(fiscal_year, FIRST_MONTH, 1).year
    february = rules.accounting_year_end_in(fiscal_year, FEBRUARY, 29)
    month, day = F("accounting_year_end_month"), F("accounting_year_end_day")
    year = Case(
        When(accounting_year_end_month__gte=FIRST_MONTH, then=Value(autumn)),
        default=Value(february.year),
    )
    last = Case(
        When(accounting_year_end_month=FEBRUARY, then=Least(day, Value(february.day))),
        default=day,
        output_field=IntegerField(),
    )
    return Func(year, month, last, function="make_date", output_field=DateField())


def _days_after(name: str, days: Case) -> Func:
    """A date and a number is a date in PostgreSQL."""
    return Func(
        F(name), days, template="(%(expressions)s)", arg_joiner=" + ", output_field=DateField()
    )


def _show_of(show: str, as_of: date) -> Q:
    """The states of `rules.duties.clock` in SQL."""
    open_ = Q(done_on__isnull=True, year_end__lt=as_of)
    return {
        DutyShow.SOON: open_ & Q(due_on__range=(as_of, as_of + timedelta(days=SOON))),
        DutyShow.OVERDUE: open_ & Q(due_on__lt=as_of),
        DutyShow.DUE: open_ & Q(due_on__gte=as_of),
        DutyShow.NOT_BEGUN: Q(done_on__isnull=True, year_end__gte=as_of),
        DutyShow.LATE: Q(done_on__gt=F("due_on")),
        DutyShow.ON_TIME: Q(done_on__lte=F("due_on")),
    }[DutyShow(show)]


def _values(rows: Any, choice: DutyChoice) -> Any:
    """With the day of the latest letter about it."""
    letter = Q(
        chase_letters__batch__fiscal_year=choice.fiscal_year,
        chase_letters__batch__duty=choice.duty,
    )
    return rows.annotate(
        letter_at=Max("chase_letters__batch__made_at", filter=letter)
    ).values_list(
        "pk",
        "registration_no",
        "name",
        "kind",
        "office__name",
        "office__short_name",
        "year_end",
        "done_on",
        "year__version",
        "letter_at",
    )


def _lines(
    rows: Iterable[tuple[Any, ...]], choice: DutyChoice, found: Mapping[Kind, DutyRule]
) -> Iterator[DutyLine]:
    for row in rows:
        pk, number, name, kind, office, short, year_end, done_on, version, letter_at = row
        yield DutyLine(
            pk=pk,
            registration_no=number,
            name=name,
            kind=kind,
            office=office,
            office_short=short,
            year_end=year_end,
            done_on=done_on,
            facts_version=version or 0,
            letter_on=letter_at and timezone.localdate(letter_at),
            clock=clock(found[Kind(kind)], year_end, done_on, choice.as_of),
        )
