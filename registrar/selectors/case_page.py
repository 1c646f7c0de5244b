"""What the pages of one case show; names of persons stand nowhere but on the page of persons."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from cpd_portal.core.models import Membership, User
from cpd_portal.thai.dates import format_date, format_datetime
from inspection.choices import DefectState
from registrar.case_querysets import CaseQuerySet, post_at, posts
from registrar.case_types import chain_steps
from registrar.choices import CaseState, Place, Verdict
from registrar.models import (
    Case,
    CaseDefect,
    CaseHearing,
    CaseOpinion,
    CasePaper,
    CasePerson,
    CaseTask,
)
from registrar.rules.clock import Clock
from registrar.rules.masking import Named, masked
from registrar.rules.opinions import ChainStep, Signed, open_steps
from registrar.selectors.case_roles import leads, sees_names, works_at

ICONS = {
    Verdict.PROPOSES: "pencil",
    Verdict.AGREES: "check2",
    Verdict.DISSENTS: "exclamation-triangle",
}
DEFECT = JSONObject(key="defect__pk", title="defect__title", state="defect__state")


@dataclass(frozen=True)
class Mask:
    """Hides the names of one case in its texts."""

    persons: list[Named]

    def __call__(self, text: str) -> str:
        return masked(text, self.persons)


@dataclass(frozen=True)
class CasePage:
    """`works`: belongs to those who act on the case; `reads_names`: may open the page of
    persons; `mine`: the posts of the person; `is_mine`: in charge of the case."""

    case: Case
    mask: Mask
    persons: list[CasePerson]
    clock: Clock
    works: bool
    leads: bool
    reads_names: bool
    is_barred: bool
    mine: frozenset[str]
    is_mine: bool

    @property
    def is_open(self) -> bool:
        return self.case.state != CaseState.CLOSED

    @property
    def acts(self) -> bool:
        return self.works and self.is_open and not self.is_barred

    @property
    def title(self) -> str:
        return self.case.shown_title

    @property
    def facts(self) -> str:
        return self.mask(self.case.facts)

    @property
    def defects(self) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = getattr(self.case, "defects", [])
        return [
            {**row, "title": self.mask(row["title"]), "words": DefectState(row["state"]).label}
            for row in rows
        ]


def case_seen(user: User) -> CaseQuerySet:
    """With everything that every page of a case names: one query."""
    joined = CaseDefect.objects.filter(case=OuterRef("pk")).order_by("pk")
    rows: CaseQuerySet = Case.objects.visible_to(user).select_related(
        "office",
        "institution__type",
        "institution__office",
        "handler",
        "opened_by",
        "decision__by",
    )
    seen: CaseQuerySet = rows.annotate(defects=ArraySubquery(joined.values(shown=DEFECT)))
    return seen


def case_page(user: User, case: Case, today: date) -> CasePage:
    """One query: the persons, to hide their names."""
    persons = list(CasePerson.objects.filter(case=case))
    return CasePage(
        case=case,
        mask=Mask([Named(row.name, row.alias) for row in persons]),
        persons=persons,
        clock=clock_of(case, today),
        works=works_at(user, case.office),
        leads=leads(user, case.office),
        reads_names=sees_names(user, case) and user.pk not in case.barred,
        is_barred=user.pk in case.barred,
        mine=frozenset(posts(user)),
        is_mine=case.handler_id == user.pk,
    )


def names_of(cases: Collection[Case]) -> list[Named]:
    """The persons of several cases: one query, none without a case."""
    rows = CasePerson.objects.filter(case__in=cases) if cases else []
    return [Named(row.name, row.alias) for row in rows]


def clock_of(case: Case, today: date) -> Clock:
    """From what the case itself keeps of its stops."""
    decision = getattr(case, "decision", None)
    ended = decision.decided_on if decision else case.closed_on
    day = min(ended or today, today)
    stood = case.stopped_days
    if case.stopped_on is not None:
        stood += max((day - case.stopped_on).days, 0)
    used = max((day - case.received_on).days - stood, 0)
    left = None if case.limit_days is None else case.limit_days - used
    return Clock(used, case.due_on, left, case.stopped_on is not None and ended is None)


@dataclass(frozen=True)
class Step:
    """As the timeline component shows it."""

    title: str
    by: str
    state: str
    reason: str


def steps_of(page: CasePage) -> list[Step]:
    """One query; the newest last."""
    return [
        Step(
            title=str(row.get_act_display()),
            by=_by(row),
            state="done",
            reason=page.mask(row.reason),
        )
        for row in page.case.steps.select_related("by")
    ]


def _by(row: Any) -> str:
    words = [str(row.by or "ระบบ"), format_date(row.day)]
    if row.document_no:
        words.append(f"หนังสือ {row.document_no}")
    if row.until:
        words.append(f"ถึง {format_date(row.until)}")
    return " · ".join(words)


@dataclass(frozen=True)
class CheckItem:
    """An entry of the checklist with what was sent for it."""

    code: str
    title: str
    required: bool
    papers: list[CasePaper]


@dataclass(frozen=True)
class CaseWork:
    checklist: list[CheckItem]
    others: list[CasePaper]
    tasks: list[CaseTask]
    people: list[User]

    @property
    def missing(self) -> int:
        return sum(item.required and not item.papers for item in self.checklist)


def case_work(page: CasePage) -> CaseWork:
    """Three queries."""
    case = page.case
    papers = list(case.papers.select_related("by"))
    items = [
        CheckItem(row["code"], row["title"], row["required"], _of_item(papers, row["code"]))
        for row in case.terms["papers"]
    ]
    known = {item.code for item in items}
    others = [paper for paper in papers if paper.item not in known]
    tasks = list(case.tasks.select_related("owner", "given_by"))
    for task in tasks:
        task.title = page.mask(task.title)
        task.note = page.mask(task.note)
    for paper in papers:
        paper.title = page.mask(paper.title)
    return CaseWork(items, others, tasks, people_of(case))


def _of_item(papers: Iterable[CasePaper], code: str) -> list[CasePaper]:
    return [paper for paper in papers if paper.item == code]


def people_of(case: Case) -> list[User]:
    """Who works at the office of the case, by name: one query."""
    rows = Membership.objects.filter(
        org_unit=case.office, role__in=("officer", "inspector", "chief"), user__is_active=True
    )
    people = {row.user_id: row.user for row in rows.select_related("user")}
    able = [user for user in people.values() if user.pk not in case.barred]
    return sorted(able, key=lambda user: user.full_name)


@dataclass(frozen=True)
class OpinionLine:
    """A signature, or a step that waits for one."""

    title: str
    by: str
    at: str
    verdict: str
    look: str
    icon: str
    power: str
    outcome: str
    days: int | None
    reason: str
    departure: str


@dataclass(frozen=True)
class CaseOpinions:
    rounds: list[tuple[int, list[OpinionLine]]]
    waiting: list[ChainStep]
    mine: list[ChainStep]
    hearings: list[CaseHearing]
    has_signed: bool

    @property
    def open_hearings(self) -> list[CaseHearing]:
        return [row for row in self.hearings if not row.manner]


def case_opinions(user: User, page: CasePage, titles: Mapping[str, str]) -> CaseOpinions:
    """Two queries. `titles` are those of the powers by their codes."""
    case = page.case
    rows = list(case.opinions.select_related("by"))
    signed = [Signed(row.position, row.role, row.by_id) for row in rows if row.round == case.round]
    steps = open_steps(chain_steps(case.terms), signed) if case.is_undecided else []
    has_signed = any(row.person == user.pk for row in signed)
    mine = [] if has_signed else [step for step in steps if _post(step, case) in page.mine]
    return CaseOpinions(_rounds(rows, page, titles), steps, mine, hearings_of(page), has_signed)


def hearings_of(page: CasePage) -> list[CaseHearing]:
    """Without names: one query."""
    hearings = list(page.case.hearings.all())
    for hearing in hearings:
        hearing.party = page.mask(hearing.party)
        hearing.statement = page.mask(hearing.statement)
    return hearings


def _post(step: ChainStep, case: Case) -> str:
    return post_at(step.role, case.office.code if step.place == Place.OFFICE else None)


def _rounds(
    rows: Sequence[CaseOpinion], page: CasePage, titles: Mapping[str, str]
) -> list[tuple[int, list[OpinionLine]]]:
    found: dict[int, list[OpinionLine]] = {}
    for row in rows:
        found.setdefault(row.round, []).append(_line(row, page, titles))
    return sorted(found.items(), reverse=True)


def _line(row: CaseOpinion, page: CasePage, titles: Mapping[str, str]) -> OpinionLine:
    return OpinionLine(
        title=row.title,
        by=f"{row.by} {row.capacity}",
        at=format_datetime(row.at),
        verdict=str(row.get_verdict_display()),
        look="warn" if row.verdict == Verdict.DISSENTS else "plain",
        icon=ICONS[Verdict(row.verdict)],
        power=titles.get(row.power_code, row.power_code),
        outcome=str(row.get_outcome_display()),
        days=row.days,
        reason=page.mask(row.reason),
        departure=page.mask(row.departure),
    )
