"""Results that are measured from this portal's own facts."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from coops.choices import Kind, Sector
from coops.selectors import Strength, strength_national, strength_national_populations
from kpis.choices import LiveSource
from kpis.rules import share

SOURCES: dict[str, tuple[Kind, Sector | None]] = {
    LiveSource.STRENGTH_AGRICULTURAL: (Kind.COOPERATIVE, Sector.AGRICULTURAL),
    LiveSource.STRENGTH_FARMER_GROUPS: (Kind.FARMER_GROUP, None),
}


@dataclass(frozen=True)
class Measured:
    """Tiers 1 and 2 as a share of the whole population, as far as it is assessed."""

    strength: Strength

    @property
    def count(self) -> int:
        return self.strength.strong.count

    @property
    def population(self) -> int:
        return self.strength.population

    @property
    def open(self) -> int:
        """Not yet classified: they may still join tiers 1 and 2, until the result is official."""
        return self.strength.incomplete if self.strength.is_provisional else 0

    @property
    def is_preliminary(self) -> bool:
        return self.open > 0

    @property
    def share(self) -> Fraction:
        """Percent, exact."""
        return share(self.count, self.population)

    @property
    def best_share(self) -> Fraction:
        """If every one that is still open reached tier 1 or 2."""
        return share(self.count + self.open, self.population)


def measured_of_year(fiscal_year: int, as_of: date | None = None) -> dict[str, Measured]:
    """By live source: the figures of the year that exist, two queries for all. With a day, as
    they stood at its end."""
    populations = strength_national_populations(fiscal_year, as_of)
    found = {(each.kind, each.sector): each for each in populations}
    return {
        source: Measured(found[place])
        for source, place in SOURCES.items()
        if place in found and found[place].population > found[place].incomplete
    }


def measured(live_source: str, fiscal_year: int) -> Measured | None:
    """None where the KPI is reported from outside, or nothing is classified yet."""
    if not live_source:
        return None
    kind, sector = SOURCES[live_source]
    strength = strength_national(fiscal_year, kind, sector)
    if strength.population == strength.incomplete:
        return None
    return Measured(strength)
