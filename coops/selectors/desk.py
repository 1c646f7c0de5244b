"""The office's entry desk, and the board of all offices: how far each is, what comes next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, F, Q, QuerySet, Value, When
from django.utils import timezone

from coops.entry import FORM_CODE, UNTOUCHED, EntryProgress, closed_words, entry_progress
from coops.models import Assessment
from coops.querysets import AssessmentQuerySet
from cpd_portal.core.choices import Role, SubmissionState
from cpd_portal.core.guards import is_headquarters_chief
from cpd_portal.core.models import (
    EntryPeriod,
    EntryPeriodException,
    OrgUnit,
    Submission,
    User,
)
from cpd_portal.core.models.submissions import DateSettings
from cpd_portal.core.rules import days_left, is_late, is_locked
from cpd_portal.core.selectors import dates_for, submission_of
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
        return _state(self.submission, self.progress)

    @property
    def may_type(self) -> bool:
        return self.may_enter and not self.closed


@dataclass(frozen=True)
class BoardLine:
    """One office on the board. `lateness` is a fact of its own beside the state."""

    office: OrgUnit
    state: str
    progress: EntryProgress
    sent_on: date | None
    lateness: str

    @property
    def name(self) -> str:
        """As narrow as the board needs it: provincial offices by their province."""
        return self.office.short_name.removeprefix("สสจ.")

    @property
    def is_sent(self) -> bool:
        return self.sent_on is not None


@dataclass(frozen=True)
class Board:
    lines: list[BoardLine]

    @property
    def counts(self) -> dict[str, int]:
        """Offices by state, and those that are late, whatever their state."""
        states = [NOT_STARTED, *SubmissionState.values]
        counts = {state: sum(line.state == state for line in self.lines) for state in states}
        return {**counts, "late": sum(bool(line.lateness) for line in self.lines)}

    @property
    def sent(self) -> int:
        return sum(line.is_sent for line in self.lines)

    @property
    def remaining(self) -> int:
        return len(self.lines) - self.sent

    def shown(self, state: str) -> list[BoardLine]:
        """All of them, or those of one state ("late": the late ones)."""
        if state == "late":
            return [line for line in self.lines if line.lateness]
        return [line for line in self.lines if state in ("", line.state)]


def office_desk(user: User, office: OrgUnit, fiscal_year: int) -> OfficeDesk:
    submission = submission_of(FORM_CODE, fiscal_year, office)
    period = submission.period if submission else _period(fiscal_year)
    dates = dates_for(period, office) if period else None
    return OfficeDesk(
        office=office,
        fiscal_year=fiscal_year,
        submission=submission,
        dates=dates,
        progress=entry_progress(office, fiscal_year),
        closed=_closed(submission, dates, office),
        may_enter=may_enter(user, office),
        steps=submission_steps(submission),
        steps_open=steps_open(user, office, submission) if period else frozenset(),
    )


def may_enter(user: User, office: OrgUnit) -> bool:
    return user.has_role(Role.OFFICER, Role.CHIEF, at=office)


def closed_because(office: OrgUnit, fiscal_year: int) -> str:
    """Why nothing of the office can be entered now; "" while entry is open."""
    submission = submission_of(FORM_CODE, fiscal_year, office)
    return closed_for(submission, office, fiscal_year)


def closed_for(submission: Submission | None, office: OrgUnit, fiscal_year: int) -> str:
    """The same, where the submission is known (None: not begun)."""
    period = submission.period if submission else _period(fiscal_year)
    return _closed(submission, dates_for(period, office) if period else None, office)


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


def desk_rows(office: OrgUnit, fiscal_year: int, chosen: dict[str, str]) -> AssessmentQuerySet:
    """The office's population in Thai order, each with its `state`: complete, begun or
    untouched."""
    rows = Assessment.objects.of_office(office).of_year(fiscal_year)
    if "kind" in chosen:
        rows = rows.filter(institution__kind=chosen["kind"])
    if "show" in chosen:
        rows = rows.filter(_SHOWN[chosen["show"]])
    key = search_key(chosen.get("q", ""))
    if key:
        rows = rows.filter(
            Q(institution__name_search__contains=key)
            | Q(institution__registration_search__contains=key)
        )
    state = Case(
        When(complete=True, then=Value("complete")),
        When(UNTOUCHED, then=Value("untouched")),
        default=Value("begun"),
    )
    found: AssessmentQuerySet = _in_thai_order(rows).annotate(state=state)
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


def board(offices: Sequence[OrgUnit], fiscal_year: int) -> Board:
    """Every office with state, lateness and progress: four queries for all."""
    sent = Submission.objects.filter(
        period__form=FORM_CODE, period__fiscal_year=fiscal_year, office__in=offices
    )
    submissions = {submission.office_id: submission for submission in sent}
    period = _period(fiscal_year)
    exceptions = {row.office_id: row for row in EntryPeriodException.objects.filter(period=period)}
    progress = _progress_by_office(offices, fiscal_year)
    nothing = EntryProgress(population=0, complete=0, untouched=0)
    return Board(
        [
            _board_line(
                office,
                submissions.get(office.pk),
                exceptions.get(office.pk) or period,
                progress.get(office.pk, nothing),
            )
            for office in offices
        ]
    )


def _board_line(
    office: OrgUnit,
    submission: Submission | None,
    dates: DateSettings | None,
    progress: EntryProgress,
) -> BoardLine:
    sent_at = submission.submitted_at if submission and not submission.is_open else None
    sent_on = timezone.localdate(sent_at) if sent_at else None
    return BoardLine(
        office=office,
        state=_state(submission, progress),
        progress=progress,
        sent_on=sent_on,
        lateness=_lateness(dates, sent_on),
    )


def _state(submission: Submission | None, progress: EntryProgress) -> str:
    """Without a submission the entered values tell whether the office has begun."""
    if submission is not None and submission.state != SubmissionState.DRAFT:
        return str(submission.state)
    begun = progress.untouched < progress.population
    return SubmissionState.DRAFT.value if begun else NOT_STARTED


def _lateness(dates: DateSettings | None, sent_on: date | None) -> str:
    if dates is None:
        return ""
    if sent_on is not None:
        return "ส่งช้า" if is_late(dates, sent_on) else ""
    left = days_left(dates, timezone.localdate())
    return f"ช้า {-left:,} วัน" if left < 0 else ""


def _closed(submission: Submission | None, dates: DateSettings | None, office: OrgUnit) -> str:
    if submission is not None and not submission.is_open:
        return closed_words(submission, office, submission.period.fiscal_year)
    if dates is not None and is_locked(dates, timezone.localdate()):
        return "ปิดรับข้อมูลรอบนี้แล้ว หากจำเป็นต้องแก้ไข ให้ขอผ่อนผันจากส่วนกลาง"
    return ""


def _progress_by_office(offices: Sequence[OrgUnit], fiscal_year: int) -> dict[int, EntryProgress]:
    rows = (
        Assessment.objects.of_year(fiscal_year)
        .filter(office__in=offices)
        .order_by()
        .values("office")
        .annotate(
            population=Count("pk"),
            finished=Count("pk", filter=Q(complete=True)),
            empty=Count("pk", filter=UNTOUCHED & Q(complete=False)),
        )
    )
    return {
        row["office"]: EntryProgress(row["population"], row["finished"], row["empty"])
        for row in rows
    }


def _in_thai_order(rows: AssessmentQuerySet) -> AssessmentQuerySet:
    return rows.select_related("institution").order_by(
        F("institution__name_sort"), F("institution__registration_no")
    )


def _period(fiscal_year: int) -> EntryPeriod | None:
    found: QuerySet[EntryPeriod] = EntryPeriod.objects.filter(
        form=FORM_CODE, fiscal_year=fiscal_year
    )
    return found.first()
