"""What is due in a month, or late: meetings, statements and boards of institutions, alerts,
actions."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import F, Max, Value

from coops.choices import Duty
from coops.models import Institution
from coops.selectors.duties import GONE, DutyChoice, duties_of, rules_of_years
from cpd_portal.core.models import User
from cpd_portal.thai.fiscal import fiscal_year_of
from early_warning.choices import ClockKind, HandlingState
from early_warning.models import AlertAction
from early_warning.rules.clocks import SOON, Span, days_words, late_span, month_span
from early_warning.selectors.actions import ActionChoice, waiting_lines

DUTIES = {Duty.MEETING: ClockKind.MEETING, Duty.STATEMENTS_TIER_2: ClockKind.STATEMENTS}
"""Statements count for no tier after the days of tier 2."""
LONGEST = 366
"""Days that a duty can lie behind the end of the accounting year."""


@dataclass(frozen=True, slots=True)
class ClockChoice:
    """ "" is everything in reach; `late` what is over instead of what the month brings."""

    month: str = ""
    office: str = ""
    kind: str = ""
    late: bool = False

    def span(self, today: date) -> Span:
        return late_span(today) if self.late else month_span(self.month, today)


@dataclass(frozen=True, slots=True)
class ClockLine:
    """`key` opens the alert of an alert or action, "" for a duty of the institution."""

    day: date
    kind: ClockKind
    title: str
    registration_no: str
    name: str
    office_short: str
    key: str
    today: date

    @property
    def words(self) -> str:
        return days_words(self.day, self.today)

    @property
    def is_late(self) -> bool:
        return self.day < self.today

    @property
    def is_soon(self) -> bool:
        return 0 <= (self.day - self.today).days <= SOON


def clock_lines(user: User, choice: ClockChoice, today: date) -> list[ClockLine]:
    """The nearest first, then in Thai order of what it is and of the institution's number."""
    return clock_lines_between(user, choice, choice.span(today), today)


def clock_lines_between(
    user: User, choice: ClockChoice, span: Span, today: date
) -> list[ClockLine]:
    """Of these days, whatever month was chosen."""
    readers = {
        ClockKind.ALERT: _alerts,
        ClockKind.ACTION: _actions,
    }
    lines = list(_duties(user, choice, span, today))
    for kind, read in readers.items():
        if choice.kind in ("", kind):
            lines.extend(read(user, choice, span, today))
    return sorted(lines, key=lambda line: (line.day, line.kind, line.registration_no, line.key))


def _duties(user: User, choice: ClockChoice, span: Span, today: date) -> Iterator[ClockLine]:
    """What is still to be done: one query for all duties, years and boards."""
    rows = list(_duty_rows(user, choice, span, today))
    if not rows:
        return
    for day, number, name, office, kind in rows[0].union(*rows[1:], all=True):
        found_kind = ClockKind(kind)
        yield ClockLine(day, found_kind, str(found_kind.label), number, name, office, "", today)


def _duty_rows(user: User, choice: ClockChoice, span: Span, today: date) -> Iterator[Any]:
    if choice.kind in ("", ClockKind.BOARD_TERM):
        yield _board_rows(user, choice, span)
    for duty, kind in DUTIES.items():
        if choice.kind not in ("", kind):
            continue
        for fiscal_year, rules in rules_of_years(duty, _years(span)):
            wanted = DutyChoice(
                fiscal_year=fiscal_year, as_of=today, duty=duty, office=choice.office
            )
            rows = duties_of(user, wanted, rules).order_by()
            rows = rows.filter(done_on=None, due_on__range=(span.first, span.last))
            yield rows.values_list(
                "due_on", "registration_no", "name", "office__short_name", Value(kind.value)
            )


def _years(span: Span) -> range:
    """Fiscal years whose accounting years can have something due in the span."""
    first = fiscal_year_of(span.first - timedelta(days=LONGEST))
    return range(first, fiscal_year_of(span.last) + 1)


def _board_rows(user: User, choice: ClockChoice, span: Span) -> Any:
    """By the last end that anybody entered."""
    rows = Institution.objects.visible_to(user).exclude(standing__in=GONE)
    if choice.office:
        rows = rows.filter(office__code=choice.office)
    ending = rows.annotate(ends_on=Max("further_figures__board_term_ends_on")).filter(
        ends_on__range=(span.first, span.last)
    )
    return ending.order_by().values_list(
        "ends_on",
        "registration_no",
        "name",
        "office__short_name",
        Value(ClockKind.BOARD_TERM.value),
    )


def _alerts(user: User, choice: ClockChoice, span: Span, today: date) -> Iterator[ClockLine]:
    """Where an action is open, its own clock says the day."""
    for line in waiting_lines(user, ActionChoice(office=choice.office), today):
        due_on, alert = line.lateness.due_on, line.alert
        if due_on is None or not span.holds(due_on) or _has_action(line):
            continue
        title = "ให้รับทราบ" if line.state == HandlingState.NEW else "ให้ดำเนินการ"
        yield ClockLine(
            day=due_on,
            kind=ClockKind.ALERT,
            title=f"{title}: {alert.level}",
            registration_no=alert.institution.registration_no,
            name=alert.institution.name,
            office_short=alert.institution.office.short_name,
            key=str(alert.pk),
            today=today,
        )


def _has_action(line: Any) -> bool:
    return line.state != HandlingState.NEW and line.alert.action_due_on is not None


def _actions(user: User, choice: ClockChoice, span: Span, today: date) -> Iterator[ClockLine]:
    rows = AlertAction.objects.visible_to(user).filter(
        done_on=None, withdrawn_on=None, due_on__range=(span.first, span.last)
    )
    if choice.office:
        rows = rows.filter(alert__institution__office__code=choice.office)
    rows = rows.annotate(
        number=F("alert__institution__registration_no"),
        institution_name=F("alert__institution__name"),
        office_name=F("alert__institution__office__short_name"),
    ).select_related("owner")
    for row in rows:
        yield ClockLine(
            day=row.due_on,
            kind=ClockKind.ACTION,
            title=f"{row.get_kind_display()} {row.title} ({row.owner})",
            registration_no=row.number,
            name=row.institution_name,
            office_short=row.office_name,
            key=str(row.alert_id),
            today=today,
        )
