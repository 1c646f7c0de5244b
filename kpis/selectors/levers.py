"""Points still to be had: for every KPI the next tier, what it lacks and what it is worth."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from coops.selectors.near_miss import NearMissLine, needed_for_shares
from cpd_portal.core.models import User
from kpis.choices import Computation, ForecastMethod
from kpis.models import Criterion, Kpi
from kpis.rules import Policy, half_up, least_count, shown
from kpis.rules.levers import Gap, Lever, next_lever
from kpis.selectors.candidates import (
    CollectionCandidate,
    DatasetCandidate,
    collection_candidates,
    dataset_candidates,
)
from kpis.selectors.criteria import criteria_of
from kpis.selectors.forecast import ForecastLine
from kpis.selectors.measured import SOURCES, Measured, measured
from kpis.selectors.reading import YEARLY

BEST = 10
# Where somebody can say which institutions, cooperatives or datasets would move the KPI.
WITH_CANDIDATES = {Computation.STRENGTH, Computation.COLLECTION, Computation.OPEN_DATA}
PERCENT = "ร้อยละ"


@dataclass(frozen=True)
class LeverLine:
    kpi: Kpi
    criterion: Criterion
    lever: Lever
    is_expected: bool
    """The distance is from an expected value, not from a result."""

    @property
    def gap_words(self) -> list[str]:
        return [_gap(gap, self.criterion) for gap in self.lever.gaps]

    @property
    def weighted(self) -> Decimal:
        return half_up(self.lever.weighted, 2)

    @property
    def gained(self) -> Decimal:
        return half_up(self.lever.gained, 2)

    @property
    def now(self) -> Decimal:
        return half_up(self.lever.now, 2)

    @property
    def has_candidates(self) -> bool:
        return self.criterion.computation in WITH_CANDIDATES


def lever_lines(lines: list[ForecastLine], policy: Policy) -> list[LeverLine]:
    """The most weighted points first; KPIs that reach 100 are left out."""
    found = []
    for line in lines:
        value = line.expected.value
        lever = next_lever(line.criterion.rule, value, line.weight, policy)
        if lever is not None:
            method = line.expected.method
            known = method in (ForecastMethod.STORED, ForecastMethod.LIVE)
            found.append(LeverLine(line.kpi, line.criterion, lever, not known))
    return sorted(found, key=lambda each: (-each.lever.weighted, each.kpi.number))


@dataclass(frozen=True)
class TierNeed:
    """How many more of the population a tier takes."""

    name: str
    points: int
    bound: Decimal
    count: int
    more: int


@dataclass(frozen=True)
class Candidate:
    """`late`: why it can no longer change before the round closes, "" while it can."""

    line: NearMissLine
    late: str


@dataclass(frozen=True)
class StrengthCandidates:
    """`seen`: how many of the near ones this person may see; the needs are of the country."""

    measured: Measured
    needs: list[TierNeed]
    seen: int
    best: list[Candidate]


@dataclass(frozen=True)
class Candidates:
    """Of one KPI; exactly one of the three, or none while the portal holds no data."""

    kpi: Kpi
    strength: StrengthCandidates | None = None
    cooperatives: list[CollectionCandidate] | None = None
    datasets: list[DatasetCandidate] | None = None


def candidates_of(user: User, fiscal_year: int, number: int, today: date) -> Candidates | None:
    """None for an unknown KPI, or one that has no candidates."""
    kpis = Kpi.objects.visible_to(user).for_year(fiscal_year).filter(number=number)
    kpi = kpis.select_related("scorecard", "owner").first()
    criterion = criteria_of([kpi]).get((kpi.pk, YEARLY)) if kpi else None
    if kpi is None or criterion is None or criterion.computation not in WITH_CANDIDATES:
        return None
    if criterion.computation == Computation.STRENGTH:
        return Candidates(kpi, strength=_strength(user, kpi, criterion, today))
    if criterion.computation == Computation.OPEN_DATA:
        return Candidates(kpi, datasets=dataset_candidates(kpi, today))
    return Candidates(kpi, cooperatives=collection_candidates(kpi))


def _strength(
    user: User, kpi: Kpi, criterion: Criterion, today: date
) -> StrengthCandidates | None:
    found = measured(kpi.live_source, kpi.scorecard.fiscal_year)
    if found is None:
        return None
    needs = [need for need in _needs(criterion, found, kpi.scorecard.policy) if need.more > 0]
    kind, sector = SOURCES[kpi.live_source]
    bounds = [need.bound for need in needs[:1]] or [criterion.rule.tiers[-1].bound]
    near = needed_for_shares(user, kpi.scorecard.fiscal_year, kind, sector, bounds)[0]
    best = [Candidate(line, line.late_on(today)) for line in near.best[:BEST]]
    return StrengthCandidates(found, needs, near.candidates, best)


def _needs(criterion: Criterion, found: Measured, policy: Policy) -> list[TierNeed]:
    needs = []
    for tier in criterion.rule.tiers:
        count = least_count(tier.bound, found.population, policy)
        more = count - found.count
        needs.append(TierNeed(tier.name, tier.points, tier.bound, count, more))
    return needs


def _gap(gap: Gap, criterion: Criterion) -> str:
    distance = _distance(gap.distance)
    if criterion.rule.is_composite:
        return f"{gap.label}: อีก {distance} จึงถึง {shown(gap.bound)}"
    way = "ลดอีก" if criterion.direction == "lower" else "อีก"
    if criterion.unit == PERCENT:
        return f"{way} {distance} จุดร้อยละ จึงถึง{PERCENT} {shown(gap.bound)}"
    return f"{way} {distance} {criterion.unit} จึงถึง {shown(gap.bound)}"


def _distance(distance: Fraction) -> str:
    """Never 0.00 where something is missing."""
    rounded = half_up(distance, 2)
    return shown(rounded) if rounded else "น้อยกว่า 0.01"
