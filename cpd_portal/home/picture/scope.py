"""Whose picture is shown: of the country, an inspection region or an office."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import models

from coops.choices import Kind, Sector
from cpd_portal.core.choices import OrgUnitKind
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


@dataclass(frozen=True, kw_only=True)
class Scope:
    """`viewer` sees no more than the chosen unit; `unit` is None for everything in reach.
    `is_shared`: everybody of headquarters who chooses the same sees exactly this. `province`:
    the code of the one outlined on the map, or ""."""

    viewer: User
    fiscal_year: int
    today: date
    unit: OrgUnit | None = None
    is_shared: bool = False
    population: Population = Population.AGRICULTURAL
    province: str = ""

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
    """Inspection regions with offices in reach; none while nobody has imported a grouping."""
    parents = {office.parent_id for office in user.offices_in_reach if office.parent_id}
    rows = OrgUnit.objects.filter(kind=OrgUnitKind.INSPECTION_REGION, pk__in=parents)
    return list(rows.order_by("name_sort"))
