"""Who belongs to the population of a year at a reference date, and who makes one wonder."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count

from coops.choices import Kind, Sector, Standing
from coops.models import Institution
from coops.querysets import InstitutionQuerySet
from coops.selectors.standing import with_standing_on
from cpd_portal.core.years.selectors import date_set

LISTED = 20
POPULATION_ON = "coops.population-on"


def population_day(fiscal_year: int) -> date | None:
    """The reference date that was set when the year was opened."""
    return date_set(fiscal_year, POPULATION_ON)


@dataclass(frozen=True)
class PopulationGroup:
    """One population of the preview: how many come in, by standing."""

    kind: Kind
    sector: Sector | None
    standings: dict[Standing, int]

    @property
    def title(self) -> str:
        return f"{self.kind.label}{self.sector.label if self.sector else ''}"

    @property
    def members(self) -> int:
        return sum(self.standings.values())

    @property
    def operating(self) -> int:
        return self.standings[Standing.OPERATING]

    @property
    def group_one(self) -> int:
        return self.standings[Standing.NEW] + self.standings[Standing.SUSPENDED]

    @property
    def group_two(self) -> int:
        return self.standings[Standing.DISSOLVED] + self.standings[Standing.STRUCK_OFF]


@dataclass(frozen=True)
class OddCase:
    """Why some institutions deserve a look; the first ones by name."""

    title: str
    count: int
    named: list[Institution]


@dataclass(frozen=True)
class PopulationPreview:
    reference_date: date
    groups: list[PopulationGroup]
    offices: list[tuple[str, int]]
    odd: list[OddCase] = field(default_factory=list)

    @property
    def members(self) -> int:
        return sum(group.members for group in self.groups)


def members_at(reference_date: date) -> InstitutionQuerySet:
    """In the register on the date, each with `standing_then`; one whose date of registration
    is not known comes in, so that nobody falls out of the denominator unseen. Whoever was
    struck off by then is in the register no more."""
    return _known_at(reference_date).exclude(standing_then=Standing.STRUCK_OFF)


def _known_at(reference_date: date) -> InstitutionQuerySet:
    return with_standing_on(Institution.objects.all(), reference_date)


def population_preview(reference_date: date) -> PopulationPreview:
    """Who would come in: four queries and one for each kind of odd case."""
    members = members_at(reference_date)
    return PopulationPreview(
        reference_date=reference_date,
        groups=_groups(members),
        offices=[
            (name, count)
            for name, count in members.order_by("office__name_sort")
            .values_list("office__short_name")
            .annotate(count=Count("pk"))
        ],
        odd=[case for case in _odd_cases(members, reference_date) if case.count],
    )


def _groups(members: InstitutionQuerySet) -> list[PopulationGroup]:
    counted = (
        members.order_by("kind", "sector")
        .values_list("kind", "sector", "standing_then")
        .annotate(count=Count("pk"))
    )
    found: dict[tuple[str, str], Counter[Standing]] = {}
    for kind, sector, standing, count in counted:
        found.setdefault((kind, sector), Counter())[Standing(standing)] = count
    return [
        PopulationGroup(
            Kind(kind), Sector(sector) if sector else None, {s: counts[s] for s in Standing}
        )
        for (kind, sector), counts in found.items()
    ]


def _odd_cases(members: InstitutionQuerySet, reference_date: date) -> Iterable[OddCase]:
    later = Institution.objects.filter(registered_on__gt=reference_date)
    yield _odd("จดทะเบียนหลังวันอ้างอิง จึงไม่เข้ารายชื่อ", later)
    unknown = members.filter(registered_on__isnull=True)
    yield _odd("ไม่ทราบวันที่จดทะเบียน จึงนับเข้ารายชื่อไว้ก่อน", unknown)
    gone = _known_at(reference_date).filter(standing_then=Standing.STRUCK_OFF)
    yield _odd("ถอนชื่อแล้ว ณ วันอ้างอิง จึงไม่เข้ารายชื่อ", gone)
    closing = members.filter(standing_then=Standing.DISSOLVED)
    yield _odd("เลิกแล้วและยังไม่ถอนชื่อ จึงเข้ารายชื่อเป็นกลุ่มที่ 2", closing)


def _odd(title: str, rows: InstitutionQuerySet) -> OddCase:
    return OddCase(title, rows.count(), list(rows.select_related("office")[:LISTED]))
