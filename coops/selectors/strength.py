"""Reads over institutions and assessments, for pages, the API and other apps."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, QuerySet, Subquery, Value, When

from coops.choices import Kind, RuleStatus, Sector, Tier, UnassessedGroup
from coops.models import Assessment, ClassificationRun, RuleSet
from coops.selectors.counts import counted, counted_by_office
from coops.selectors.results_on import national_results_on, results_on
from cpd_portal.core.choices import OrgUnitKind
from cpd_portal.core.models import OrgUnit, User
from cpd_portal.core.past import end_of
from cpd_portal.core.request_memo import once_a_request
from cpd_portal.thai.formatting import round_half_up
from cpd_portal.thai.sorting import sort_key

_PROVINCE = ("office__province__code", "office__province__name")
_TYPE = ("institution__type__code", "institution__type__title")
_OFFICE = ("office__code", "office__short_name")
_REGION = ("region_code", "region_name")


@dataclass(frozen=True)
class Portion:
    """A count and its percentage of the whole population; None where there is none."""

    count: int
    share: Decimal | None

    @classmethod
    def of(cls, count: int, whole: int) -> "Portion":
        """Percent with two decimals, halves up."""
        share = round_half_up(Decimal(count * 100) / whole, 2) if whole else None
        return cls(count, share)


@dataclass(frozen=True)
class Strength:
    """How a population is spread over the tiers. Not assessed and incomplete ones stay in the
    population: shares are of all."""

    fiscal_year: int
    kind: Kind
    sector: Sector | None
    population: int
    tiers: Mapping[Tier, Portion]
    unassessed: Mapping[UnassessedGroup, Portion]
    incomplete: int
    strong: Portion
    status: RuleStatus

    @property
    def title(self) -> str:
        """สหกรณ์ภาคการเกษตร, กลุ่มเกษตรกร."""
        return f"{self.kind.label}{self.sector.label if self.sector else ''}"

    @property
    def classified(self) -> int:
        """Those with a tier."""
        return sum(portion.count for portion in self.tiers.values())

    @property
    def strong_of_classified(self) -> Portion:
        """Tiers 1 and 2 of those with a tier, beside `strong`, which is of all."""
        return Portion.of(self.strong.count, self.classified)

    @property
    def without_tier(self) -> int:
        """Unassessed groups and incomplete ones."""
        return self.population - self.classified

    @property
    def is_provisional(self) -> bool:
        return self.status == RuleStatus.PROVISIONAL

    @property
    def incomplete_share(self) -> Decimal | None:
        return Portion.of(self.incomplete, self.population).share


@dataclass(frozen=True)
class PlaceStrength:
    """The strength of one province, office or type of institution."""

    code: str
    name: str
    strength: Strength


@dataclass(frozen=True)
class StrengthByPlace:
    """`province_of`: the province code of each office code."""

    whole: Strength
    provinces: list[PlaceStrength]
    offices: list[PlaceStrength]
    province_of: Mapping[str, str]

    def offices_of(self, province: str) -> list[PlaceStrength]:
        return [row for row in self.offices if self.province_of[row.code] == province]


@dataclass(frozen=True)
class _Question:
    fiscal_year: int
    kind: Kind
    sector: Sector | None
    status: RuleStatus


def fiscal_years() -> list[int]:
    """The years that have rule sets, the newest first."""
    return sorted({row.fiscal_year for row in rule_sets_in_force()}, reverse=True)


@once_a_request
def rule_sets_in_force() -> tuple[RuleSet, ...]:
    """The version that counts of every kind, sector and year, in the order of identifiers; each
    with when the working group accepted the run of its year (`accepted_at`), without its
    definition. They are few."""
    accepted = ClassificationRun.objects.accepted().filter(fiscal_year=OuterRef("fiscal_year"))
    rows = RuleSet.objects.in_force().defer("definition")
    return tuple(rows.annotate(accepted_at=Subquery(accepted.values("decided_at"))))


def rule_sets_for(fiscal_year: int, kind: str = "", sector: str = "") -> list[RuleSet]:
    """Those in force of a year; "" is every kind or sector."""
    return [
        row
        for row in rule_sets_in_force()
        if row.fiscal_year == fiscal_year and kind in ("", row.kind) and sector in ("", row.sector)
    ]


def latest_assessed_year() -> int | None:
    """The newest year that any institution is assessed in: a look at an index per rule set."""
    assessed = Assessment.objects.filter(rule_set=OuterRef("pk"))
    years = (
        RuleSet.objects.in_force().filter(Exists(assessed)).values_list("fiscal_year", flat=True)
    )
    newest: int | None = years.order_by("-fiscal_year").first()
    return newest


def strength(
    user: User,
    fiscal_year: int,
    kind: Kind,
    sector: Sector | None = None,
    office: OrgUnit | None = None,
    as_of: date | None = None,
) -> Strength:
    """Of what the user may see. Without a sector, cooperatives of both sectors together;
    with a day, as the results stood at its end."""
    seen = _seen(user, fiscal_year, as_of)
    if office is not None:
        seen = seen.filter(office=office)
    return _strength_of(seen, fiscal_year, kind, sector, as_of)


def strength_of_populations(
    user: User, fiscal_year: int, office: OrgUnit | None = None, as_of: date | None = None
) -> list[Strength]:
    """Every population of the year with members, each by itself: agricultural cooperatives,
    non-agricultural ones, farmer groups. Two queries for all."""
    seen = _seen(user, fiscal_year, as_of)
    if office is not None:
        seen = seen.filter(office=office)
    return _of_populations(seen, fiscal_year, as_of)


def strength_national_populations(fiscal_year: int, as_of: date | None = None) -> list[Strength]:
    """As `strength_national`, every population with members by itself. Two queries for all."""
    seen: QuerySet[Any] = Assessment.objects.all()
    if as_of is not None:
        seen = national_results_on(fiscal_year, as_of)
    return _of_populations(seen, fiscal_year, as_of)


def _of_populations(
    seen: QuerySet[Any], fiscal_year: int, as_of: date | None = None
) -> list[Strength]:
    """On an earlier day other versions of a population's rules may have been in force."""
    keys: tuple[str, ...] = ("rule_set__kind", "rule_set__sector")
    of_key: dict[tuple[Any, ...], tuple[str, str]] = {}
    if as_of is None:
        keys = ("rule_set",)
        rule_sets = rule_sets_for(fiscal_year)
        seen = seen.filter(rule_set__in=[row.pk for row in rule_sets])
        of_key = {(row.pk,): _population(row) for row in rule_sets}
    counts: dict[Any, list[dict[str, Any]]] = {}
    for row in counted(seen, *keys):
        key = tuple(row[name] for name in keys)
        counts.setdefault(of_key.get(key, key), []).append(row)
    return [
        _strength(_question(fiscal_year, kind, sector, as_of), rows)
        for (kind, sector), rows in sorted(counts.items())
    ]


