"""Loads the strategic plan: every file is read and checked before the first row is written."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import models

from cpd_portal.core.audit import recorded
from cpd_portal.core.models import OrgUnit
from cpd_portal.core.reference import (
    AnomalyRecord,
    ReferenceFileError,
    SourcePlace,
    SyncCount,
    read_reference,
    sync,
    sync_anomalies,
)
from cpd_portal.thai.searching import search_key
from strategy.choices import DATASET, DOCUMENT_TITLE, PLAN_YEARS, PRINTED_PLAN
from strategy.figures.thresholds import load_thresholds
from strategy.models import (
    Activity,
    ActivityTarget,
    Definition,
    ExpectedResult,
    Objective,
    Plan,
    PlannedBudget,
    Project,
    ResponsibleUnit,
    Strategy,
    SuccessIndicator,
)
from strategy.period_loading import load_periods
from strategy.reference_schema import PrintedItem, PrintedText, ProjectFile, StrategiesFile
from strategy.target_loading import load_targets

REFERENCE = Path(__file__).parent / "reference"
STRATEGIES_FILE = "strategies.yaml"
# The printed paragraphs of a project file, and the table of each.
PARAGRAPHS: tuple[tuple[str, type[models.Model]], ...] = (
    ("objectives", Objective),
    ("definitions", Definition),
    ("expected_results", ExpectedResult),
    ("success_indicators", SuccessIndicator),
)
Row = dict[str, Any]


@recorded("strategy.reference.loaded")
def load(folder: Path = REFERENCE) -> dict[str, SyncCount]:
    """Strategies, projects and all that belongs to them. Raises ReferenceFileError."""
    strategies = read_reference(folder / STRATEGIES_FILE, StrategiesFile)
    projects = _read_projects(folder)
    _check_codes(strategies, projects)
    _check_budgets(strategies, projects)
    return {
        "strategy.Plan": _load_plan(),
        "strategy.Strategy": _load_strategies(strategies),
        "strategy.Project": _load_projects(projects),
        **_load_paragraphs(projects),
        "strategy.ResponsibleUnit": _load_responsible(projects),
        "strategy.Activity": _load_activities(projects),
        "strategy.ActivityTarget": _load_targets(projects),
        "strategy.PlannedBudget": _load_budgets(projects),
        **load_targets(Plan.objects.get(pk=PRINTED_PLAN)),
        **load_periods(folder, Plan.objects.get(pk=PRINTED_PLAN)),
        "strategy.Thresholds": load_thresholds(folder),
        "strategy.SourceAnomaly": sync_anomalies(DATASET, _anomalies(strategies, projects)),
    }


# --- reading and checking -----------------------------------------------------


def _read_projects(folder: Path) -> list[ProjectFile]:
    """All projects in the order of the plan; 5.10 comes after 5.9."""
    projects = []
    for path in sorted(folder.glob("project_*.yaml")):
        project = read_reference(path, ProjectFile)
        if path.name != _file_of(project.code):
            raise ReferenceFileError(path.name, "code", f"{project.code} needs another file name")
        projects.append(project)
    return sorted(projects, key=lambda project: (project.strategy, project.position))


def _file_of(code: str) -> str:
    return f"project_{code.replace('.', '_')}.yaml"


def _check_codes(strategies: StrategiesFile, projects: list[ProjectFile]) -> None:
    """The projects of every strategy are numbered from 1 without a gap."""
    for record in strategies.strategies:
        found = [row.position for row in projects if row.strategy == record.number]
        if found != list(range(1, len(found) + 1)) or not found:
            key = f"strategies.{record.number}"
            raise ReferenceFileError(STRATEGIES_FILE, key, f"has the projects {found}")
    known = {record.number for record in strategies.strategies}
    for project in projects:
        if project.strategy not in known:
            key = f"strategy {project.strategy} is not in {STRATEGIES_FILE}"
            raise ReferenceFileError(_file_of(project.code), "strategy", key)


def _check_budgets(strategies: StrategiesFile, projects: list[ProjectFile]) -> None:
    check = strategies.budget_check
    for year, expected in check.by_year.items():
        amounts = (project.budget.by_year[year] for project in projects)
        _compare(f"by_year.{year}", amounts, expected)
    for number, expected in check.by_strategy.items():
        totals = (row.budget.total for row in projects if row.strategy == number)
        _compare(f"by_strategy.{number}", totals, expected)
    _compare("total", (project.budget.total for project in projects), check.total)


def _compare(key: str, amounts: Iterable[Decimal | None], expected: Decimal | None) -> None:
    found = sum(amount for amount in amounts if amount)
    if found != expected:
        reason = f"the projects add up to {found}, expected {expected}"
        raise ReferenceFileError(STRATEGIES_FILE, f"budget_check.{key}", reason)


# --- writing ------------------------------------------------------------------


def _load_plan() -> SyncCount:
    row = {
        "first_year": PRINTED_PLAN,
        "last_year": PLAN_YEARS[-1],
        "title": DOCUMENT_TITLE,
    }
    return sync(Plan, [row], key=("first_year",), within=Plan.objects.filter(pk=PRINTED_PLAN))


def _load_strategies(strategies: StrategiesFile) -> SyncCount:
    rows = [
        {
            "number": record.number,
            "title": record.title or "",
            "lines": _lines_of(record.places),
        }
        for record in strategies.strategies
    ]
    return sync(Strategy, rows, key=("number",), within=_printed_rows(Strategy, "plan"))


def _load_projects(projects: list[ProjectFile]) -> SyncCount:
    strategy_ids = _ids(Strategy, "number")
    rows = [
        {
            "strategy_id": strategy_ids[project.strategy],
            "code": project.code,
            "position": project.position,
            "printed_code": project.printed_code or "",
            "title": project.title or "",
            **_printed("list_title", "list_lines", project.list_entry),
            **_printed("target_group", "target_group_lines", project.target_group),
            "budget_label": project.budget.printed_label,
            "budget_lines": project.budget.lines,
            "lines": _lines_of(project.places),
            "search_text": _search_text(project),
        }
        for project in projects
    ]
    return sync(Project, rows, key=("code",), within=_printed_rows(Project, "strategy__plan"))


def _load_paragraphs(projects: list[ProjectFile]) -> dict[str, SyncCount]:
    project_ids = _ids(Project, "code")
    return {
        model._meta.label: sync(
            model,
            [
                {"project_id": project_ids[project.code], "position": position, **_item_row(item)}
                for project in projects
                for position, item in enumerate(getattr(project, name), start=1)
            ],
            key=("project_id", "position"),
            within=_printed_rows(model, "project__strategy__plan"),
        )
        for name, model in PARAGRAPHS
    }


def _item_row(item: PrintedText) -> Row:
    printed_no = item.printed_no if isinstance(item, PrintedItem) else None
    return {"printed_no": printed_no or "", "text": item.text, "lines": item.lines}


def _load_responsible(projects: list[ProjectFile]) -> SyncCount:
    project_ids, unit_ids = _ids(Project, "code"), _ids(OrgUnit, "code")
    rows = [
        {
            "project_id": project_ids[project.code],
            "position": position,
            "name": record.name,
            "unit_id": unit_ids[record.unit] if record.unit else None,
            "lines": record.lines,
        }
        for project in projects
        for position, record in enumerate(project.responsible, start=1)
    ]
    within = _printed_rows(ResponsibleUnit, "project__strategy__plan")
    return sync(ResponsibleUnit, rows, key=("project_id", "position"), within=within)


def _load_activities(projects: list[ProjectFile]) -> SyncCount:
    project_ids = _ids(Project, "code")
    rows = [
        {
            "project_id": project_ids[project.code],
            "position": position,
            "number": record.number,
            "printed_no": record.printed_no or "",
            "title": record.title or "",
            "lines": record.lines,
        }
        for project in projects
        for position, record in enumerate(project.activities, start=1)
    ]
    within = _printed_rows(Activity, "project__strategy__plan")
    return sync(Activity, rows, key=("project_id", "number"), within=within)


def _load_targets(projects: list[ProjectFile]) -> SyncCount:
    stored = Activity.objects.values_list("project__code", "number", "pk")
    activity_ids = {(code, number): pk for code, number, pk in stored}
    rows = [
        {
            "activity_id": activity_ids[project.code, record.number],
            "fiscal_year": year,
            "text": text,
        }
        for project in projects
        for record in project.activities
        for year, text in record.targets.items()
        if text
    ]
    within = _printed_rows(ActivityTarget, "activity__project__strategy__plan")
    return sync(ActivityTarget, rows, key=("activity_id", "fiscal_year"), within=within)


def _load_budgets(projects: list[ProjectFile]) -> SyncCount:
    project_ids = _ids(Project, "code")
    rows = [
        {"project_id": project_ids[project.code], "fiscal_year": year, "amount": amount}
        for project in projects
        for year, amount in project.budget.by_year.items()
        if amount
    ]
    within = _printed_rows(PlannedBudget, "project__strategy__plan")
    return sync(PlannedBudget, rows, key=("project_id", "fiscal_year"), within=within)


def _anomalies(
    strategies: StrategiesFile, projects: list[ProjectFile]
) -> Iterator[tuple[str, AnomalyRecord]]:
    """Pairs of record and anomaly: "strategy-4" of a strategy, "5.8" of a project."""
    for record in strategies.strategies:
        yield from ((f"strategy-{record.number}", anomaly) for anomaly in record.anomalies)
    for project in projects:
        yield from ((project.code, anomaly) for anomaly in project.anomalies)


def _printed_rows(model: type[models.Model], plan: str) -> "models.QuerySet[Any]":
    """The rows of the printed plan: plans that were imported later are left alone."""
    return model._default_manager.filter(**{plan: PRINTED_PLAN})


def _ids(model: type[models.Model], key: str) -> Mapping[Any, int]:
    return dict(model._default_manager.values_list(key, "pk"))


def _printed(text_field: str, lines_field: str, printed: PrintedText | None) -> Row:
    return {
        text_field: printed.text if printed else "",
        lines_field: printed.lines if printed else "",
    }


def _lines_of(places: list[SourcePlace]) -> str:
    return ", ".join(place.lines for place in places)


def _search_text(project: ProjectFile) -> str:
    """What a search for words looks through: everything that the project's pages say."""
    group = project.target_group
    texts = [project.code, project.title or "", group.text if group else ""]
    for name, _ in PARAGRAPHS:
        texts += [item.text for item in getattr(project, name)]
    texts += [record.name for record in project.responsible]
    for record in project.activities:
        texts += [record.title or "", *(text for text in record.targets.values() if text)]
    return "\n".join(search_key(text) for text in texts)
