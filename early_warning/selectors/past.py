"""Readings and alerts as they stood at the end of a day.

By the office that has the institution now: neither has an office of its own, and both go along
when another office takes it over.
"""

from datetime import date
from typing import Any

from django.db.models import Min, QuerySet

from cpd_portal.core.models import User
from cpd_portal.core.past import as_row, events_until
from early_warning.choices import HandlingState
from early_warning.escalation import escalation_policy
from early_warning.models import Alert, AlertAction, Handling, WatchReading
from early_warning.rules.actions import HandlingFacts, lateness
from early_warning.selectors.actions import WaitingLine, in_order


def readings_on(user: User, day: date) -> QuerySet[Any]:
    """Events: what held of each institution."""
    return _in_reach(events_until(WatchReading, day).filter(until=None), user)


def waiting_lines_on(user: User, day: date) -> list[WaitingLine]:
    """Alerts that stood and that nobody had closed; three queries."""
    rows = _in_reach(events_until(Alert, day).filter(ended_on=None), user)
    handlings = {row.alert_id: row for row in events_until(Handling, day)}
    due = _due_actions(day)
    lines = [
        _line(as_row(Alert, row), handlings.get(row.id), due.get(row.id), day)
        for row in rows.select_related("institution__office")
    ]
    return in_order(line for line in lines if line.state != HandlingState.CLOSED)


def _in_reach(rows: QuerySet[Any], user: User) -> QuerySet[Any]:
    if user.reach.nationwide:
        return rows
    return rows.filter(institution__office__in=user.reach.unit_ids)


def _due_actions(day: date) -> dict[Any, date]:
    """The first day by which something was still to be done, by alert."""
    still_open = events_until(AlertAction, day).filter(done_on=None, withdrawn_on=None)
    rows = still_open.order_by().values("alert").annotate(first=Min("due_on"))
    return dict(rows.values_list("alert", "first"))


def _line(alert: Alert, handling: Any, action_due_on: date | None, day: date) -> WaitingLine:
    facts = HandlingFacts(
        rank=alert.rank,
        state=HandlingState(handling.state) if handling else HandlingState.NEW,
        raised_on=alert.raised_on,
        acknowledged_on=handling.acknowledged_on if handling else None,
        action_due_on=action_due_on,
    )
    return WaitingLine(alert, facts.state, lateness(facts, escalation_policy(), day))
