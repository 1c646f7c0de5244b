"""Lists of cases: my queue, the register with its filters."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q

from cpd_portal.core.models import OrgUnit, User
from cpd_portal.core.past import events_until
from cpd_portal.thai.searching import search_key
from inspection.choices import OPEN_STATES, DefectAct
from inspection.models import Defect, DefectStep
from registrar.case_querysets import CaseQuerySet
from registrar.choices import OPEN_CASES, CaseState
from registrar.models import Case, CaseDefect, CaseOpinion, CaseTask
from registrar.rules.clock import Clock
from registrar.selectors.case_page import clock_of

MOST = 100
SOON_DAYS = 7


class Lateness(models.TextChoices):
    LATE = "late", "เกินกำหนด"
    SOON = "soon", "ครบกำหนดใน 7 วัน"
    STANDS = "stands", "หยุดนับเวลา"


@dataclass(frozen=True, kw_only=True)
class CaseChoice:
    """Filters of the register; all may be left out."""

    today: date
    state: str = ""
    late: str = ""
    type_code: str = ""
    origin: str = ""
    office: str = ""
    q: str = ""


@dataclass(frozen=True)
class CaseLine:
    case: Case
    clock: Clock

    @property
    def look(self) -> str:
        if not self.case.is_undecided:
            return "plain"
        if self.clock.stands:
            return "line"
        return "warn" if self.clock.is_late else "mute"

    @property
    def icon(self) -> str:
        return "exclamation-triangle" if self.look == "warn" else "clock-history"

    @property
    def words(self) -> str:
        if not self.case.is_undecided:
            return f"ใช้ {self.clock.used} วัน{self._over}"
        if self.clock.stands:
            return f"หยุดนับเวลา ใช้ไป {self.clock.used} วัน"
        if self.clock.left is None:
            return f"ใช้ไป {self.clock.used} วัน ไม่มีกำหนด"
        if self.clock.is_late:
            return self._over.strip()
        return f"เหลือ {self.clock.left} วัน"

    @property
    def _over(self) -> str:
        return f" เกินกำหนด {-(self.clock.left or 0)} วัน" if self.clock.is_late else ""


@dataclass(frozen=True)
class Queue:
    """What waits for the person: next steps, tasks, and referred defects without a case."""

    lines: list[CaseLine]
    tasks: list[CaseTask]
    referred: list[Defect]


def queue(user: User, office: OrgUnit | None, today: date) -> Queue:
    """Three queries; the most urgent first. A case of an interest of one's own is left out, as
    is one that the person has signed in its round."""
    signed = CaseOpinion.objects.filter(case=OuterRef("pk"), round=OuterRef("round"), by=user)
    follows = Q(state=CaseState.DECIDED)
    cases = with_names(
        Case.objects.visible_to(user).awaiting(user).filter(follows | ~Exists(signed))
    )
    cases = cases.exclude(barred__contains=[user.pk]).order_by("due_on", "received_on")
    tasks = CaseTask.objects.visible_to(user).filter(owner=user, done_on=None)
    referred = _referred(user, office)
    return Queue(
        [CaseLine(case, clock_of(case, today)) for case in cases[:MOST]],
        list(tasks.select_related("case__office").order_by("due_on")[:MOST]),
        list(referred[:MOST]),
    )


def cases_of(user: User, choice: CaseChoice) -> CaseQuerySet:
    """The newest first; those chosen by their time the most urgent first."""
    rows: CaseQuerySet = Case.objects.visible_to(user)
    given = {
        "state": choice.state,
        "type_code": choice.type_code,
        "origin": choice.origin,
        "office__code": choice.office,
    }
    rows = rows.filter(**{name: value for name, value in given.items() if value})
    if choice.late:
        rows = rows.filter(late_as(Lateness(choice.late), choice.today))
    found = _searched(rows, choice.q)
    return found.order_by("due_on", "received_on") if choice.late else found


def lines_of(rows: Any, today: date) -> list[CaseLine]:
    return [CaseLine(case, clock_of(case, today)) for case in rows]


def with_names(rows: CaseQuerySet) -> CaseQuerySet:
    """What a line shows; neither facts nor the terms are read."""
    joined: CaseQuerySet = rows.select_related("office", "institution", "handler", "decision")
    return joined.defer("facts", "terms", "assessment", "title")


def late_as(late: Lateness, today: date) -> Q:
    """Undecided cases by their clock."""
    last = today + timedelta(days=SOON_DAYS)
    conditions = {
        Lateness.LATE: Q(stopped_on=None, due_on__lt=today),
        Lateness.SOON: Q(stopped_on=None, due_on__range=(today, last)),
        Lateness.STANDS: Q(stopped_on__isnull=False),
    }
    return Q(state__in=OPEN_CASES) & conditions[late]


def cases_on(user: User, day: date) -> Any:
    """As they stood at the end of the day, by the office that had them then: events, for
    `late_as`."""
    rows = events_until(Case, day)
    return rows if user.reach.nationwide else rows.filter(office__in=user.reach.unit_ids)


def late_counts(user: User, today: date, as_of: date | None = None) -> dict[Lateness, int]:
    """How many cases in reach there are of each, in one query; with a day, were at its end."""
    rows = Case.objects.visible_to(user) if as_of is None else cases_on(user, as_of)
    counts = {late.value: Count("pk", filter=late_as(late, today)) for late in Lateness}
    found = rows.aggregate(**counts)
    return {late: found[late.value] for late in Lateness}


def _searched(rows: CaseQuerySet, q: str) -> CaseQuerySet:
    """Over what everybody may see: never over names of persons."""
    key = search_key(q)
    if not key:
        return rows
    found = Q(shown_title__icontains=q.strip()) | Q(institution__name_search__contains=key)
    found |= Q(institution__registration_search__contains=key)
    found |= Q(shown_applicant__icontains=q.strip())
    return rows.filter(found | _by_number(q))


def _by_number(q: str) -> Q:
    """ "50/2569-001", or its part after the office."""
    year, _, number = q.strip().rpartition("/")[2].partition("-")
    if not (year.isdecimal() and number.isdecimal() and len(year) == 4 and len(number) < 9):
        return Q(pk__in=[])
    found = Q(year=int(year), number=int(number))
    office = q.strip().rpartition("/")[0]
    return found & Q(office__code=office) if office else found


def _referred(user: User, office: OrgUnit | None) -> Any:
    """Open defects that were referred and stand in no case that is not closed."""
    referred = DefectStep.objects.filter(defect=OuterRef("pk"), act=DefectAct.REFERRED)
    held = CaseDefect.objects.filter(defect=OuterRef("pk")).exclude(case__state=CaseState.CLOSED)
    rows = Defect.objects.visible_to(user).filter(
        Exists(referred), ~Exists(held), state__in=OPEN_STATES, merged_into=None
    )
    if office is not None:
        rows = rows.filter(office=office)
    return rows.select_related("institution", "office").order_by("due_on")
