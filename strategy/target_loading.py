"""Version 1 of a plan: what its printed cells and success indicators say in numbers.

A second load changes only what is read differently by now; what people verified or revised stays.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q

from cpd_portal.core.reference import SyncCount, sync
from strategy.choices import Basis
from strategy.models import Activity, Measure, Plan, PlanVersion, SuccessIndicator, Target
from strategy.rules.reading import Reading, read_cell, read_indicator

PRINTED_VERSION = 1
PRINTED_REASON = "แผนตามที่พิมพ์ อ่านเป็นตัวเลขโดยระบบ ยังไม่ยืนยัน"
MeasureKey = tuple[int | None, int | None, str]


@dataclass(frozen=True)
class _Cell:
    """One reading at its place."""

    project_id: int
    activity_id: int | None
    indicator_id: int | None
    fiscal_year: int
    text: str
    reading: Reading

    @property
    def key(self) -> MeasureKey:
        return self.activity_id, self.indicator_id, self.reading.unit


def load_targets(plan: Plan) -> dict[str, SyncCount]:
    """Measures and targets of version 1."""
    version, made = PlanVersion.objects.get_or_create(
        plan=plan, number=PRINTED_VERSION, defaults={"reason": PRINTED_REASON}
    )
    cells = [*_activity_cells(plan), *_indicator_cells(plan)]
    return {
        "strategy.PlanVersion": SyncCount(created=int(made), unchanged=int(not made)),
        "strategy.Measure": _load_measures(plan, cells),
        "strategy.Target": _load_values(version, cells),
    }


def _activity_cells(plan: Plan) -> Iterator[_Cell]:
    activities = Activity.objects.filter(project__strategy__plan=plan).prefetch_related("targets")
    for activity in activities:
        for cell in activity.targets.all():
            for reading in read_cell(cell.text):
                yield _Cell(
                    activity.project_id, activity.pk, None, cell.fiscal_year, cell.text, reading
                )


def _indicator_cells(plan: Plan) -> Iterator[_Cell]:
    for indicator in SuccessIndicator.objects.filter(project__strategy__plan=plan):
        for reading in read_indicator(indicator.text, plan.years):
            for year in reading.years:
                if year in plan.years:
                    yield _Cell(
                        indicator.project_id, None, indicator.pk, year, indicator.text, reading
                    )


def _load_measures(plan: Plan, cells: list[_Cell]) -> SyncCount:
    """One for each unit of an activity or indicator; the first cell says the basis."""
    rows: dict[MeasureKey, dict[str, object]] = {}
    for cell in cells:
        rows.setdefault(
            cell.key,
            {
                "project_id": cell.project_id,
                "activity_id": cell.activity_id,
                "indicator_id": cell.indicator_id,
                "unit": cell.reading.unit,
                "basis": Basis(cell.reading.basis),
                "population": cell.reading.population,
                "period_total": cell.reading.total,
            },
        )
    return sync(
        Measure,
        rows.values(),
        key=("activity_id", "indicator_id", "unit"),
        # A measure that came with a revision has no printed target.
        within=Measure.objects.filter(
            Q(targets__version__number=PRINTED_VERSION) | Q(targets=None),
            project__strategy__plan=plan,
        ).distinct(),
    )


def _load_values(version: PlanVersion, cells: list[_Cell]) -> SyncCount:
    stored = Measure.objects.filter(project__strategy__plan=version.plan_id)
    measures = {(row.activity_id, row.indicator_id, row.unit): row.pk for row in stored}
    rows = {
        (measures[cell.key], cell.fiscal_year): {
            "version_id": version.pk,
            "measure_id": measures[cell.key],
            "fiscal_year": cell.fiscal_year,
            "value": cell.reading.value,
            "exceeds": cell.reading.exceeds,
            "text": cell.text,
        }
        for cell in cells
    }
    return sync(
        Target,
        rows.values(),
        key=("measure_id", "fiscal_year"),
        within=Target.objects.filter(version=version),
    )
