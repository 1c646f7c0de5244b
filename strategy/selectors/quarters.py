"""The quarterly forms of the responsible divisions: where each is, and what one of them holds."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import OuterRef, QuerySet
from django.utils import timezone

from cpd_portal.core.choices import Quarter, Role, SubmissionState
from cpd_portal.core.entry_forms import entry_form
from cpd_portal.core.guards import may_approve
from cpd_portal.core.models import (
    EntryPeriod,
    EntryPeriodException,
    OrgUnit,
    Submission,
    User,
)
from cpd_portal.core.models.submissions import DateSettings
from cpd_portal.core.rules import days_left, is_late, is_locked
from cpd_portal.core.selectors import office_round
from cpd_portal.core.timeline import Step, submission_steps
from cpd_portal.thai.fiscal import quarter_bounds
from strategy.entry import projects_to_report
from strategy.models import Evidence, Plan, ProgressReport, Project, Target
from strategy.period_loading import form_code
from strategy.selectors.rows import json_rows
from strategy.selectors.targets import TargetValues, Value, targets_by_project

NOT_STARTED = "not_started"
FORMS = [form_code(quarter) for quarter in Quarter]


@dataclass(frozen=True)
class QuarterCell:
    """One unit's form of one quarter. `lateness` is Thai words, "" where it is not late."""

    unit: OrgUnit
    fiscal_year: int
    quarter: Quarter
    submission: Submission | None
    dates: DateSettings
    lateness: str
    has_begun: bool

    @property
    def state(self) -> str:
        return self.submission.state if self.submission else NOT_STARTED

    @property
    def is_sent(self) -> bool:
        return self.submission is not None and not self.submission.is_open


@dataclass(frozen=True)
class BoardLine:
    unit: OrgUnit
    cells: tuple[QuarterCell, ...]

    @property
    def waiting(self) -> int:
        """Quarters that are over and not sent."""
        return sum(cell.has_begun and not cell.is_sent for cell in self.cells)


@dataclass(frozen=True)
class TargetLine:
    target: Target
    value: Value | None

    @property
    def words(self) -> str:
        """What is measured: the activity or the indicator, by its number and words."""
        measure = self.target.measure
        if measure.activity is not None:
            return f"{measure.activity.number} {measure.activity.title}".strip()
        return f"ตัวชี้วัดความสำเร็จ: {self.target.text}"


@dataclass(frozen=True)
class EvidenceLine:
    pk: int
    file_name: str
    title: str
    by: str | None
    at: datetime


@dataclass(frozen=True)
class ReportLine:
    """One project in the form of a division."""

    project: Project
    report: ProgressReport | None
    targets: tuple[TargetLine, ...]
    evidence: tuple[EvidenceLine, ...]

    @property
    def filled(self) -> int:
        return sum(line.value is not None and line.value.is_known for line in self.targets)

    @property
    def is_complete(self) -> bool:
        has_words = self.report is not None and bool(self.report.narrative)
        return has_words and self.filled == len(self.targets)


@dataclass(frozen=True)
class QuarterPage:
    """`seen`: when the newest change shown here was made."""

    cell: QuarterCell
    lines: tuple[ReportLine, ...]
    steps: list[Step]
    is_complete: bool
    seen: datetime | None
    may_type: bool
    may_verify: bool
    may_approve: bool

    @property
    def seen_text(self) -> str:
        return self.seen.isoformat() if self.seen else ""


def responsible_units(plan: Plan) -> list[OrgUnit]:
    rows = OrgUnit.objects.filter(
        pk__in=Project.objects.all().of_plan(plan.pk).values("responsible_units__unit")
    )
    return list(rows.order_by("name_sort"))


def own_units(user: User) -> list[OrgUnit]:
    """The units whose forms the person types or verifies."""
    return [
        membership.org_unit
        for membership in user.active_memberships
        if membership.role in (Role.OFFICER, Role.CHIEF)
    ]


def board(units: Iterable[OrgUnit], fiscal_years: Iterable[int], today: date) -> list[BoardLine]:
    """Every unit's quarters of the years: three queries for all."""
    periods = list(
        EntryPeriod.objects.filter(form__in=FORMS, fiscal_year__in=fiscal_years).order_by(
            "fiscal_year", "round"
        )
    )
    sent = Submission.objects.filter(period__in=periods)
    submissions = {(row.period_id, row.office_id): row for row in sent}
    other = EntryPeriodException.objects.filter(period__in=periods)
    exceptions = {(row.period_id, row.office_id): row for row in other}
    return [
        BoardLine(
            unit,
            tuple(
                _cell(
                    unit,
                    period,
                    submissions.get((period.pk, unit.pk)),
                    exceptions.get((period.pk, unit.pk)) or period,
                    today,
                )
                for period in periods
            ),
        )
        for unit in units
    ]


def quarter_cell(
    unit: OrgUnit, fiscal_year: int, quarter: Quarter, today: date
) -> QuarterCell | None:
    """None for a year without a plan."""
    found = office_round(form_code(quarter), fiscal_year, unit)
    if found is None:
        return None
    return _cell(unit, found.period, found.submission, found.dates, today)


