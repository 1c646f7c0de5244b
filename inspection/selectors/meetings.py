"""What belongs on the agenda of the working group, and its meetings as pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Count, IntegerField, OuterRef, Q, Value, When

from cpd_portal.core.models import OrgUnit, User
from cpd_portal.core.scoping import OfficeScopedQuerySet
from inspection.choices import AgendaReason
from inspection.models import Defect, DefectStep, MeetingItem, WorkingGroupMeeting
from inspection.querysets import DefectQuerySet

AT_MOST = 100
"""Of one meeting; the most urgent come first, the rest is left for the next one."""


def proposed_for_agenda(meeting: WorkingGroupMeeting) -> DefectQuerySet:
    """Uncured defects of the office that are not on the agenda: proposed closures, those overdue
    on the day of the meeting, the others; exempted ones wait. At most what is left of AT_MOST."""
    room = max(AT_MOST - meeting.items.count(), 0)
    urgency = Case(
        When(~Q(proposed_state=""), then=Value(0)),
        When(due_on__lt=meeting.held_on, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    rows: DefectQuerySet = (
        Defect.objects.filter(office=meeting.office, exempt_until=None)
        .uncured()
        .exclude(meeting_items__meeting=meeting)
        .order_by(urgency, "due_on", "pk")
    )
    return rows[:room]


def meetings_of(user: User, office: OrgUnit | None) -> OfficeScopedQuerySet:
    rows: OfficeScopedQuerySet = WorkingGroupMeeting.objects.visible_to(user)
    if office is not None:
        rows = rows.filter(office=office)
    found: OfficeScopedQuerySet = (
        rows.select_related("office")
        .annotate(agenda=Count("items"), decided=Count("items", filter=~Q(items__decision="")))
        .order_by("-held_on", "-called_at")
    )
    return found


@dataclass(frozen=True)
class AgendaPart:
    """The items of one reason, as the agenda prints them."""

    reason: AgendaReason
    items: Sequence[MeetingItem]


def items_of(meeting: WorkingGroupMeeting, viewer: User | None = None) -> list[MeetingItem]:
    """With what the viewer did to each defect, for the decisions that are offered to him."""
    rows = MeetingItem.objects.filter(meeting=meeting).select_related(
        "defect__institution", "defect__proposed_by", "decided_by"
    )
    if viewer is not None:
        own = DefectStep.objects.filter(defect=OuterRef("defect"), by=viewer).order_by()
        rows = rows.annotate(own_acts=ArraySubquery(own.values("act").distinct()))
    return list(rows)


def agenda_parts(items: Sequence[MeetingItem]) -> list[AgendaPart]:
    parts = [
        AgendaPart(reason, [item for item in items if item.because == reason])
        for reason in AgendaReason
    ]
    return [part for part in parts if part.items]
