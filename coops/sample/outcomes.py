"""What the classification has to come out at: the published tables, and our own shares."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from coops.choices import Sector, Tier
from coops.reference_schema import PopulationRecord, PublishedFile
from coops.rules import Classification
from coops.sample.branches import AGRICULTURAL, NON_AGRICULTURAL, Branch
from coops.sample.provinces import apportion

FIRST_YEAR = 2566
SECOND_YEAR = 2567
# strategy_projects_2560_2564, line 263: cooperatives in operation on 30 June 2559.
ALL_COOPERATIVES = 7168


class Outcome(StrEnum):
    """Named as the rows of the published tables."""

    TIER_1 = "tier_1"
    TIER_2 = "tier_2"
    TIER_3 = "tier_3"
    UNASSESSED_1 = "unassessed_1"
    UNASSESSED_2 = "unassessed_2"

    @property
    def tier(self) -> Tier | None:
        return Tier(int(self[-1])) if self.startswith("tier") else None

    @classmethod
    def of(cls, result: Classification) -> "Outcome":
        if result.tier is not None:
            return cls(f"tier_{int(result.tier)}")
        return cls(f"unassessed_{result.unassessed_group}")


# In per mille, of our own: no table of non-agricultural cooperatives is published.
NON_AGRICULTURAL_SHARES = {
    Outcome.TIER_1: 236,
    Outcome.TIER_2: 341,
    Outcome.TIER_3: 348,
    Outcome.UNASSESSED_1: 29,
    Outcome.UNASSESSED_2: 46,
}


@dataclass(frozen=True)
class Plan:
    """Of one branch: outcomes of the first year, size of the second year's population, and
    how many of that have an accounting year that ends in its first half."""

    branch: Branch
    outcomes: Mapping[Outcome, int]
    second_population: int
    first_half: int

    @property
    def first_population(self) -> int:
        return sum(self.outcomes.values())


def plan_for(branch: Branch, published: PublishedFile, scale: int = 1) -> Plan:
    plan = (
        _derived_plan(published)
        if branch.sector == Sector.NON_AGRICULTURAL
        else _published_plan(branch, published)
    )
    return Plan(
        branch,
        {outcome: count * scale for outcome, count in plan.outcomes.items()},
        plan.second_population * scale,
        plan.first_half * scale,
    )


def _published_plan(branch: Branch, published: PublishedFile) -> Plan:
    table = next(
        table
        for table in published.tables
        if (table.kind, table.sector, table.fiscal_year)
        == (branch.kind, branch.sector, FIRST_YEAR)
    )
    counts = {row.row: row.count for row in table.rows}
    second = _population(branch, published)
    if second.first_half is None:
        raise ValueError(f"{branch}: the first half of {SECOND_YEAR} is not in the source")
    outcomes = {outcome: counts[outcome.value] for outcome in Outcome}
    return Plan(branch, outcomes, second.count, second.first_half)


def _population(branch: Branch, published: PublishedFile) -> PopulationRecord:
    return next(
        row
        for row in published.populations
        if (row.kind, row.sector, row.fiscal_year) == (branch.kind, branch.sector, SECOND_YEAR)
    )


def _derived_plan(published: PublishedFile) -> Plan:
    """Non-agricultural cooperatives: the rest of all, in the agricultural proportions."""
    model = _published_plan(AGRICULTURAL, published)
    total = ALL_COOPERATIVES - model.first_population
    shares = apportion(total, {o.value: n for o, n in NON_AGRICULTURAL_SHARES.items()})
    ratio = Decimal(total) / model.first_population
    return Plan(
        NON_AGRICULTURAL,
        {outcome: shares[outcome.value] for outcome in Outcome},
        round(model.second_population * ratio),
        round(model.first_half * ratio),
    )
