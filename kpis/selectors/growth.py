"""The components of a KPI beside the year before: what each adds to the growth."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from kpis.models import Component, ComponentValue, Kpi
from kpis.rules.components import Growth, growth_of
from kpis.rules.numbers import half_up
from kpis.selectors.components import as_component, figures_before, value_of


@dataclass(frozen=True)
class GrowthLine:
    """`points`: what the component adds to the growth, in percentage points."""

    component: Component
    value: ComponentValue | None
    before: Decimal | None
    growth: Decimal | None
    points: Decimal | None


@dataclass(frozen=True)
class GrowthTable:
    lines: tuple[GrowthLine, ...]
    total: Growth
    is_complete: bool

    @property
    def percent(self) -> Decimal | None:
        return None if self.total.percent is None else half_up(self.total.percent, 2)

    @property
    def like_for_like(self) -> Decimal | None:
        found = self.total.like_for_like
        return None if found is None else half_up(found, 2)


def growth_table(kpi: Kpi, rows: Sequence[Component]) -> GrowthTable:
    """Of components read with their values."""
    before = figures_before(kpi)
    parts = [as_component(row, before.get(row.code)) for row in rows]
    total = growth_of(parts)
    lines = []
    for row, part in zip(rows, parts, strict=True):
        own = growth_of([part]) if part.is_comparable else None
        points = total.contributions.get(part.code) if part.is_comparable else None
        lines.append(
            GrowthLine(
                component=row,
                value=value_of(row),
                before=part.before,
                growth=None if own is None or own.percent is None else half_up(own.percent, 2),
                points=None if points is None else half_up(points, 2),
            )
        )
    return GrowthTable(tuple(lines), total, all(part.is_comparable for part in parts))
