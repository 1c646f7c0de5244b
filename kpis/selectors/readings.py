"""How a scorecard reads what its source leaves open: policies of its versioned data."""

from dataclasses import dataclass

from coops.choices import Opinion
from kpis.choices import GrowthAverage, PolicyCode
from kpis.models import Kpi, ScoringPolicy


@dataclass(frozen=True)
class Readings:
    """`closed_days`: from the end of the accounting year to the closing of accounts "in time";
    `certified`: opinions with which statements count as certified; `least_members`: how many
    cooperatives take part at least; `least_level`: from which level a pillar counts."""

    growth_average: GrowthAverage
    closed_days: int
    certified: frozenset[Opinion]
    least_members: int
    least_level: int


def readings_of(kpi: Kpi) -> Readings:
    """One query."""
    rows = ScoringPolicy.objects.filter(scorecard=kpi.scorecard_id)
    values = dict(rows.values_list("code", "value"))
    return Readings(
        growth_average=GrowthAverage(values[PolicyCode.GROWTH_AVERAGE]),
        closed_days=int(values[PolicyCode.CLOSED_DAYS]),
        certified=frozenset(map(Opinion, values[PolicyCode.CERTIFIED_OPINIONS].split())),
        least_members=int(values[PolicyCode.LEAST_MEMBERS]),
        least_level=int(values[PolicyCode.LEAST_LEVEL]),
    )
