"""Rows of the tables of one KPI, from its checked reference file."""

from collections.abc import Callable, Iterator
from typing import Any

from coops.models import UpgradeCooperative
from cpd_portal.core.choices import Round
from kpis.choices import Computation
from kpis.models import (
    ActionStep,
    BaselineRow,
    BaselineValue,
    Component,
    Guideline,
    Kpi,
    LocalProduct,
    PlanTarget,
    Population,
    ProgrammeMember,
)
from kpis.reference_schema import TIERS, ComponentFile, KpiFile
from kpis.reference_schema import BaselineRow as BaselineRowFile

Row = dict[str, Any]
Bring = Callable[..., None]

TEXTS = (
    "goal_code",
    "goal",
    "master_plan",
    "data_source",
    "collection",
    "reporter",
    "reporting_window",
    "live_source",
)


def kpi_row(file: KpiFile) -> Row:
    """Text that is not printed becomes empty text."""
    target = file.year_target
    return {
        **file.model_dump(include={"number", "title", "unit", "direction", "definition", "lines"}),
        **{name: getattr(file, name) or "" for name in TEXTS},
        "target_text": target.text if target else "",
        "target_value": target.value if target else None,
    }


def criterion_rows(file: KpiFile) -> Iterator[Row]:
    for round, criterion in file.criteria.items():
        yield {
            "round": round,
            "method": criterion.method,
            "direction": file.direction_in(round),
            "unit": criterion.unit,
            "measures": criterion.measures,
            "computation": criterion.computation,
            "first_month": criterion.year_ends.first if criterion.year_ends else None,
            "last_month": criterion.year_ends.last if criterion.year_ends else None,
            "is_percent": criterion.percent,
            "minimum": criterion.minimum,
            "parts": [
                {"part": code, **part.model_dump()}
                for code, part in criterion.described_parts.items()
            ],
            "group_text": criterion.group or "",
            "no_result_score": criterion.no_result_score,
            "no_result_text": criterion.no_result_text or "",
            "provisional": criterion.provisional,
            "lines": criterion.lines,
        }


def tier_rows(file: KpiFile, round: str) -> Iterator[Row]:
    criterion = file.criteria[Round(round)]
    for points in TIERS:
        tier = criterion.tiers[points]
        bounds = criterion.thresholds(points)
        yield {
            "points": points,
            "thresholds": {k: None if v is None else str(v) for k, v in bounds.items()},
            "text": tier.text,
            "amount": tier.amount,
        }


def bring_population(kpi: Kpi, file: KpiFile, bring: Bring) -> None:
    population = file.population
    wanted = [population.model_dump(exclude={"fiscal_year"})] if population else []
    rows = [{"kpi_id": kpi.pk, **row} for row in wanted]
    bring(Population, rows, ("kpi_id",), Population.objects.filter(kpi=kpi))


def bring_baseline(kpi: Kpi, file: KpiFile, bring: Bring) -> None:
    baseline = file.baseline
    if baseline is None:
        return
    components = {code for row in baseline.rows for code in row.sum_of}
    rows = [
        {
            "kpi_id": kpi.pk,
            "position": position,
            **row.model_dump(include={"code", "label", "unit"}),
            "agency": row.agency or "",
            "is_component": row.code in components,
            "is_headline": row.code == baseline.headline,
        }
        for position, row in enumerate(baseline.rows, start=1)
    ]
    own = BaselineRow.objects.filter(kpi=kpi)
    bring(BaselineRow, rows, ("kpi_id", "code"), own)
    ids = dict(own.all().values_list("code", "pk"))
    values = [
        {
            "row_id": ids[row.code],
            "fiscal_year": year,
            "value": value,
            "printed": row.absent.get(year, "") if value is None else str(value),
        }
        for row in baseline.rows
        for year, value in zip(baseline.years, row.values, strict=True)
    ]
    stored = BaselineValue.objects.filter(row__kpi=kpi)
    bring(BaselineValue, values, ("row_id", "fiscal_year"), stored)


def bring_plan_targets(kpi: Kpi, file: KpiFile, bring: Bring) -> None:
    rows = [
        {
            "kpi_id": kpi.pk,
            "first_year": target.first,
            "last_year": target.last,
            **target.model_dump(include={"text", "value", "lines"}),
        }
        for target in file.plan_targets
    ]
    key = ("kpi_id", "first_year", "last_year")
    bring(PlanTarget, rows, key, PlanTarget.objects.filter(kpi=kpi))


def bring_action_plan(kpi: Kpi, file: KpiFile, bring: Bring) -> None:
    rows = [
        {
            "kpi_id": kpi.pk,
            "table_number": table.table,
            "table_title": table.title,
            "number": step.number,
            "text": step.text,
            "start_month": step.start,
            "end_month": step.end,
            "marks": step.marks,
            "counts_in_half": step.number in table.half_year,
            "lines": table.lines,
        }
        for table in file.action_plan
        for step in table.steps
    ]
    key = ("kpi_id", "table_number", "number")
    bring(ActionStep, rows, key, ActionStep.objects.filter(kpi=kpi))


def bring_products(kpi: Kpi, file: KpiFile, bring: Bring) -> None:
    items = file.products.items if file.products else []
    rows = [{"kpi_id": kpi.pk, **item.model_dump()} for item in items]
    bring(LocalProduct, rows, ("kpi_id", "number"), LocalProduct.objects.filter(kpi=kpi))


def bring_components(kpi: Kpi, file: KpiFile, bring: Bring) -> None:
    printed = {row.code: row for row in file.baseline.rows} if file.baseline else {}
    rows = [
        {
            "kpi_id": kpi.pk,
            "position": position,
            **_component_row(component, printed.get(component.code)),
        }
        for position, component in enumerate(file.components, start=1)
    ]
    bring(Component, rows, ("kpi_id", "code"), Component.objects.filter(kpi=kpi))


def _component_row(component: ComponentFile, printed: BaselineRowFile | None) -> Row:
    return {
        "code": component.code,
        "label": component.label or (printed.label if printed else ""),
        "unit": component.unit or (printed.unit if printed else ""),
        "agency": (printed.agency or "") if printed else "",
        "minimum": component.minimum,
        "maximum": component.maximum,
        "is_whole": component.whole,
    }


def bring_members(kpi: Kpi, file: KpiFile, bring: Bring) -> None:
    """The year's printed list of the programme; those that joined later stay."""
    computations = {criterion.computation for criterion in file.criteria.values()}
    if Computation.COLLECTION not in computations:
        return
    listed = UpgradeCooperative.objects.filter(fiscal_year=file.fiscal_year)
    rows = [{"kpi_id": kpi.pk, "listing_id": pk} for pk in listed.values_list("pk", flat=True)]
    printed = ProgrammeMember.objects.filter(kpi=kpi, listing__isnull=False)
    bring(ProgrammeMember, rows, ("kpi_id", "listing_id"), printed)


def bring_guidelines(kpi: Kpi, file: KpiFile, bring: Bring) -> None:
    items = file.guidelines.items if file.guidelines else []
    rows = [
        {"kpi_id": kpi.pk, "number": number, "text": text}
        for number, text in enumerate(items, start=1)
    ]
    bring(Guideline, rows, ("kpi_id", "number"), Guideline.objects.filter(kpi=kpi))


TABLES: tuple[Callable[[Kpi, KpiFile, Bring], None], ...] = (
    bring_population,
    bring_baseline,
    bring_plan_targets,
    bring_action_plan,
    bring_products,
    bring_guidelines,
    bring_components,
    bring_members,
)
