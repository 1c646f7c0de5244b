"""What the scorecard of a year says of each KPI, of its groups and of the whole."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from kpis.choices import Band, Level
from kpis.models import Scorecard
from kpis.rules import Score, Total, half_up, shown
from kpis.rules.total import weighted
from kpis.selectors.measured import Measured
from kpis.selectors.stored import YearTotal


@dataclass(frozen=True)
class Standing:
    """The result of a KPI in a round as it counts now; `words` for people, `single` where it is
    one number. A frozen one counts by its stamp."""

    words: str
    single: Decimal | None
    exact: Fraction | None
    points: Decimal | None
    band: Band | None
    is_frozen: bool
    state: str
    under_appeal: bool
    partial: bool
    url: str


@dataclass(frozen=True)
class KpiLine:
    """One KPI, mainly in the 12-month round. `low` and `high`: the scores still possible.

    Without a stored result the portal's own figure counts, as a preliminary one. `half` is the
    6-month round, `evaluator` the score that the evaluator gave for the year. `target`: the
    year's target of the master plan, `best_bound` the bound of 100 points.
    """

    number: int
    title: str
    unit: str
    lower_is_better: bool
    weight: Decimal
    figures: tuple[str, ...]
    is_composite: bool
    url: str
    measured: Measured | None
    stored: Standing | None
    half: Standing | None
    has_half: bool
    evaluator: Decimal | None
    target: Decimal | None
    best_bound: Decimal | None
    score: Score | None
    low: Fraction
    high: Fraction

    @property
    def result(self) -> Decimal | None:
        if self.stored is not None:
            return self.stored.single
        return half_up(self.measured.share, 2) if self.measured else None

    @property
    def result_words(self) -> str:
        """ "" while there is no result."""
        if self.stored is not None:
            return self.stored.words
        return shown(self.measured.share, 2) if self.measured else ""

    @property
    def exact(self) -> Fraction | None:
        if self.stored is not None:
            return self.stored.exact
        return self.score.exact if self.score else None

    @property
    def has_result(self) -> bool:
        return self.exact is not None

    @property
    def is_preliminary(self) -> bool:
        """It may still change: not everything is classified, or nothing is stored yet."""
        if self.stored is not None:
            return False
        return self.measured is not None and self.measured.is_preliminary

    @property
    def is_frozen(self) -> bool:
        return self.stored is not None and self.stored.is_frozen

    @property
    def state_words(self) -> str:
        if not self.has_result:
            return "ยังไม่มีผล"
        if self.is_frozen:
            return "ปิดผนึกแล้ว"
        if self.stored is not None:
            return "บันทึกแล้ว ยังไม่ปิดผนึก"
        return "ผลเบื้องต้น" if self.is_preliminary else "มีผลแล้ว"

    @property
    def band(self) -> Band | None:
        if self.stored is not None:
            return self.stored.band
        return self.score.band if self.score else None

    @property
    def points(self) -> Decimal | None:
        if self.stored is not None:
            return self.stored.points
        return self.score.shown if self.score else None

    @property
    def low_points(self) -> Decimal:
        return half_up(self.low, 2)

    @property
    def high_points(self) -> Decimal:
        return half_up(self.high, 2)

    @property
    def earned_exact(self) -> Fraction | None:
        return None if self.exact is None else weighted(self.exact, self.weight)

    @property
    def earned(self) -> Decimal | None:
        """Weighted points."""
        return None if self.earned_exact is None else half_up(self.earned_exact, 2)

    @property
    def left(self) -> Decimal:
        """Weighted points that are not earned yet."""
        return half_up(Fraction(self.weight) - (self.earned_exact or 0), 2)

    @property
    def easier_than_plan(self) -> bool:
        """100 points are reached before the target of the plan is."""
        return self.best_bound is not None and self._misses(self.best_bound)

    @property
    def misses_plan(self) -> bool:
        """The target of the plan is missed although the score is 100."""
        return self.points == 100 and self.result is not None and self._misses(self.result)

    def _misses(self, value: Decimal) -> bool:
        if self.target is None:
            return False
        return value > self.target if self.lower_is_better else value < self.target


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
    years: tuple[YearTotal, ...]

    @property
    def lines(self) -> list[KpiLine]:
        return [line for group in self.groups for line in group.lines]

    @property
    def missing(self) -> list[KpiLine]:
        return [line for line in self.lines if not line.has_result]

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
        return sum((line.weight for line in self.lines if line.has_result), Decimal(0))

    @property
    def frozen_count(self) -> int:
        return sum(line.is_frozen for line in self.lines)

    @property
    def half_lines(self) -> list[KpiLine]:
        return [line for line in self.lines if line.has_half]

    @property
    def half_weight(self) -> Decimal:
        """Of the KPIs that have a result in the 6-month round."""
        lines = [line for line in self.half_lines if line.half and line.half.exact is not None]
        return sum((line.weight for line in lines), Decimal(0))

    @property
    def half_earned(self) -> Decimal:
        """Weighted points of the 6-month round."""
        earned = [
            weighted(line.half.exact, line.weight)
            for line in self.half_lines
            if line.half and line.half.exact is not None
        ]
        return half_up(sum(earned, Fraction(0)), 2)

    @property
    def plan_missed(self) -> list[KpiLine]:
        return [line for line in self.lines if line.misses_plan]

    @property
    def earned(self) -> Decimal:
        return half_up(self.total.earned, 2)

    @property
    def by_left(self) -> list[KpiLine]:
        """What is left to earn, most first."""
        return sorted(self.lines, key=lambda line: (-line.left, line.number))