def quarter_page(user: User, cell: QuarterCell) -> QuarterPage:
    lines = report_lines(cell)
    submission = cell.submission
    is_open = submission is None or submission.is_open
    form = entry_form(form_code(cell.quarter))
    state = submission.state if submission else ""
    return QuarterPage(
        cell=cell,
        lines=lines,
        steps=submission_steps(submission),
        is_complete=bool(lines) and all(line.is_complete for line in lines),
        seen=_newest(lines),
        may_type=is_open and may_type(user, cell),
        may_verify=state == SubmissionState.SUBMITTED and user.has_role(Role.CHIEF, at=cell.unit),
        may_approve=state == SubmissionState.VERIFIED and may_approve(user, form),
    )


def may_type(user: User, cell: QuarterCell) -> bool:
    if is_locked(cell.dates, timezone.localdate()) or not cell.has_begun:
        return False
    return user.has_role(Role.OFFICER, Role.CHIEF, at=cell.unit)


def report_lines(
    cell: QuarterCell, projects: list[Project] | None = None
) -> tuple[ReportLine, ...]:
    """The unit's projects of the year, or the given ones, with targets, values and evidence."""
    rows = projects_to_report(cell.unit, cell.fiscal_year) if projects is None else projects
    reports = _reports(rows, cell)
    targets = targets_by_project([row.pk for row in rows], cell.fiscal_year)
    return tuple(
        _report_line(row, reports.get(row.pk), targets.get(row.pk, []), cell.quarter.number)
        for row in rows
    )


def _reports(projects: list[Project], cell: QuarterCell) -> dict[int, Any]:
    """By project, each with its standing evidence as `evidence_rows`."""
    rows = ProgressReport.objects.filter(
        project__in=projects,
        unit=cell.unit,
        fiscal_year=cell.fiscal_year,
        quarter=cell.quarter.number,
    )
    return {row.project_id: row for row in _with_evidence(rows)}


def _with_evidence(rows: "QuerySet[ProgressReport]") -> "QuerySet[Any]":
    files = Evidence.objects.filter(report=OuterRef("pk")).standing().order_by("uploaded_at")
    found: QuerySet[Any] = rows.annotate(
        evidence_rows=json_rows(
            files,
            pk="pk",
            file_name="file_name",
            title="title",
            by="uploaded_by__full_name",
            at="uploaded_at",
        )
    )
    return found


def project_reports(project: Project) -> list[ReportLine]:
    """Everything that was reported of a project, the newest first, with its evidence."""
    rows = _with_evidence(ProgressReport.objects.filter(project=project))
    newest_first = rows.select_related("unit").order_by("-fiscal_year", "-quarter", "unit")
    return [_report_line(project, row, [], row.quarter) for row in newest_first]


def plan_reports(plan: Plan) -> list[ReportLine]:
    """Everything that was reported of a plan, by project and quarter, with its evidence."""
    rows = _with_evidence(ProgressReport.objects.filter(project__strategy__plan=plan))
    ordered = rows.select_related("project", "unit").order_by(
        "project__strategy__number", "project__position", "fiscal_year", "quarter", "unit"
    )
    return [_report_line(row.project, row, [], row.quarter) for row in ordered]


def _report_line(
    project: Project, report: Any, targets: list[TargetValues], quarter: int
) -> ReportLine:
    files = report.evidence_rows if report is not None else ()
    return ReportLine(
        project,
        report,
        tuple(TargetLine(one.target, one.values.get(quarter)) for one in targets),
        tuple(
            EvidenceLine(**{**file, "at": datetime.fromisoformat(file["at"])}) for file in files
        ),
    )


def _newest(lines: tuple[ReportLine, ...]) -> datetime | None:
    moments = [line.report.updated_at for line in lines if line.report is not None]
    moments += [
        target.value.at for line in lines for target in line.targets if target.value is not None
    ]
    moments += [file.at for line in lines for file in line.evidence]
    return max(moments, default=None)


def _cell(
    unit: OrgUnit,
    period: EntryPeriod,
    submission: Submission | None,
    dates: DateSettings,
    today: date,
) -> QuarterCell:
    quarter = Quarter(period.round)
    first, _ = quarter_bounds(period.fiscal_year, quarter.number)
    return QuarterCell(
        unit=unit,
        fiscal_year=period.fiscal_year,
        quarter=quarter,
        submission=submission,
        dates=dates,
        lateness=_lateness(submission, dates, today),
        has_begun=first <= today,
    )


def _lateness(submission: Submission | None, dates: DateSettings, today: date) -> str:
    """A quarter without a day of lateness is never late."""
    if dates.late_after is None:
        return ""
    if submission is not None and not submission.is_open and submission.submitted_at:
        sent_on = timezone.localdate(submission.submitted_at)
        return "ส่งช้า" if is_late(dates, sent_on) else ""
    late_by = -days_left(dates, today)
    return f"เกินกำหนด {late_by} วัน" if is_late(dates, today) else ""
