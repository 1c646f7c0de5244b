"""Printed thresholds in the few characters of a table cell."""

from decimal import Decimal

from kpis.models import Criterion, CriterionTier
from kpis.rules import shown


def tier_figures(criterion: Criterion) -> tuple[str, ...]:
    """For 50, 75 and 100: "43.08", or "คุณภาพ 100 ลงทะเบียน 90" for composite criteria."""
    tiers = list(criterion.tiers.all())
    return tuple(_figure(criterion, tier, tiers) for tier in tiers)


def _figure(criterion: Criterion, tier: CriterionTier, tiers: list[CriterionTier]) -> str:
    words = [
        f"{criterion.short_names[part]} {_bound(part, bound, tiers)}".strip()
        for part, bound in tier.thresholds.items()
    ]
    return " ".join(words)


def _bound(part: str, bound: str | None, tiers: list[CriterionTier]) -> str:
    """A tier without a printed lower bound is what lies below the next one."""
    if bound is not None:
        return shown(Decimal(bound))
    following = next(t.thresholds[part] for t in tiers if t.thresholds.get(part) is not None)
    return f"ต่ำกว่า {shown(Decimal(following))}"
