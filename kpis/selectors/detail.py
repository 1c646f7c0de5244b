"""Everything that the page of one KPI shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from cpd_portal.core.choices import Round
from cpd_portal.core.models import SourceAnomaly, User
from cpd_portal.core.selectors import anomalies_of
from kpis.choices import Direction
from kpis.models import (
    ActionStep,
    BaselineRow,
    Criterion,
    Guideline,
    Kpi,
    LocalProduct,
    PlanTarget,
    Population,
)
from kpis.rules import Policy, Score, Step, half_up, least_count, score, share, shown
from kpis.rules.total import weighted
from kpis.selectors.figures import tier_figures
from kpis.selectors.lines import Standing
from kpis.selectors.measured import Measured, measured
from kpis.selectors.plan import months_of
from kpis.selectors.printed import kpi_with_tables
from kpis.selectors.reading import standing_of
from kpis.selectors.stored import counted_results

DATASET = "kpis"
SHOWN_ANOMALIES = 4


@dataclass(frozen=True)
class Cell:
    """One figure of the baseline as printed; `is_number` False where none is printed."""

    text: str
    is_number: bool


@dataclass(frozen=True)
class BaselineLine:
    row: BaselineRow
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class CriterionLine:
    criterion: Criterion
    figures: tuple[str, ...]


@dataclass(frozen=True)
class PlanLine:
    """One activity; `months` marks the twelve months from October."""

    step: ActionStep
    months: tuple[bool, ...]


@dataclass(frozen=True)
class PlanTable:
    title: str
    lines: tuple[PlanLine, ...]

    @property
    def ends_printed(self) -> bool:
        return all(line.step.end_month is not None for line in self.lines)


@dataclass(frozen=True)
class Goal:
    """What a tier still takes: `more` further ones up to `count`, a share of `share`."""

    tier: str
    points: int
    more: int
    count: int
    share: str


@dataclass(frozen=True)
class LiveResult:
    """The measured result, its score and trace, and the tiers still ahead.

    `best_score`: if everything that is not classified yet reached tier 1 or 2.
    """

    measured: Measured
    score: Score
    best_score: Score
    weighted: str
    steps: tuple[Step, ...]
    goals: tuple[Goal, ...]

    @property
    def result(self) -> Decimal:
        return half_up(self.measured.share, 2)

    @property
    def settled_score(self) -> Decimal | None:
        """None while what is not classified yet can still change it."""
        return None if self.measured.is_preliminary else self.score.shown

    @property
    def preliminary_words(self) -> str:
        best = shown(self.measured.best_share, 2)
        return (
            f"ผลเบื้องต้น ยังประเมินไม่ครบ {self.measured.open:,} แห่ง ซึ่งนับอยู่ในจำนวนทั้งหมดแล้ว "
            f"ผลสุดท้ายอยู่ระหว่างร้อยละ {self.result} ถึง {best} "
            f"คือ {self.score.shown} ถึง {self.best_score.shown} คะแนน"
        )


@dataclass(frozen=True)
class Trend:
    """Yearly plan targets beside the printed results, None where there is none."""

    years: tuple[int, ...]
    targets: tuple[Decimal | None, ...]
    results: tuple[Decimal | None, ...]


@dataclass(frozen=True)
class Stored:
    """The result of a round as it counts now."""

    round: Round
    unit: str
    standing: Standing


@dataclass(frozen=True)
class KpiDetail:
    kpi: Kpi
    policy: Policy
    criteria: tuple[CriterionLine, ...]
    years: tuple[int, ...]
    baseline: tuple[BaselineLine, ...]
    plan: tuple[PlanTable, ...]
    anomalies: Sequence[SourceAnomaly]
    targets: Sequence[PlanTarget]
    guidelines: Sequence[Guideline]
    products: Sequence[LocalProduct]
    population: Population | None
    trend: Trend | None
    live: LiveResult | None
    stored: tuple[Stored, ...]

    @property
    def yearly_result(self) -> Standing | None:
        return next(
            (each.standing for each in self.stored if each.round == Round.TWELVE_MONTHS), None
        )

    @property
    def lower_is_better(self) -> bool:
        return self.kpi.direction == Direction.LOWER

    @property
    def first_anomalies(self) -> Sequence[SourceAnomaly]:
        return self.anomalies[:SHOWN_ANOMALIES]

    @property
    def more_anomalies(self) -> Sequence[SourceAnomaly]:
        return self.anomalies[SHOWN_ANOMALIES:]

    @property
    def rule_words(self) -> str:
        return f"หลักเกณฑ์คะแนน {self.policy.version} (ยังไม่ตรวจยืนยัน)"

    @property
    def waiting_words(self) -> str:
        """Why there is no result."""
        if self.kpi.live_source:
            return f"ระบบยังไม่มี{self.kpi.get_live_source_display()}ของปีนี้"
        reporter = self.kpi.reporter or "เอกสารไม่ได้พิมพ์ผู้รายงานไว้"
        return f"ผลของตัวชี้วัดนี้รายงานจากภายนอกระบบ ผู้รายงาน: {reporter}"

    @property
    def yearly(self) -> CriterionLine:
        return next(line for line in self.criteria if line.criterion.round == Round.TWELVE_MONTHS)

    @property
    def bounds(self) -> tuple[Decimal, ...]:
        """The yearly bounds of a single figure; empty for composite criteria."""
        rule = self.yearly.criterion.rule
        return () if rule.is_composite else tuple(tier.bound for tier in rule.tiers)


def kpi_detail(user: User, fiscal_year: int, number: int) -> KpiDetail | None:
    """None for a KPI that the year's scorecard lacks."""
    kpi = kpi_with_tables(user, fiscal_year, number)
    if kpi is None:
        return None
    policy = kpi.scorecard.policy
    rows = list(kpi.baseline_rows.all())
    years = tuple(value.fiscal_year for value in rows[0].values.all()) if rows else ()
    return KpiDetail(
        kpi=kpi,
        policy=policy,
        criteria=tuple(CriterionLine(c, tier_figures(c)) for c in kpi.criteria.all()),
        years=years,
        baseline=tuple(BaselineLine(row, _cells(row)) for row in rows),
        plan=_plan(list(kpi.action_steps.all())),
        anomalies=anomalies_of(DATASET, [f"{fiscal_year}.{number}"]),
        targets=list(kpi.plan_targets.all()),
        guidelines=list(kpi.guidelines.all()),
        products=list(kpi.products.all()),
        population=getattr(kpi, "population", None),
        trend=_trend(kpi, rows),
        live=_live(kpi, fiscal_year, policy),
        stored=_stored(user, kpi, policy),
    )


