"""Whose picture is shown: of the country, an inspection region or an office."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from django.db import models
from django.utils import timezone

from coops.choices import Kind, Sector
from cpd_portal.core.models import OrgUnit, User


class Population(models.TextChoices):
    """Whose strength the map shows."""

    AGRICULTURAL = "agricultural", "สหกรณ์ภาคการเกษตร"
    NON_AGRICULTURAL = "non-agricultural", "สหกรณ์นอกภาคการเกษตร"
    FARMER_GROUPS = "farmer-groups", "กลุ่มเกษตรกร"


MEMBERS: Mapping[Population, tuple[Kind, Sector | None]] = {
    Population.AGRICULTURAL: (Kind.COOPERATIVE, Sector.AGRICULTURAL),
    Population.NON_AGRICULTURAL: (Kind.COOPERATIVE, Sector.NON_AGRICULTURAL),
    Population.FARMER_GROUPS: (Kind.FARMER_GROUP, None),
}


def population_of(kind: Kind, sector: Sector | None) -> Population:
    return next(one for one, members in MEMBERS.items() if members == (kind, sector))


@dataclass(frozen=True, kw_only=True)
class Scope:
    """`viewer` sees no more than the chosen unit; `unit` is None for everything in reach.
    `is_shared`: everybody of headquarters who chooses the same sees exactly this. `province`:
    the code of the one outlined on the map, or "". `day`: the past day at whose end everything
    is read; None is now."""

    viewer: User
    fiscal_year: int
    today: date
    day: date | None = None
    unit: OrgUnit | None = None
    is_shared: bool = False
    population: Population = Population.AGRICULTURAL
    province: str = ""

    def of(self, population: Population) -> "Scope":
        """The same with another population."""
        return replace(self, population=population)

    @property
    def on(self) -> date:
        """The day that lateness is counted on."""
        return self.day or self.today

    def moment(self, now: datetime) -> datetime:
        """What a stamp names: the last minute of a past day, else now."""
        if self.day is None:
            return now
        return timezone.make_aware(datetime.combine(self.day, time(23, 59)))

    @property
    def filters(self) -> dict[str, str]:
        """As they stand in an address."""
        chosen = {
            "unit": self.code,
            "population": self._population,
            "as_of": self.day.isoformat() if self.day else "",
        }
        return {name: value for name, value in chosen.items() if value}

    @property
    def _population(self) -> str:
        """ "" for the one that is shown unasked."""
        return "" if self.population == Population.AGRICULTURAL else self.population.value

    @property
    def title(self) -> str:
        if self.unit is not None:
            return self.unit.name
        return "ทั้งประเทศ" if self.is_shared else "หน่วยงานในขอบเขตของบัญชีนี้"

    @property
    def code(self) -> str:
        return self.unit.code if self.unit is not None else ""

    @property
    def office(self) -> str:
        """Code of the one office that lists are narrowed to, or ""."""
        return self.unit.code if self.unit is not None and self.unit.is_office else ""

    @property
    def has_lists(self) -> bool:
        """Whether the lists behind can be narrowed to the same rows: they know offices, not
        inspection regions."""
        return self.unit is None or self.unit.is_office

    @property
    def is_whole_country(self) -> bool:
        return self.unit is None and self.is_shared


def narrowed(user: User, unit: OrgUnit | None) -> User:
    """Who sees no more than the office, or the offices of the region, and that only within the
    person's own reach."""
    return user if unit is None else user.seeing(OrgUnit.objects.below([unit]).offices())


def regions_of(user: User) -> list[OrgUnit]:
    """Inspection regions in reach that have offices; none while nobody has imported a grouping."""
    units, parents = user.units_in_reach, {unit.parent_id for unit in user.offices_in_reach}
    return [unit for unit in units if unit.is_inspection_region and unit.pk in parents]
