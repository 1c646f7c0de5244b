"""An office's desk: what it has to do in this round, how far it is, who is next."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone

from coops.entry import EntryProgress, entry_progress
from coops.selectors import Strength, strength_of_populations
from coops.selectors.worklist import work_list
from cpd_portal.core.choices import Role, SubmissionState
from cpd_portal.core.models import EntryPeriod, OrgUnit, Submission, User
from cpd_portal.core.models.submissions import DateSettings
from cpd_portal.core.rules import days_left
from cpd_portal.core.selectors import office_round
from cpd_portal.core.timeline import Step, submission_steps
from cpd_portal.thai.dates import format_date
from inspection.selectors.worklist import defect_items


@dataclass(frozen=True)
class Task:
    """One line of the work list; `state` is a state tag of the front end."""

    title: str
    url: str
    state: str
    why: str = ""
    due: str = ""
    state_text: str = ""


@dataclass(frozen=True)
class Desk:
    """What the home page of an office shows. Without a period there is nothing to enter."""

    office: OrgUnit | None
    period: EntryPeriod | None
    submission: Submission | None
    today: date
    days_left: int | None
    due_on: date | None
    may_enter: bool
    tasks: list[Task]
    progress: EntryProgress | None
    strengths: list[Strength]
    steps: list[Step]

    @property
    def open_count(self) -> int:
        return sum(task.state != "done" for task in self.tasks)

    @property
    def done_count(self) -> int:
        return len(self.tasks) - self.open_count


def office_desk(user: User, office: OrgUnit | None, period: EntryPeriod | None) -> Desk:
    today = timezone.localdate()
    if office is None or period is None:
        return Desk(office, period, None, today, None, None, False, [], None, [], [])
    found = office_round(period.form, period.fiscal_year, office)
    submission, dates = (found.submission, found.dates) if found else (None, period)
    progress = entry_progress(office, period.fiscal_year)
    return Desk(
        office=office,
        period=period,
        submission=submission,
        today=today,
        days_left=days_left(dates, today),
        due_on=dates.due_on,
        may_enter=user.has_role(Role.OFFICER, Role.CHIEF, at=office),
        tasks=[
            *_tasks(user, office, submission, progress, dates, today),
            *(
                Task(item.title, item.url, item.state, item.why)
                for item in work_list(user, office, period.fiscal_year, today)
            ),
            *(
                Task(item.title, item.url, item.state, item.why)
                for item in defect_items(user, office, today)
            ),
        ],
        progress=progress,
        strengths=strength_of_populations(user, period.fiscal_year, office),
        steps=submission_steps(submission),
    )


def _tasks(
    user: User,
    office: OrgUnit,
    submission: Submission | None,
    progress: EntryProgress,
    dates: DateSettings,
    today: date,
) -> list[Task]:
    """Entry, sending, verifying, approval: in the order of the way."""
    state = submission.state if submission else SubmissionState.DRAFT
    due = f"ภายใน {format_date(dates.due_on)}"
    overdue = today > dates.due_on
    entry = reverse("coops:entry")
    counted = f"ครบแล้ว {progress.complete:,} จาก {progress.population:,} แห่ง"
    sent = state not in (SubmissionState.DRAFT, SubmissionState.RETURNED)
    enter = Task(
        "บันทึกคะแนนความเข้มแข็งให้ครบทุกแห่ง",
        entry,
        _entry_state(progress, overdue=overdue, sent=sent),
        counted,
        "" if sent else due,
    )
    send = _send_task(submission, entry, "" if sent else due, sent=sent)
    return [enter, send, *_checks(user, office, state, entry)]


def _send_task(submission: Submission | None, url: str, due: str, *, sent: bool) -> Task:
    if submission and submission.state == SubmissionState.RETURNED:
        title = "แก้ไขตามที่ส่งกลับแล้วส่งแบบใหม่"
        return Task(title, url, "returned", submission.return_reason, due)
    state = "done" if sent else "not_started"
    return Task("ส่งแบบให้หัวหน้าสำนักงานตรวจทาน", url, state, "", due)


def _entry_state(progress: EntryProgress, *, overdue: bool, sent: bool) -> str:
    if sent or not progress.left:
        return "done"
    if overdue:
        return "overdue"
    return "not_started" if progress.untouched == progress.population else "draft"


def _checks(user: User, office: OrgUnit, state: str, entry: str) -> list[Task]:
    """What the chief and headquarters still have to confirm."""
    mine = user.has_role(Role.CHIEF, at=office)
    verify = "ตรวจทานแบบที่เจ้าหน้าที่ส่ง" if mine else "รอหัวหน้าสำนักงานตรวจทาน"
    if state == SubmissionState.SUBMITTED:
        return [Task(verify, entry if mine else "", "submitted", "ผู้ที่บันทึกหรือส่งเองตรวจทานไม่ได้")]
    if state == SubmissionState.VERIFIED:
        return [Task(verify, "", "done"), Task("รอส่วนกลางอนุมัติ", "", "verified")]
    if state == SubmissionState.APPROVED:
        return [Task(verify, "", "done"), Task("ส่วนกลางอนุมัติและล็อกข้อมูล", "", "done")]
    return []
