"""The office's entry desk: how far it is, what comes next."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Case, F, Q, Subquery, Value, When
from django.utils import timezone

from coops.entry import (
    FORM_CODE,
    PROGRESS,
    UNTOUCHED,
    EntryProgress,
    accepted_run,
    closed_words,
    official_by,
    progress_of,
)
from coops.models import Assessment
from coops.querysets import AssessmentQuerySet
from cpd_portal.core.choices import Role, SubmissionState
from cpd_portal.core.guards import is_headquarters_chief
from cpd_portal.core.models import OrgUnit, Submission, User
from cpd_portal.core.models.submissions import DateSettings
from cpd_portal.core.rules import is_locked
from cpd_portal.core.selectors import OfficeRound, office_round
from cpd_portal.core.timeline import Step, submission_steps
from cpd_portal.thai.searching import search_key

NOT_STARTED = "not_started"
_OPEN = (SubmissionState.DRAFT, SubmissionState.RETURNED)
_SHOWN = {
    "left": Q(complete=False),
    "complete": Q(complete=True),
    "untouched": UNTOUCHED & Q(complete=False),
    "begun": ~UNTOUCHED & Q(complete=False),
}


@dataclass(frozen=True)
class OfficeDesk:
    """One office in one year. `steps_open` are the steps that this person may take now."""

    office: OrgUnit
    fiscal_year: int
    submission: Submission | None
    dates: DateSettings | None
    progress: EntryProgress
    closed: str
    may_enter: bool
    steps: list[Step]
    steps_open: frozenset[str]

    @property
    def state(self) -> str:
        return state_of(self.submission, self.progress)

    @property
    def may_type(self) -> bool:
        return self.may_enter and not self.closed


@dataclass(frozen=True)
class DeskCounts:
    """Of the office's population: how far it is, which rows the filter shows (keys in Thai
    order), and the first incomplete one ("" when all are complete)."""

    progress: EntryProgress
    shown: list[int]
    next_number: str


def desk_counts(office: OrgUnit, fiscal_year: int, chosen: dict[str, str]) -> DeskCounts:
    """One query, whatever the desk shows. It sorts keys: sorting the rows themselves for each
    page, or finding them along the names of the whole country, takes longer than all of this."""
    counts = (
        Assessment.objects.of_office(office)
        .of_year(fiscal_year)
        .aggregate(
            **PROGRESS,
            shown=_in_thai_order_of("pk", wanted(chosen)),
            waiting=_in_thai_order_of("institution__registration_no", Q(complete=False)),
        )
    )
    waiting = counts["waiting"]
    return DeskCounts(progress_of(counts), counts["shown"], waiting[0] if waiting else "")


def _in_thai_order_of(field: str, rows: Q) -> ArrayAgg:
    order = ("institution__name_sort", "institution__registration_no")
    return ArrayAgg(field, filter=rows, order_by=order, default=Value([]))


def office_desk(
    user: User, office: OrgUnit, fiscal_year: int, progress: EntryProgress
) -> OfficeDesk:
    found = strength_round(office, fiscal_year)
    submission = found.submission if found else None
    return OfficeDesk(
        office=office,
        fiscal_year=fiscal_year,
        submission=submission,
        dates=found.dates if found else None,
        progress=progress,
        closed=closed_in(found),
        may_enter=may_enter(user, office),
        steps=submission_steps(submission),
        steps_open=_steps_of_round(user, office, found),
    )


def _steps_of_round(user: User, office: OrgUnit, found: OfficeRound | None) -> frozenset[str]:
    """None once the year is official: nothing that is sent could change its result."""
    if found is None or official_in(found):
        return frozenset()
    return steps_open(user, office, found.submission)


def may_enter(user: User, office: OrgUnit) -> bool:
    return user.has_role(Role.OFFICER, Role.CHIEF, at=office)


def closed_because(office: OrgUnit, fiscal_year: int) -> str:
    """Why nothing of the office can be entered now; "" while entry is open."""
    return closed_in(strength_round(office, fiscal_year))


def strength_round(office: OrgUnit, fiscal_year: int) -> OfficeRound | None:
    """The office in the round of this form; None for a year without one."""
    accepted = Subquery(accepted_run(fiscal_year))
    return office_round(FORM_CODE, fiscal_year, office, accepted_run=accepted)


def official_in(found: OfficeRound) -> str:
    """Of `strength_round`: why nothing of an official year changes; "" before."""
    return official_by(found.period.fiscal_year, found.beside["accepted_run"])


def closed_in(found: OfficeRound | None) -> str:
    """`closed_because` where the round is known (None: the year has none)."""
    if found is None:
        return ""
    official = official_in(found)
    if official:
        return official
    submission = found.submission
    if submission is not None and not submission.is_open:
        return closed_words(submission, submission.office, found.period.fiscal_year)
    if is_locked(found.dates, timezone.localdate()):
        return "ปิดรับข้อมูลรอบนี้แล้ว หากจำเป็นต้องแก้ไข ให้ขอผ่อนผันจากส่วนกลาง"
    return ""


def steps_open(user: User, office: OrgUnit, submission: Submission | None) -> frozenset[str]:
    """submit, verify, return, approve: what role and state allow. The service decides again,
    also whether the person typed or sent the form himself."""
    state = submission.state if submission else SubmissionState.DRAFT
    chief = user.has_role(Role.CHIEF, at=office)
    if state in _OPEN and may_enter(user, office):
        return frozenset({"submit"})
    if state == SubmissionState.SUBMITTED and chief:
        return frozenset({"verify", "return"})
    if state == SubmissionState.VERIFIED and is_headquarters_chief(user):
        return frozenset({"approve", "return"})
    return frozenset()


def desk_rows(keys: Iterable[int]) -> AssessmentQuerySet:
    """Those of `desk_counts`, in Thai order, each with its `state`: complete, begun or
    untouched."""
    return with_state(Assessment.objects.filter(pk__in=keys))


def with_state(rows: AssessmentQuerySet) -> AssessmentQuerySet:
    """In Thai order."""
    state = Case(
        When(complete=True, then=Value("complete")),
        When(UNTOUCHED, then=Value("untouched")),
        default=Value("begun"),
    )
    found: AssessmentQuerySet = _in_thai_order(rows).annotate(state=state)
    return found


def wanted(chosen: dict[str, str]) -> Q:
    """What the desk's filter lets through."""
    found = Q(pk__isnull=False)
    if "kind" in chosen:
        found &= Q(institution__kind=chosen["kind"])
    if "show" in chosen:
        found &= _SHOWN[chosen["show"]]
    key = search_key(chosen.get("q", ""))
    if key:
        found &= Q(institution__name_search__contains=key) | Q(
            institution__registration_search__contains=key
        )
    return found


def next_incomplete(assessment: Assessment) -> Assessment | None:
    """The office's next incomplete one in Thai order; after the last comes the first."""
    institution = assessment.institution
    rows = _in_thai_order(
        Assessment.objects.of_office(assessment.office)
        .of_year(assessment.fiscal_year)
        .incomplete()
        .exclude(pk=assessment.pk)
    )
    later = Q(institution__name_sort__gt=institution.name_sort) | Q(
        institution__name_sort=institution.name_sort,
        institution__registration_no__gt=institution.registration_no,
    )
    found: Assessment | None = rows.filter(later).first() or rows.first()
    return found


def state_of(submission: Submission | None, progress: EntryProgress) -> str:
    """Without a submission the entered values tell whether the office has begun."""
    if submission is not None and submission.state != SubmissionState.DRAFT:
        return str(submission.state)
    begun = progress.untouched < progress.population
    return SubmissionState.DRAFT.value if begun else NOT_STARTED


def _in_thai_order(rows: AssessmentQuerySet) -> AssessmentQuerySet:
    return rows.select_related("institution").order_by(
        F("institution__name_sort"), F("institution__registration_no")
    )
