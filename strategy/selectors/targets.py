"""The targets of a plan as they stand: the newest version of every cell, with what was reached."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import OuterRef, QuerySet

from strategy.choices import Milestone
from strategy.models import Measure, ProgressValue, Project, Target
from strategy.selectors.past import targets_on, values_on
from strategy.selectors.rows import exact, json_rows


@dataclass(frozen=True)
class Value:
    """What a measure had reached at the end of a quarter; `by` is who typed it."""

    quarter: int
    value: Decimal | None
    milestone: str
    by: str
    at: datetime

    @property
    def is_known(self) -> bool:
        return self.value is not None or self.milestone != ""

    @property
    def milestone_words(self) -> str:
        return str(Milestone(self.milestone).label) if self.milestone else "ยังไม่ระบุ"


@dataclass(frozen=True)
class TargetValues:
    """A target, and its values by quarter."""

    target: Target
    values: Mapping[int, Value]

    @property
    def measure(self) -> Measure:
        return self.target.measure


def targets_of_year(project: Project, fiscal_year: int) -> list[Target]:
    """In the order of the plan: activities, then success indicators."""
    rows = Target.objects.all().as_of().filter(measure__project=project, fiscal_year=fiscal_year)
    return sorted(rows.select_related("measure__activity", "measure__indicator"), key=_order)


def targets_by_project(
    projects: Iterable[int], fiscal_year: int | None = None, as_of: date | None = None
) -> dict[int, list[TargetValues]]:
    """The targets of every project (of one year, or of all) with their values: one query. With
    a day, as they stood at its end: two."""
    rows = Target.objects.all().as_of() if as_of is None else targets_on(as_of)
    rows = rows.filter(measure__project__in=list(projects))
    if fiscal_year is not None:
        rows = rows.filter(fiscal_year=fiscal_year)
    found: dict[int, list[TargetValues]] = {}
    for row in sorted(_with_values(rows) if as_of is None else _on(rows, as_of), key=_order):
        values = [_value(one) for one in row.value_rows]
        line = TargetValues(row, {one.quarter: one for one in values})
        found.setdefault(row.measure.project_id, []).append(line)
    return found


def measure_words(measure: Measure) -> str:
    if measure.activity is not None:
        return f"กิจกรรม {measure.activity.number}"
    number = measure.indicator.printed_no if measure.indicator else ""
    return f"ตัวชี้วัดความสำเร็จ {number}".strip()


def _with_values(rows: "QuerySet[Target]") -> "QuerySet[Any]":
    values = ProgressValue.objects.filter(
        measure=OuterRef("measure"), fiscal_year=OuterRef("fiscal_year")
    )
    return rows.select_related("version", "measure__activity", "measure__indicator").annotate(
        value_rows=json_rows(
            values,
            quarter="quarter",
            value=exact("value"),
            milestone="milestone",
            by="updated_by__full_name",
            at="updated_at",
        )
    )


def _on(rows: "QuerySet[Target]", day: date) -> list[Any]:
    """As `_with_values`, with the values of that day."""
    found: list[Any] = list(
        rows.select_related("version", "measure__activity", "measure__indicator")
    )
    values = values_on({row.measure_id for row in found}, day)
    for row in found:
        row.value_rows = values.get((row.measure_id, row.fiscal_year), [])
    return found


def _value(row: Mapping[str, Any]) -> Value:
    return Value(
        quarter=row["quarter"],
        value=None if row["value"] is None else Decimal(row["value"]),
        milestone=row["milestone"],
        by=row["by"] or "",
        at=row["at"] if isinstance(row["at"], datetime) else datetime.fromisoformat(row["at"]),
    )


def _order(target: Target) -> tuple[int, int, int, int]:
    measure = target.measure
    if measure.activity is not None:
        return 0, measure.activity.position, measure.pk, target.fiscal_year
    position = measure.indicator.position if measure.indicator else 0
    return 1, position, measure.pk, target.fiscal_year
