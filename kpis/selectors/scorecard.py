"""The scorecard of a year: every KPI with its result, score and what is still possible."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from cpd_portal.core.choices import Round
from cpd_portal.core.models import User
from kpis.choices import Band, Direction, Level
from kpis.models import Criterion, Kpi, Scorecard
from kpis.rules import Policy, Score, Total, half_up, score, total
from kpis.rules.total import level_of, weighted
from kpis.selectors.figures import tier_figures
from kpis.selectors.measured import Measured, measured


@dataclass(frozen=True)
class KpiLine:
    """One KPI in the 12-month round. `low` and `high`: the scores that are still possible."""

    number: int
    title: str
    unit: str
    lower_is_better: bool
    weight: Decimal
    figures: tuple[str, ...]
    is_composite: bool
    url: str
    measured: Measured | None
    score: Score | None
    low: Fraction
    high: Fraction

    @property
    def result(self) -> Decimal | None:
        return half_up(self.measured.share, 2) if self.measured else None

    @property
    def is_preliminary(self) -> bool:
        return self.measured is not None and self.measured.is_preliminary

    @property
    def state_words(self) -> str:
        if self.score is None:
            return "ยังไม่มีผล"
        return "ผลเบื้องต้น" if self.is_preliminary else "มีผลแล้ว"

    @property
    def band(self) -> Band | None:
        return self.score.band if self.score else None

    @property
    def points(self) -> Decimal | None:
        return self.score.shown if self.score else None

    @property
    def low_points(self) -> Decimal:
        return half_up(self.low, 2)

    @property
    def high_points(self) -> Decimal:
        return half_up(self.high, 2)

    @property
    def earned_exact(self) -> Fraction | None:
        if self.score is None or self.score.exact is None:
            return None
        return weighted(self.score.exact, self.weight)

    @property
    def earned(self) -> Decimal | None:
        """Weighted points."""
        return None if self.earned_exact is None else half_up(self.earned_exact, 2)

    @property
    def left(self) -> Decimal:
        """Weighted points that are not earned yet."""
        return half_up(Fraction(self.weight) - (self.earned_exact or 0), 2)


@dataclass(frozen=True)
class GroupLines:
    number: str
    title: str
    lines: tuple[KpiLine, ...]

    @property
    def weight(self) -> Decimal:
        return sum((line.weight for line in self.lines), Decimal(0))

    @property
    def earned(self) -> Decimal | None:
        """Weighted points of the group's KPIs with a result; None without any."""
        found = [line.earned_exact for line in self.lines if line.earned_exact is not None]
        return half_up(sum(found, Fraction(0)), 2) if found else None


@dataclass(frozen=True)
class Summary:
    """`total.level` is None until every KPI has its final result."""

    scorecard: Scorecard
    groups: tuple[GroupLines, ...]
    total: Total
    low: Decimal
    high: Decimal
    low_level: Level
    high_level: Level

    @property
    def lines(self) -> list[KpiLine]:
        return [line for group in self.groups for line in group.lines]

    @property
    def missing(self) -> list[KpiLine]:
        return [line for line in self.lines if line.score is None]

    @property
    def preliminary(self) -> list[KpiLine]:
        return [line for line in self.lines if line.is_preliminary]

    @property
    def is_final(self) -> bool:
        return not self.missing and not self.preliminary

    @property
    def level(self) -> Level | None:
        return self.low_level if self.is_final else None

    @property
    def measured_weight(self) -> Decimal:
        return sum((line.weight for line in self.lines if line.score), Decimal(0))

    @property
    def earned(self) -> Decimal:
        return half_up(self.total.earned, 2)

    @property
    def by_left(self) -> list[KpiLine]:
        """What is left to earn, most first."""
        return sorted(self.lines, key=lambda line: (-line.left, line.number))


def scorecard_years() -> list[int]:
    """The newest first."""
    return list(Scorecard.objects.values_list("fiscal_year", flat=True))


def latest_year(wanted: int) -> int | None:
    """`wanted` if it has a scorecard, else the newest year that has one."""
    years = scorecard_years()
    return wanted if wanted in years else next(iter(years), None)


def scorecard_summary(user: User, fiscal_year: int) -> Summary | None:
    """None for a year without a scorecard."""
    scorecard = (
        Scorecard.objects.visible_to(user)
        .for_year(fiscal_year)
        .prefetch_related("policies")
        .first()
    )
    if scorecard is None:
        return None
    policy = scorecard.policy
    kpis = Kpi.objects.for_year(fiscal_year).with_criteria()
    lines = {kpi: _line(kpi, scorecard, policy) for kpi in kpis}
    groups = {kpi.group_id: kpi.group for kpi in lines}
    grouped = tuple(
        GroupLines(
            group.number,
            group.title,
            tuple(line for kpi, line in lines.items() if kpi.group_id == key),
        )
        for key, group in groups.items()
    )
    return _summary(scorecard, grouped, policy)


def _line(kpi: Kpi, scorecard: Scorecard, policy: Policy) -> KpiLine:
    criterion = kpi.criterion(Round.TWELVE_MONTHS)
    if criterion is None:
        raise ValueError(f"KPI {kpi.number} has no 12-month criteria")
    kpi.scorecard = scorecard
    found = measured(kpi.live_source, scorecard.fiscal_year)
    low, high = _possible(criterion, found, policy)
    return KpiLine(
        number=kpi.number,
        title=kpi.title,
        unit=kpi.unit,
        lower_is_better=kpi.direction == Direction.LOWER,
        weight=kpi.weight,
        figures=tier_figures(criterion),
        is_composite=criterion.rule.is_composite,
        url=kpi.get_absolute_url(),
        measured=found,
        score=score(criterion.rule, found.share, policy) if found else None,
        low=low,
        high=high,
    )


def _possible(
    criterion: Criterion, found: Measured | None, policy: Policy
) -> tuple[Fraction, Fraction]:
    """Without a result anything; a preliminary share can only rise."""
    if found is None:
        return Fraction(policy.below_floor), Fraction(policy.cap)
    low = score(criterion.rule, found.share, policy).exact
    high = score(criterion.rule, found.best_share, policy).exact
    return low or Fraction(0), high or Fraction(0)


def _summary(scorecard: Scorecard, groups: tuple[GroupLines, ...], policy: Policy) -> Summary:
    lines = [line for group in groups for line in group.lines]
    weights = {line.number: line.weight for line in lines}
    now = {line.number: line.score.exact if line.score else None for line in lines}
    low = _reached(weights, ((line.number, line.low) for line in lines), policy)
    high = _reached(weights, ((line.number, line.high) for line in lines), policy)
    return Summary(
        scorecard=scorecard,
        groups=groups,
        total=total(weights, now, policy),
        low=half_up(low, policy.score_places),
        high=half_up(high, policy.score_places),
        low_level=level_of(low, policy),
        high_level=level_of(high, policy),
    )


def _reached(
    weights: Mapping[int, Decimal], scores: Iterable[tuple[int, Fraction]], policy: Policy
) -> Fraction:
    return total(weights, dict(scores), policy).earned
