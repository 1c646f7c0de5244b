"""The defect board: which defects, by stage and lateness."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, CharField, Count, F, Q, QuerySet, TextChoices, Value, When

from cpd_portal.core.models import User
from cpd_portal.core.past import events_until
from cpd_portal.thai.searching import search_key
from inspection.choices import OPEN_STATES, DefectState
from inspection.defect_policies import DefectPolicies, defect_policies
from inspection.models import Defect
from inspection.models.defects import CURED
from inspection.querysets import DefectQuerySet
from inspection.rules.defects import days_late, escalation


class Stage(TextChoices):
    """The states, and what waits for the chief's confirmation."""

    NOT_STARTED = DefectState.NOT_STARTED.value, DefectState.NOT_STARTED.label
    IN_PROGRESS = DefectState.IN_PROGRESS.value, DefectState.IN_PROGRESS.label
    PROPOSED = "proposed", "เสนอปิด รอยืนยัน"
    RESOLVED_MONITORING = (
        DefectState.RESOLVED_MONITORING.value,
        DefectState.RESOLVED_MONITORING.label,
    )
    RESOLVED = DefectState.RESOLVED.value, DefectState.RESOLVED.label


class Lateness(TextChoices):
    OVERDUE = "overdue", "เกินกำหนด"
    SOON = "soon", "ใกล้ครบกำหนด"
    IN_TIME = "in_time", "ยังไม่ถึงกำหนด"
    EXEMPT = "exempt", "ผ่อนผัน"
    CURED = "cured", "แก้ไขแล้วเสร็จ"


class DefectOrder(TextChoices):
    DUE = "due", "ครบกำหนดก่อน"
    FOUND = "found", "พบล่าสุด"
    AMOUNT = "amount", "จำนวนเงินมากก่อน"


LATENESS_LOOKS = {
    Lateness.OVERDUE: ("err", "exclamation-triangle"),
    Lateness.SOON: ("warn", "hourglass-split"),
    Lateness.IN_TIME: ("line", "calendar-event"),
    Lateness.EXEMPT: ("info", "clock-history"),
    Lateness.CURED: ("plain", "check2"),
}


SHOWN = (
    *("title", "severity", "source", "category", "state", "proposed_state", "amount", "recurs"),
    *("found_on", "due_on", "exempt_until", "office__short_name"),
    *("institution__name", "institution__registration_no"),
)
"""What a line of the board needs of the rows."""


@dataclass(frozen=True, kw_only=True)
class DefectChoice:
    """ "" is everything that the person may see."""

    today: date
    stage: str = ""
    late: str = ""
    severity: str = ""
    category: str = ""
    source: str = ""
    office: str = ""
    q: str = ""
    sort: str = DefectOrder.DUE.value


@dataclass(frozen=True)
class Clock:
    """How a defect stands to its due day: a tag, and the escalation that is reached."""

    late: Lateness
    days: int
    step: str

    @property
    def look(self) -> str:
        return LATENESS_LOOKS[self.late][0]

    @property
    def icon(self) -> str:
        return LATENESS_LOOKS[self.late][1]

    @property
    def words(self) -> str:
        if self.late == Lateness.OVERDUE:
            return f"เกินกำหนด {self.days:,} วัน"
        return str(self.late.label)


@dataclass(frozen=True)
class BoardLine:
    defect: Defect
    stage: Stage
    clock: Clock


@dataclass(frozen=True)
class Board:
    """Counts by stage and lateness, of everything that the other filters leave."""

    cells: dict[tuple[str, str], int]

    def count(self, stage: str = "", late: str = "") -> int:
        return sum(
            number
            for (at, then), number in self.cells.items()
            if stage in ("", at) and late in ("", then)
        )

    @property
    def stages(self) -> list[tuple[Stage, int]]:
        return [(stage, self.count(stage=stage)) for stage in Stage]

    @property
    def lates(self) -> list[tuple[Lateness, int]]:
        return [(late, self.count(late=late)) for late in Lateness]


def clock_of(defect: Defect, today: date, policies: DefectPolicies) -> Clock:
    late = _lateness_of(defect, today, policies.soon_days)
    days = days_late(defect.due_on, today, defect.exempt_until) if late == "overdue" else 0
    step = escalation(policies.steps, days)
    return Clock(late, days, step.title if step else "")


def stage_of(defect: Defect) -> Stage:
    return Stage.PROPOSED if defect.proposed_state else Stage(defect.state)