def _population(row: RuleSet) -> tuple[str, str]:
    return row.kind, row.sector


def _question(fiscal_year: int, kind: str, sector: str, as_of: date | None) -> _Question:
    status = _status(rule_sets_for(fiscal_year, kind, sector), as_of)
    return _Question(fiscal_year, Kind(kind), Sector(sector) if sector else None, status)


def rule_words(fiscal_year: int, kind: str = "", sector: str = "") -> str:
    """The rule sets of the year as a document names them, provisional ones marked."""
    return ", ".join(
        row.identifier if row.status == RuleStatus.OFFICIAL else f"{row.identifier} (ชั่วคราว)"
        for row in rule_sets_for(fiscal_year, kind, sector)
    )


def strength_national(fiscal_year: int, kind: Kind, sector: Sector | None = None) -> Strength:
    """Of the whole country, whoever asks: the figure of KPI 5 and 6 is a national one and
    names no institution."""
    return _strength_of(Assessment.objects.all(), fiscal_year, kind, sector)


def strength_by_province(
    user: User,
    fiscal_year: int,
    kind: Kind,
    sector: Sector | None = None,
    as_of: date | None = None,
) -> list[PlaceStrength]:
    """One row per province with assessments, in Thai order; Bangkok's two offices together."""
    question, rows = _ask(_seen(user, fiscal_year, as_of), fiscal_year, kind, sector, as_of)
    provinces = _grouped(question, counted_by_office(rows, *_PROVINCE), *_PROVINCE)
    return _in_thai_order(provinces)


def strength_by_place(
    user: User,
    fiscal_year: int,
    kind: Kind,
    sector: Sector | None = None,
    as_of: date | None = None,
) -> StrengthByPlace:
    """The whole, its provinces and its offices from one count."""
    question, rows = _ask(_seen(user, fiscal_year, as_of), fiscal_year, kind, sector, as_of)
    counts = counted_by_office(rows, *_OFFICE, *_PROVINCE)
    offices = _grouped(question, counts, *_OFFICE)
    provinces = _grouped(question, counts, *_PROVINCE)
    of_province = {row[_OFFICE[0]]: row[_PROVINCE[0]] for row in counts}
    return StrengthByPlace(
        whole=_strength(question, counts),
        provinces=_in_thai_order(provinces),
        offices=_in_thai_order(offices),
        province_of=of_province,
    )


