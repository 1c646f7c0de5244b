"""Criteria with their tiers in one query."""

from collections.abc import Iterable
from typing import Any

from kpis.models import Criterion, CriterionTier, Kpi

Key = tuple[int, str]


def criteria_of(kpis: Iterable[Kpi]) -> dict[Key, Criterion]:
    """By KPI (primary key) and round; tiers and `kpi.criteria` count as read."""
    by_key = {kpi.pk: kpi for kpi in kpis}
    rows = CriterionTier.objects.filter(criterion__kpi__in=by_key).select_related("criterion")
    found: dict[Key, Criterion] = {}
    tiers: dict[Key, list[CriterionTier]] = {}
    for tier in rows.order_by("criterion__kpi", "-criterion__round", "points"):
        key = (tier.criterion.kpi_id, tier.criterion.round)
        found.setdefault(key, tier.criterion)
        tiers.setdefault(key, []).append(tier)
    for key, criterion in found.items():
        criterion.kpi = by_key[key[0]]
        remember(criterion, "tiers", tiers[key])
    for kpi in by_key.values():
        remember(kpi, "criteria", [c for (pk, _), c in found.items() if pk == kpi.pk])
    return found


def remember(row: Any, relation: str, rows: list[Any]) -> None:
    """As if the relation had been prefetched."""
    queryset = getattr(row, relation).all()
    queryset._result_cache = rows
    if not hasattr(row, "_prefetched_objects_cache"):
        row._prefetched_objects_cache = {}
    row._prefetched_objects_cache[relation] = queryset