def _stored(user: User, kpi: Kpi, policy: Policy) -> tuple[Stored, ...]:
    """The year's round first."""
    results = counted_results(user, kpi)
    found = []
    for criterion in kpi.criteria.all():
        counted = results.get((kpi.scorecard.fiscal_year, kpi.number, criterion.round))
        if counted is not None:
            standing = standing_of(counted, criterion, policy)
            found.append(Stored(Round(criterion.round), criterion.unit, standing))
    return tuple(sorted(found, key=lambda each: each.round != Round.TWELVE_MONTHS))


def _cells(row: BaselineRow) -> tuple[Cell, ...]:
    return tuple(
        Cell(shown(Decimal(cell.printed)), True)
        if cell.value is not None
        else Cell(cell.printed, False)
        for cell in row.values.all()
    )


def _plan(steps: list[ActionStep]) -> tuple[PlanTable, ...]:
    tables: dict[str, list[PlanLine]] = {}
    for step in steps:
        tables.setdefault(step.table_title, []).append(PlanLine(step, months_of(step)))
    return tuple(PlanTable(title, tuple(lines)) for title, lines in tables.items())


def _trend(kpi: Kpi, rows: list[BaselineRow]) -> Trend | None:
    """Only where the plan prints a figure for single years."""
    targets = {
        target.first_year: target.value
        for target in kpi.plan_targets.all()
        if target.first_year == target.last_year and target.value is not None
    }
    if len(targets) < 2:
        return None
    headline = next(row for row in rows if row.is_headline)
    results = {value.fiscal_year: value.value for value in headline.values.all()}
    years = sorted(set(targets) | {year for year, value in results.items() if value is not None})
    return Trend(
        years=tuple(years),
        targets=tuple(targets.get(year) for year in years),
        results=tuple(results.get(year) for year in years),
    )


def _live(kpi: Kpi, fiscal_year: int, policy: Policy) -> LiveResult | None:
    criterion = kpi.criterion(Round.TWELVE_MONTHS)
    found = measured(kpi.live_source, fiscal_year)
    if found is None or criterion is None:
        return None
    scored = score(criterion.rule, found.share, policy)
    points = weighted(scored.exact or 0, kpi.weight)
    earned = shown(points, policy.score_places)
    closing = Step(f"ถ่วงน้ำหนัก {scored.shown} × {shown(kpi.weight.normalize())} ÷ 100", earned)
    steps = (*_counting_steps(found), *scored.trace, closing)
    return LiveResult(
        measured=found,
        score=scored,
        best_score=score(criterion.rule, found.best_share, policy),
        weighted=earned,
        steps=steps,
        goals=tuple(_goals(criterion, found, policy)),
    )


def _counting_steps(found: Measured) -> tuple[Step, ...]:
    tiers = " ".join(
        f"{tier.label} จำนวน {portion.count:,} แห่ง"
        for tier, portion in found.strength.tiers.items()
        if tier.value < 3
    )
    whole = "รวมกลุ่มที่ไม่นำมาประเมินและที่ยังประเมินไม่ครบ"
    return (
        Step("ชั้น 1 และชั้น 2", f"{found.count:,}", tiers),
        Step("จำนวนทั้งหมด", f"{found.population:,}", whole),
    )


def _goals(criterion: Criterion, found: Measured, policy: Policy) -> list[Goal]:
    goals = []
    for tier in criterion.rule.tiers:
        count = least_count(tier.bound, found.population, policy)
        if count > found.count:
            reached = shown(share(count, found.population), policy.percent_places)
            goals.append(Goal(tier.name, tier.points, count - found.count, count, reached))
    return goals