def defects_of(user: User, choice: DefectChoice) -> DefectQuerySet:
    """With the filters besides stage and lateness."""
    rows: DefectQuerySet = Defect.objects.visible_to(user).filter(merged_into=None)
    wanted = {
        "severity": choice.severity,
        "category": choice.category,
        "source": choice.source,
        "office__code": choice.office,
    }
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    key = search_key(choice.q)
    if key:
        rows = rows.filter(
            Q(institution__name_search__contains=key)
            | Q(institution__registration_search__contains=key)
            | Q(title__icontains=choice.q.strip())
        )
    return rows


def defects_on(user: User, day: date, severity: str) -> "QuerySet[Any]":
    """As they stood at the end of the day, by the office that had them then: events, for
    `board` and `late_as`."""
    rows = events_until(Defect, day).filter(merged_into=None, severity=severity)
    return rows if user.reach.nationwide else rows.filter(office__in=user.reach.unit_ids)


def board(rows: "QuerySet[Any]", today: date) -> Board:
    """One query."""
    counted = (
        rows.annotate(stage=_stage(), late=_lateness(today))
        .order_by()
        .values("stage", "late")
        .annotate(number=Count("pk"))
        .values_list("stage", "late", "number")
    )
    return Board({(stage, late): number for stage, late, number in counted})


def narrowed(rows: DefectQuerySet, choice: DefectChoice) -> DefectQuerySet:
    """In the order that was asked for, with what a line shows."""
    if choice.stage:
        rows = rows.filter(in_stage(choice.stage))
    if choice.late:
        rows = rows.filter(late_as(choice.late, choice.today))
    orders = {
        # What is not yet cured first, then what was cured last.
        DefectOrder.DUE: (F("closed_on").desc(nulls_first=True), F("due_on").asc()),
        DefectOrder.FOUND: (F("found_on").desc(),),
        DefectOrder.AMOUNT: (F("amount").desc(nulls_last=True),),
    }
    shown = rows.select_related("institution", "office").only(*SHOWN)
    return shown.order_by(*orders[DefectOrder(choice.sort)], "pk")


def board_lines(rows: Iterable[Defect], today: date) -> Iterator[BoardLine]:
    policies = defect_policies()
    for defect in rows:
        yield BoardLine(defect, stage_of(defect), clock_of(defect, today, policies))


def late_as(late: str, today: date) -> Q:
    """As plain conditions, so that the index of due days serves them."""
    soon = today + timedelta(days=defect_policies().soon_days)
    not_exempt = Q(exempt_until=None) | Q(exempt_until__lt=today)
    uncured = Q(state__in=OPEN_STATES)
    conditions = {
        Lateness.CURED: Q(state__in=CURED),
        Lateness.EXEMPT: uncured & Q(exempt_until__gte=today),
        Lateness.OVERDUE: uncured & not_exempt & Q(due_on__lt=today),
        Lateness.SOON: uncured & not_exempt & Q(due_on__range=(today, soon)),
        Lateness.IN_TIME: uncured & not_exempt & Q(due_on__gt=soon),
    }
    return conditions[Lateness(late)]


def _lateness_of(defect: Defect, today: date, soon_days: int) -> Lateness:
    if not defect.is_uncured:
        return Lateness.CURED
    if defect.exempt_until is not None and defect.exempt_until >= today:
        return Lateness.EXEMPT
    if defect.due_on < today:
        return Lateness.OVERDUE
    soon = today + timedelta(days=soon_days)
    return Lateness.SOON if defect.due_on <= soon else Lateness.IN_TIME


def _stage() -> Case:
    return Case(
        When(~Q(proposed_state=""), then=Value(Stage.PROPOSED.value)),
        default=F("state"),
        output_field=CharField(),
    )


def in_stage(stage: str) -> Q:
    if stage == Stage.PROPOSED:
        return ~Q(proposed_state="")
    return Q(state=stage, proposed_state="")


def _lateness(today: date) -> Case:
    soon = today + timedelta(days=defect_policies().soon_days)
    return Case(
        When(state__in=CURED, then=Value(Lateness.CURED.value)),
        When(exempt_until__gte=today, then=Value(Lateness.EXEMPT.value)),
        When(due_on__lt=today, then=Value(Lateness.OVERDUE.value)),
        When(due_on__lte=soon, then=Value(Lateness.SOON.value)),
        default=Value(Lateness.IN_TIME.value),
        output_field=CharField(),
    )
