"""Invented quarterly progress: approved up to the first quarter of the last year; in the second
the divisions stand at different steps, and the IT centre still has project 5.9 to report."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal
from random import Random

from django.utils import timezone

from cpd_portal.core.choices import Quarter, SubmissionState
from cpd_portal.core.models import EntryPeriod, OrgUnit, Submission, User
from cpd_portal.thai.formatting import round_half_up
from strategy.choices import Milestone
from strategy.entry import projects_to_report
from strategy.models import Plan, ProgressReport, ProgressValue, Project, Target
from strategy.period_loading import form_code

LAST_QUARTER = 2
LEFT_OUT = ("ict", "5.9")
# Where the divisions stand in the last reported quarter.
STATES = {
    "ict": SubmissionState.DRAFT,
    "agri": SubmissionState.VERIFIED,
    "fin": SubmissionState.SUBMITTED,
    "rlo": SubmissionState.SUBMITTED,
}
# Part of the target that is reached at the end of each quarter, for three tempers of a project.
TEMPERS = (
    (Decimal("0.25"), Decimal("0.5"), Decimal("0.8"), Decimal(1)),
    (Decimal("0.2"), Decimal("0.4"), Decimal("0.6"), Decimal("0.92")),
    (Decimal("0.05"), Decimal("0.2"), Decimal("0.4"), Decimal("0.6")),
)
STEPS = (Milestone.UNDER_WAY, Milestone.UNDER_WAY, Milestone.UNDER_WAY, Milestone.DONE)
NARRATIVE = "ตัวอย่าง: ดำเนินการตามแผนของไตรมาสที่ {quarter} ปี {year}"


@dataclass(frozen=True)
class _Form:
    unit: OrgUnit
    fiscal_year: int
    quarter: Quarter
    state: SubmissionState


def sample_progress(random: Random, plan: Plan, units: list[OrgUnit]) -> Mapping[str, int]:
    """Stores reports, values and submissions. Returns their numbers."""
    people = {user.username: user for user in User.objects.filter(is_sample=True)}
    tempers = {
        project.pk: random.choices(TEMPERS, weights=(5, 3, 2))[0]
        for project in Project.objects.all().of_plan(plan.pk)
    }
    forms = [
        _Form(unit, year, quarter, _state(plan, year, quarter, unit))
        for unit in units
        for year in plan.years
        for quarter in Quarter
        if year < plan.last_year or quarter.number <= LAST_QUARTER
    ]
    counts = {"strategy.ProgressReport": 0, "strategy.ProgressValue": 0, "core.Submission": 0}
    for form in forms:
        projects = [
            project
            for project in projects_to_report(form.unit, form.fiscal_year)
            if not _is_left_out(form, project)
        ]
        if not projects:
            continue
        counts["strategy.ProgressReport"] += _reports(form, projects)
        counts["strategy.ProgressValue"] += _values(form, projects, tempers)
        counts["core.Submission"] += 1
        _submission(form, people)
    return counts


def _state(plan: Plan, year: int, quarter: Quarter, unit: OrgUnit) -> SubmissionState:
    is_last = year == plan.last_year and quarter.number == LAST_QUARTER
    return STATES.get(unit.code, SubmissionState.DRAFT) if is_last else SubmissionState.APPROVED


def _is_left_out(form: _Form, project: Project) -> bool:
    return form.state == SubmissionState.DRAFT and (form.unit.code, project.code) == LEFT_OUT


def _reports(form: _Form, projects: list[Project]) -> int:
    rows = ProgressReport.objects.bulk_create(
        ProgressReport(
            project=project,
            unit=form.unit,
            fiscal_year=form.fiscal_year,
            quarter=form.quarter.number,
            narrative=NARRATIVE.format(quarter=form.quarter.number, year=form.fiscal_year),
        )
        for project in projects
    )
    return len(rows)


def _values(
    form: _Form, projects: list[Project], tempers: Mapping[int, tuple[Decimal, ...]]
) -> int:
    """Those that no other responsible division brought already."""
    when = {"fiscal_year": form.fiscal_year, "quarter": form.quarter.number}
    known = set(ProgressValue.objects.filter(**when).values_list("measure", flat=True))
    targets = Target.objects.filter(
        measure__project__in=projects, fiscal_year=form.fiscal_year
    ).select_related("measure")
    rows = [
        _value(target, form, tempers[target.measure.project_id])
        for target in targets
        if target.measure_id not in known
    ]
    return len(ProgressValue.objects.bulk_create(rows))


def _value(target: Target, form: _Form, temper: tuple[Decimal, ...]) -> ProgressValue:
    part = temper[form.quarter.number - 1]
    row = ProgressValue(
        measure=target.measure, fiscal_year=form.fiscal_year, quarter=form.quarter.number
    )
    if target.value is None:
        is_last = form.quarter == Quarter.FOURTH
        slow = is_last and part < TEMPERS[1][-1]
        row.milestone = Milestone.UNDER_WAY if slow else STEPS[form.quarter.number - 1]
    else:
        row.value = round_half_up(target.value * part, 0)
    return row


def _submission(form: _Form, people: Mapping[str, User]) -> None:
    period = EntryPeriod.objects.get(form=form_code(form.quarter), fiscal_year=form.fiscal_year)
    sent = timezone.make_aware(datetime.combine(period.due_on - timedelta(days=5), time(9)))
    officer, chief = (people.get(f"{role}-{form.unit.code}") for role in ("officer", "chief"))
    row = Submission(period=period, office=form.unit, state=form.state)
    if form.state != SubmissionState.DRAFT:
        row.submitted_by, row.submitted_at = officer, sent
    if form.state in (SubmissionState.VERIFIED, SubmissionState.APPROVED):
        row.verified_by, row.verified_at = chief, sent + timedelta(days=2)
    if form.state == SubmissionState.APPROVED:
        row.approved_by, row.approved_at = people.get("planner"), sent + timedelta(days=4)
    row.save(force_insert=True)