def strength_by_region(
    user: User,
    fiscal_year: int,
    kind: Kind,
    sector: Sector | None = None,
    as_of: date | None = None,
) -> list[PlaceStrength]:
    """One row per inspection region with assessments, in Thai order; without a code, and last,
    the offices that nobody has put into a region. By the region that the office is in now."""
    question, rows = _ask(_seen(user, fiscal_year, as_of), fiscal_year, kind, sector, as_of)
    in_region = {"office__parent__kind": OrgUnitKind.INSPECTION_REGION}
    of_region = {
        name: Case(When(**in_region, then=F(f"office__parent__{name}")), default=Value(""))
        for name in ("code", "name")
    }
    rows = rows.annotate(region_code=of_region["code"], region_name=of_region["name"])
    places = _grouped(question, counted(rows, *_REGION), *_REGION)
    return sorted(places, key=lambda place: (not place.code, sort_key(place.name)))


def strength_by_type(
    user: User,
    fiscal_year: int,
    kind: Kind,
    sector: Sector | None = None,
    office: OrgUnit | None = None,
    as_of: date | None = None,
) -> list[PlaceStrength]:
    """One row per type of institution with assessments, as the types are listed."""
    seen = _seen(user, fiscal_year, as_of)
    if office is not None:
        seen = seen.filter(office=office)
    question, rows = _ask(seen, fiscal_year, kind, sector, as_of)
    counts = counted(rows, *_TYPE, "institution__type__position")
    return _grouped(question, counts, *_TYPE)


def _seen(user: User, fiscal_year: int, as_of: date | None) -> QuerySet[Any]:
    """Without a day the rule sets alone tell the year, and one index holds the count."""
    if as_of is None:
        rows: QuerySet[Any] = Assessment.objects.visible_to(user)
        return rows
    return results_on(user, fiscal_year, as_of)


def _grouped(
    question: _Question, counts: Iterable[Mapping[str, Any]], code: str, name: str
) -> list[PlaceStrength]:
    """In the order in which the places come."""
    places: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for row in counts:
        places.setdefault((row[code], row[name]), []).append(row)
    return [
        PlaceStrength(place_code, place_name, _strength(question, rows))
        for (place_code, place_name), rows in places.items()
    ]


def _in_thai_order(places: Iterable[PlaceStrength]) -> list[PlaceStrength]:
    return sorted(places, key=lambda place: sort_key(place.name))


def _strength_of(
    seen: QuerySet[Any],
    fiscal_year: int,
    kind: Kind,
    sector: Sector | None,
    as_of: date | None = None,
) -> Strength:
    question, rows = _ask(seen, fiscal_year, kind, sector, as_of)
    return _strength(question, counted(rows))


def _ask(
    seen: QuerySet[Any],
    fiscal_year: int,
    kind: Kind,
    sector: Sector | None,
    as_of: date | None = None,
) -> tuple[_Question, QuerySet[Any]]:
    """The rule sets in force are few: read first, so that the count runs on one index. On an
    earlier day other versions may have been in force."""
    chosen = rule_sets_for(fiscal_year, kind, sector or "")
    question = _Question(fiscal_year, kind, sector, _status(chosen, as_of))
    if as_of is None:
        return question, seen.filter(rule_set__in=[row.pk for row in chosen])
    rows = seen.filter(rule_set__kind=kind)
    return question, rows.filter(rule_set__sector=sector) if sector else rows


def _status(rule_sets: Sequence[RuleSet], as_of: date | None = None) -> RuleStatus:
    """Official: the working group had accepted the result, and it follows official conditions."""
    official = rule_sets and all(_is_official(row, as_of) for row in rule_sets)
    return RuleStatus.OFFICIAL if official else RuleStatus.PROVISIONAL


def _is_official(row: Any, as_of: date | None) -> bool:
    """`row` is of `rule_sets_in_force`."""
    if row.status != RuleStatus.OFFICIAL or row.accepted_at is None:
        return False
    return as_of is None or row.accepted_at < end_of(as_of)


def _strength(question: _Question, counts: Iterable[Mapping[str, Any]]) -> Strength:
    tiers = dict.fromkeys(Tier, 0)
    groups = dict.fromkeys(UnassessedGroup, 0)
    incomplete = 0
    for row in counts:
        if row["tier"] is not None:
            tiers[Tier(row["tier"])] += row["n"]
        elif row["unassessed_group"] is not None:
            groups[UnassessedGroup(row["unassessed_group"])] += row["n"]
        else:
            incomplete += row["n"]
    population = sum(tiers.values()) + sum(groups.values()) + incomplete
    return Strength(
        fiscal_year=question.fiscal_year,
        kind=question.kind,
        sector=question.sector,
        population=population,
        tiers={tier: Portion.of(count, population) for tier, count in tiers.items()},
        unassessed={group: Portion.of(count, population) for group, count in groups.items()},
        incomplete=incomplete,
        strong=Portion.of(tiers[Tier.ONE] + tiers[Tier.TWO], population),
        status=question.status,
    )
