"""One KPI with its criteria, policies and printed tables, in three queries."""

from typing import Any

from django.db.models import OuterRef

from cpd_portal.core.models import User
from kpis.models import (
    ActionStep,
    BaselineRow,
    BaselineValue,
    Guideline,
    Kpi,
    LocalProduct,
    PlanTarget,
    ScoringPolicy,
)
from kpis.selectors.criteria import criteria_of, remember
from kpis.selectors.together import rows_beside, rows_of

TABLES: dict[str, Any] = {
    "plan_targets": PlanTarget,
    "action_steps": ActionStep,
    "products": LocalProduct,
    "guidelines": Guideline,
}


def kpi_with_tables(user: User, fiscal_year: int, number: int) -> Kpi | None:
    """Every relation that the page of one KPI shows counts as read."""
    kpi = _kpi(user, fiscal_year, number)
    if kpi is None:
        return None
    for relation, model in TABLES.items():
        remember(kpi, relation, rows_of(model, getattr(kpi, f"found_{relation}")))
    remember(kpi.scorecard, "policies", rows_of(ScoringPolicy, kpi.found_policies))
    remember(kpi, "baseline_rows", _baseline(kpi))
    criteria_of([kpi])
    found: Kpi = kpi
    return found


def _kpi(user: User, fiscal_year: int, number: int) -> Any:
    policies = ScoringPolicy.objects.filter(scorecard=OuterRef("scorecard")).order_by("position")
    beside = {
        f"found_{relation}": rows_beside(
            model.objects.filter(kpi=OuterRef("pk")).order_by(*model._meta.ordering[1:])
        )
        for relation, model in TABLES.items()
    }
    rows: Any = Kpi.objects.visible_to(user).for_year(fiscal_year).filter(number=number)
    annotated = rows.annotate(found_policies=rows_beside(policies), **beside)
    return annotated.select_related("group", "scorecard", "population").first()


def _baseline(kpi: Kpi) -> list[BaselineRow]:
    values = BaselineValue.objects.filter(row=OuterRef("pk")).order_by("fiscal_year")
    rows: list[Any] = list(
        BaselineRow.objects.filter(kpi=kpi).annotate(found_values=rows_beside(values))
    )
    for row in rows:
        remember(row, "values", rows_of(BaselineValue, row.found_values))
    return rows
