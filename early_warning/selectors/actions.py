"""What waits to be done about alerts, and the page of one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Min, OuterRef, Q, Subquery

from cpd_portal.core.choices import Role
from cpd_portal.core.models import Membership, OrgUnit, User
from early_warning.choices import HandlingState
from early_warning.escalation import escalation_policy
from early_warning.models import Alert, AlertAction, AlertStep, Handling
from early_warning.rules.actions import HandlingFacts, Lateness, lateness

OPEN_ACTION = Q(actions__done_on=None, actions__withdrawn_on=None)
STAFF = (Role.OFFICER, Role.CHIEF, Role.INSPECTOR)


@dataclass(frozen=True, slots=True)
class ActionChoice:
    """ "" is everything in reach; `late` only what is late."""

    office: str = ""
    state: str = ""
    late: bool = False
    mine: bool = False


@dataclass(frozen=True, slots=True)
class WaitingLine:
    alert: Alert
    state: HandlingState
    lateness: Lateness


@dataclass(frozen=True, slots=True)
class WaitingGroup:
    """So many alerts that are in one state and late in one way."""

    state: HandlingState
    lateness: Lateness
    count: int


@dataclass(frozen=True)
class AlertPage:
    """One alert with its history; `version` 0 while nobody has handled it."""

    alert: Alert
    state: HandlingState
    version: int
    handling: Handling | None
    lateness: Lateness
    actions: Sequence[AlertAction]
    steps: Sequence[AlertStep]


def with_open_action(alerts: Any) -> Any:
    """Adds `action_due_on` and the handling."""
    return alerts.select_related("handling").annotate(
        action_due_on=Min("actions__due_on", filter=OPEN_ACTION)
    )


def handling_facts(alert: Any) -> HandlingFacts:
    """Of a row of `with_open_action`."""
    handling = getattr(alert, "handling", None)
    return HandlingFacts(
        rank=alert.rank,
        state=HandlingState(handling.state) if handling else HandlingState.NEW,
        raised_on=alert.raised_on,
        acknowledged_on=handling.acknowledged_on if handling else None,
        action_due_on=alert.action_due_on,
    )


def waiting_lines(user: User, choice: ActionChoice, today: date) -> list[WaitingLine]:
    """The latest first, then the most serious."""
    rows = with_open_action(Alert.objects.visible_to(user).current().awaiting())
    rows = rows.select_related("institution__office")
    if choice.office:
        rows = rows.filter(institution__office__code=choice.office)
    if choice.mine:
        owned = AlertAction.objects.filter(owner=user, done_on=None, withdrawn_on=None)
        rows = rows.filter(Q(institution__responsible=user) | Q(pk__in=owned.values("alert")))
    lines = [_line(row, today) for row in rows]
    kept = [line for line in lines if not choice.late or line.lateness.days_late]
    if choice.state:
        kept = [line for line in kept if line.state == choice.state]
    return in_order(kept)


def waiting_groups(user: User, today: date) -> list[WaitingGroup]:
    """The same alerts as all `waiting_lines`, counted by their facts: each is judged once. Most
    of them nobody has begun: these are counted without looking for what was done about them."""
    open_actions = AlertAction.objects.filter(done_on=None, withdrawn_on=None).order_by()
    begun = Handling.objects.order_by().values("alert").union(open_actions.values("alert"))
    due_on = (
        open_actions.filter(alert=OuterRef("pk")).values("alert").annotate(first=Min("due_on"))
    )
    waiting = Alert.objects.visible_to(user).current().awaiting().order_by()
    untouched = (
        waiting.exclude(pk__in=begun).values_list("rank", "raised_on").annotate(count=Count("*"))
    )
    others = (
        waiting.filter(pk__in=begun)
        .annotate(action_due_on=Subquery(due_on.values("first")))
        .values_list(
            "rank", "raised_on", "handling__state", "handling__acknowledged_on", "action_due_on"
        )
        .annotate(count=Count("*"))
    )
    return [
        *(_group((rank, raised, None, None, None, n), today) for rank, raised, n in untouched),
        *(_group(row, today) for row in others),
    ]


def in_order(lines: Iterable[WaitingLine]) -> list[WaitingLine]:
    """The latest first, then the most serious."""
    return sorted(lines, key=lambda line: (-line.lateness.days_late, -line.alert.rank))


def alert_page(alert: Alert, today: date) -> AlertPage:
    """`alert` of `with_open_action`, with its institution."""
    handling = getattr(alert, "handling", None)
    facts = handling_facts(alert)
    return AlertPage(
        alert=alert,
        state=facts.state,
        version=handling.version if handling else 0,
        handling=handling,
        lateness=lateness(facts, escalation_policy(), today),
        actions=list(alert.actions.select_related("owner")),
        steps=list(alert.steps.select_related("by")),
    )


def open_rank() -> Subquery:
    """Of each institution of a queryset: the most serious alert that stands and nobody closed."""
    rows = Alert.objects.current().awaiting().filter(institution=OuterRef("pk"))
    return Subquery(rows.order_by("-rank").values("rank")[:1])


def staff_of(office: OrgUnit, today: date) -> list[User]:
    """Who can own an action, in the order of their names."""
    there = Membership.objects.in_force(today).filter(org_unit=office, role__in=STAFF)
    return list(
        User.objects.filter(is_active=True, pk__in=there.values("user")).order_by("full_name")
    )


def _group(row: Sequence[Any], today: date) -> WaitingGroup:
    rank, raised_on, state, *days, count = row
    facts = HandlingFacts(rank, HandlingState(state or HandlingState.NEW), raised_on, *days)
    return WaitingGroup(facts.state, lateness(facts, escalation_policy(), today), count)


def _line(alert: Alert, today: date) -> WaitingLine:
    facts = handling_facts(alert)
    return WaitingLine(alert, facts.state, lateness(facts, escalation_policy(), today))
