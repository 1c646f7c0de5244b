"""Quarterly progress as four periodic forms of the core: what is missing, who typed."""

from collections import Counter
from functools import partial

from django.db.models import Q
from django.urls import reverse

from cpd_portal.core.choices import Quarter, Role
from cpd_portal.core.entry_forms import EntryForm
from cpd_portal.core.models import OrgUnit, Submission
from strategy.models import Evidence, Measure, ProgressReport, ProgressValue, Project
from strategy.period_loading import form_code

NAMED_AT_MOST = 3


def projects_to_report(unit: OrgUnit, fiscal_year: int) -> list[Project]:
    """Those of the unit that promise something or planned money in that year."""
    promised = Q(measures__targets__fiscal_year=fiscal_year)
    planned = Q(budgets__fiscal_year=fiscal_year) | Q(budget_revisions__fiscal_year=fiscal_year)
    rows = Project.objects.filter(responsible_units__unit=unit).filter(promised | planned)
    return list(rows.distinct().select_related("strategy"))


def missing(quarter: Quarter, submission: Submission) -> list[str]:
    """Why the unit cannot send yet: the projects without narrative, and those without a value of
    every target of the year."""
    unit, fiscal_year = submission.office, submission.period.fiscal_year
    projects = projects_to_report(unit, fiscal_year)
    if not projects:
        return [f"{unit.name}ไม่มีโครงการที่ต้องรายงานในปี {fiscal_year}"]
    told = set(
        ProgressReport.objects.filter(unit=unit, fiscal_year=fiscal_year, quarter=quarter.number)
        .exclude(narrative="")
        .values_list("project", flat=True)
    )
    silent = [project.code for project in projects if project.pk not in told]
    lacking = _without_value(projects, fiscal_year, quarter.number)
    sentences = []
    if silent:
        sentences.append(f"ยังไม่บันทึกผลการดำเนินงานของโครงการ {_named(silent)}")
    if lacking:
        parts = [f"{code} ({count} เป้าหมาย)" for code, count in lacking.items()]
        sentences.append(f"ยังไม่มีผลของโครงการ {_named(parts)}")
    return sentences


def authors(quarter: Quarter, submission: Submission) -> set[int]:
    """Who typed values, narratives or attached files of the unit's projects in the quarter, by
    the audit trail."""
    unit, fiscal_year = submission.office, submission.period.fiscal_year
    projects = [project.pk for project in projects_to_report(unit, fiscal_year)]
    when = {"fiscal_year": fiscal_year, "quarter": quarter.number}
    reports = ProgressReport.pgh_event_model.objects.filter(unit=unit, **when)  # type: ignore[attr-defined]
    values = ProgressValue.pgh_event_model.objects.filter(  # type: ignore[attr-defined]
        measure__project__in=projects, **when
    )
    files = Evidence.pgh_event_model.objects.filter(  # type: ignore[attr-defined]
        report__in=ProgressReport.objects.filter(unit=unit, **when)
    )
    found: set[int] = set()
    for rows in (reports, values, files):
        actors = rows.values_list("pgh_context__actor", flat=True).distinct()
        found |= {actor for actor in actors if actor is not None}
    return found


def _without_value(projects: list[Project], fiscal_year: int, quarter: int) -> dict[str, int]:
    """How many targets of the year lack a value, by project."""
    valued = ProgressValue.objects.filter(fiscal_year=fiscal_year, quarter=quarter).exclude(
        value=None, milestone=""
    )
    rows = (
        Measure.objects.filter(project__in=projects, targets__fiscal_year=fiscal_year)
        .exclude(pk__in=valued.values("measure"))
        .distinct()
    )
    codes = dict(rows.values_list("pk", "project__code")).values()
    return dict(Counter(codes))


def _named(names: list[str]) -> str:
    more = " และอื่น ๆ" if len(names) > NAMED_AT_MOST else ""
    return f"{', '.join(names[:NAMED_AT_MOST])}{more}"


def progress_form(quarter: Quarter) -> EntryForm:
    return EntryForm(
        code=form_code(quarter),
        title=f"ความก้าวหน้าโครงการตามยุทธศาสตร์ {quarter.label}",
        missing=partial(missing, quarter),
        authors=partial(authors, quarter),
        approvers=frozenset({Role.PLANNER}),
        address=lambda place: reverse(
            "strategy:quarter", args=[place.office, place.fiscal_year, quarter.number]
        ),
    )


PROGRESS_FORMS = tuple(progress_form(quarter) for quarter in Quarter)
