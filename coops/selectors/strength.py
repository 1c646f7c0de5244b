"""Reads over institutions and assessments, for pages, the API and other apps."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef

from coops.choices import Kind, RuleStatus, Sector, Tier, UnassessedGroup
from coops.models import Assessment, ClassificationRun, RuleSet
from coops.querysets import AssessmentQuerySet, RuleSetQuerySet
from cpd_portal.core.models import OrgUnit, User
from cpd_portal.thai.formatting import round_half_up


@dataclass(frozen=True)
class Portion:
    """A count and its percentage of the whole population; None where there is none."""

    count: int
    share: Decimal | None


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
    def without_tier(self) -> int:
        """Unassessed groups and incomplete ones."""
        return self.population - self.classified

    @property
    def is_provisional(self) -> bool:
        return self.status == RuleStatus.PROVISIONAL

    @property
    def incomplete_share(self) -> Decimal | None:
        return _portion(self.incomplete, self.population).share


@dataclass(frozen=True)
class PlaceStrength:
    """The strength of one province."""

    code: str
    name: str
    strength: Strength


@dataclass(frozen=True)
class _Question:
    fiscal_year: int
    kind: Kind
    sector: Sector | None
    status: RuleStatus


def fiscal_years() -> list[int]:
    """The years that have rule sets, the newest first."""
    years = (
        RuleSet.objects.in_force().order_by("-fiscal_year").values_list("fiscal_year", flat=True)
    )
    return list(dict.fromkeys(years))


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
) -> Strength:
    """Of what the user may see. Without a sector, cooperatives of both sectors together."""
    seen = Assessment.objects.visible_to(user)
    if office is not None:
        seen = seen.of_office(office)
    return _strength_of(seen, fiscal_year, kind, sector)


def strength_of_populations(
    user: User, fiscal_year: int, office: OrgUnit | None = None
) -> list[Strength]:
    """Every population of the year with members, each by itself: agricultural cooperatives,
    non-agricultural ones, farmer groups. Two queries for all."""
    seen = Assessment.objects.visible_to(user)
    if office is not None:
        seen = seen.of_office(office)
    rule_sets = _with_acceptance(fiscal_year).order_by("kind", "sector")
    questions = {
        pk: _Question(
            fiscal_year,
            Kind(kind),
            Sector(sector) if sector else None,
            _status([(status, accepted)]),
        )
        for pk, kind, sector, status, accepted in rule_sets.values_list(
            "pk", "kind", "sector", "status", "accepted"
        )
    }
    counts: dict[int, list[dict[str, Any]]] = {pk: [] for pk in questions}
    for row in _counted(seen.filter(rule_set__in=questions), "rule_set"):
        counts[row["rule_set"]].append(row)
    return [_strength(questions[pk], rows) for pk, rows in counts.items() if rows]


def rule_words(fiscal_year: int, kind: str = "", sector: str = "") -> str:
    """The rule sets of the year as a document names them, provisional ones marked."""
    rule_sets = RuleSet.objects.of_year(fiscal_year).in_force()
    if kind:
        rule_sets = rule_sets.filter(kind=kind)
    if sector:
        rule_sets = rule_sets.filter(sector=sector)
    return ", ".join(
        identifier if status == RuleStatus.OFFICIAL else f"{identifier} (ชั่วคราว)"
        for identifier, status in rule_sets.values_list("identifier", "status")
    )


def strength_national(fiscal_year: int, kind: Kind, sector: Sector | None = None) -> Strength:
    """Of the whole country, whoever asks: the figure of KPI 5 and 6 is a national one and
    names no institution."""
    return _strength_of(Assessment.objects.all(), fiscal_year, kind, sector)


def strength_by_province(
    user: User, fiscal_year: int, kind: Kind, sector: Sector | None = None
) -> list[PlaceStrength]:
    """One row per province with assessments, in Thai order; Bangkok's two offices together."""
    question, rows = _ask(Assessment.objects.visible_to(user), fiscal_year, kind, sector)
    code, name = "office__province__code", "office__province__name"
    places: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in _counted(rows, code, name, "office__province__name_sort"):
        places.setdefault((row[code], row[name]), []).append(row)
    return [
        PlaceStrength(place_code, place_name, _strength(question, counts))
        for (place_code, place_name), counts in places.items()
    ]


def _strength_of(
    seen: AssessmentQuerySet, fiscal_year: int, kind: Kind, sector: Sector | None
) -> Strength:
    question, rows = _ask(seen, fiscal_year, kind, sector)
    return _strength(question, _counted(rows))


def _ask(
    seen: AssessmentQuerySet, fiscal_year: int, kind: Kind, sector: Sector | None
) -> tuple[_Question, AssessmentQuerySet]:
    """The rule sets are few: read first, so that the count runs on one index."""
    chosen = _with_acceptance(fiscal_year).filter(kind=kind)
    if sector is not None:
        chosen = chosen.filter(sector=sector)
    found = {pk: row for pk, *row in chosen.values_list("pk", "status", "accepted")}
    question = _Question(fiscal_year, kind, sector, _status(found.values()))
    return question, seen.filter(rule_set__in=found)


def _with_acceptance(fiscal_year: int) -> RuleSetQuerySet:
    """The rule sets in force, each with whether the working group accepted a run of the year."""
    accepted = ClassificationRun.objects.accepted().filter(fiscal_year=OuterRef("fiscal_year"))
    rows: RuleSetQuerySet = (
        RuleSet.objects.of_year(fiscal_year).in_force().annotate(accepted=Exists(accepted))
    )
    return rows


def _status(rule_sets: Iterable[Sequence[Any]]) -> RuleStatus:
    """Official: the working group accepted the result, and it follows official conditions."""
    found = list(rule_sets)
    official = found and all(
        status == RuleStatus.OFFICIAL and accepted for status, accepted in found
    )
    return RuleStatus.OFFICIAL if official else RuleStatus.PROVISIONAL


def _counted(rows: AssessmentQuerySet, *places: str) -> Iterable[dict[str, Any]]:
    result: Iterable[dict[str, Any]] = (
        rows.order_by(*reversed(places))
        .values(*places, "tier", "unassessed_group")
        .annotate(n=Count("pk"))
    )
    return result


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
        tiers={tier: _portion(count, population) for tier, count in tiers.items()},
        unassessed={group: _portion(count, population) for group, count in groups.items()},
        incomplete=incomplete,
        strong=_portion(tiers[Tier.ONE] + tiers[Tier.TWO], population),
        status=question.status,
    )


def _portion(count: int, population: int) -> Portion:
    """Percent of the whole population, two decimals, halves up."""
    share = round_half_up(Decimal(count * 100) / population, 2) if population else None
    return Portion(count, share)
