"""Every population by tier, the year before and this one, and the institutions counted."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from coops.selectors import Strength, strength_of_populations
from coops.selectors.results_on import Outcome, outcome_of, results_on
from coops.selectors.strength import Portion, rule_sets_for
from cpd_portal.home.picture.figures import own_rows_url
from cpd_portal.home.picture.scope import MEMBERS, Scope, population_of

PART = "tiers"
ALL, STRONG = "all", "strong"
GROUPS: Mapping[str, Q] = {
    ALL: Q(),
    STRONG: Q(outcome__in=(Outcome.ONE.value, Outcome.TWO.value)),
    **{one.value: Q(outcome=one.value) for one in Outcome if one != Outcome.ABSENT},
}


@dataclass(frozen=True)
class Cell:
    portion: Portion
    url: str


@dataclass(frozen=True)
class TierLine:
    """One population in one year; `urls`: the rows of each outcome, of all and of tiers 1 and
    2 together."""

    strength: Strength
    urls: Mapping[str, str]

    @property
    def tiers(self) -> list["Cell"]:
        return [
            Cell(portion, self.urls[str(tier.value)])
            for tier, portion in self.strength.tiers.items()
        ]

    @property
    def unassessed(self) -> list["Cell"]:
        return [
            Cell(portion, self.urls[f"unassessed_{group.value}"])
            for group, portion in self.strength.unassessed.items()
        ]


def tiers(scope: Scope) -> list[TierLine]:
    """The year before and this one together."""
    years = (scope.fiscal_year - 1, scope.fiscal_year)
    rows = [
        row
        for year in years
        for row in strength_of_populations(scope.viewer, year, as_of=scope.day)
    ]
    rows.sort(key=lambda row: (row.kind, row.sector or "", row.fiscal_year))
    return [
        TierLine(row, {group: tier_rows_url(scope, row, group) for group in GROUPS})
        for row in rows
    ]


def tier_rows_url(scope: Scope, strength: Strength, group: str) -> str:
    """The population stands in the address as it does on the page."""
    chosen = scope.of(population_of(strength.kind, strength.sector))
    return own_rows_url(chosen, PART, f"{strength.fiscal_year}-{group}")


def tier_rows(scope: Scope, fiscal_year: int, group: str) -> Any:
    """Assessments, or their events of a past day, of the scope's population; each with its
    `outcome`. As they are counted: now by the rules in force, then by those of the day."""
    kind, sector = MEMBERS[scope.population]
    rows = results_on(scope.viewer, fiscal_year, scope.day)
    if scope.day is None:
        in_force = rule_sets_for(fiscal_year, kind, sector or "")
        rows = rows.filter(rule_set__in=[row.pk for row in in_force])
    else:
        rows = rows.filter(rule_set__kind=kind, rule_set__sector=sector or "")
    return rows.annotate(outcome=outcome_of()).filter(GROUPS[group])
