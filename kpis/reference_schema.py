"""The shape of the scorecard's reference files. The arithmetic is checked in `arithmetic`."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from cpd_portal.core.choices import Round
from cpd_portal.core.reference import AnomalyRecord, ReferenceModel
from kpis.choices import Computation, Direction, LiveSource, Method, PolicyCode
from kpis.rules.criteria import SINGLE

Points = Literal[50, 75, 100]
TIERS: tuple[Points, ...] = (50, 75, 100)
Lines = Annotated[str, Field(pattern=r"^\d+(-\d+)?(,\d+(-\d+)?)*$")]
Month = Annotated[int, Field(ge=1, le=12)]


def _quoted(value: object) -> object:
    if value is not None and not isinstance(value, str | Decimal):
        raise ValueError("a figure must be a quoted decimal string")
    return value


Figure = Annotated[Decimal, BeforeValidator(_quoted)]


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value or []


class Anomaly(ReferenceModel):
    """An inconsistency; `explains` names the arithmetic checks that it accounts for."""

    where: str
    printed: str
    reading: str
    note: str
    lines: Lines
    explains: Annotated[list[str], BeforeValidator(_as_list)] = []

    @property
    def record(self) -> AnomalyRecord:
        note = f"{self.note} (บรรทัด {self.lines})"
        return AnomalyRecord(
            where=self.where, printed=self.printed, reading=self.reading, note=note
        )


class PartFile(ReferenceModel):
    number: str
    title: str
    weight: Figure
    lines: Lines


class GroupKpi(ReferenceModel):
    """`owner`: code of the division that enters the result; not printed, so unverified."""

    number: int
    title: str
    weight: Figure
    lines: Lines
    owner: str | None = None
    owner_verified: bool = False


class GroupFile(ReferenceModel):
    number: str
    part: str
    title: str
    lines: Lines
    kpis: list[GroupKpi]


class PolicyFile(ReferenceModel):
    code: PolicyCode
    value: str
    text: str
    printed: bool
    verified: bool


class Scoring(ReferenceModel):
    version: str
    policies: list[PolicyFile]

    @model_validator(mode="after")
    def check_each_policy_once(self) -> Self:
        codes = sorted(policy.code for policy in self.policies)
        if codes != sorted(PolicyCode):
            raise ValueError("every policy must stand exactly once")
        return self


class ScorecardFile(ReferenceModel):
    document: str
    lines: Lines
    fiscal_year: int
    title: str
    organisation: str
    parts: list[PartFile]
    groups: list[GroupFile]
    scoring: Scoring
    anomalies: list[Anomaly]


class YearTarget(ReferenceModel):
    text: str
    value: Figure
    lines: Lines


class Population(ReferenceModel):
    """The frozen population of a strength KPI: how many, as of when, which year-ends."""

    fiscal_year: int
    count: int
    as_of: date
    first_year_end: date
    last_year_end: date
    half_count: int
    lines: Lines


class BaselineRow(ReferenceModel):
    """One row of the baseline table; `absent` keeps what is printed in place of a number."""

    code: str
    label: str
    unit: str
    agency: str | None
    values: list[Figure | None]
    absent: dict[int, str] = {}
    sum_of: list[str] = []
    growth_of: str | None = None
    difference_of: list[str] = []
    share_of: list[str] = []


class Baseline(ReferenceModel):
    """`headline` is the row that the criteria are about."""

    lines: Lines
    headline: str
    years: list[int]
    rows: list[BaselineRow]

    @model_validator(mode="after")
    def check_rows(self) -> Self:
        if self.headline not in {row.code for row in self.rows}:
            raise ValueError("headline must be the code of a row")
        for row in self.rows:
            if len(row.values) != len(self.years):
                raise ValueError(f"row {row.code}: one value for each year is needed")
            empty = {y for y, v in zip(self.years, row.values, strict=True) if v is None}
            if empty != set(row.absent):
                raise ValueError(f"row {row.code}: absent must name exactly the empty years")
        return self

    def value(self, code: str, year: int) -> Decimal | None:
        row = next(row for row in self.rows if row.code == code)
        return row.values[self.years.index(year)]


class LowestBasis(ReferenceModel):
    kind: Literal["lowest"]
    row: str
    years: list[int]


class MeanBasis(ReferenceModel):
    kind: Literal["mean"]
    row: str
    years: list[int]


class ResultBasis(ReferenceModel):
    """The result of a year, times `factor`, plus `plus`."""

    kind: Literal["result"]
    row: str
    year: int
    factor: Figure
    plus: Figure


class PlanBasis(ReferenceModel):
    """The target of the scorecard's year, plus `plus`."""

    kind: Literal["plan"]
    plus: Figure


class IntervalBasis(ReferenceModel):
    """The standard tier plus its distance from the basic tier."""

    kind: Literal["interval"]


Basis = Annotated[
    LowestBasis | MeanBasis | ResultBasis | PlanBasis | IntervalBasis,
    Field(discriminator="kind"),
]


class TierFile(ReferenceModel):
    """`amount` is the money that the text prints beside the percentage."""

    value: Figure | None | dict[str, Figure]
    text: str
    amount: Figure | None = None
    basis: Basis | None = None


class AmountOf(ReferenceModel):
    row: str
    year: int


class ResultPart(ReferenceModel):
    """One figure of a result: its full name, and a short one for narrow columns."""

    label: str
    short: str


class YearEnds(ReferenceModel):
    """Months of the accounting year-ends that a round looks at, the first and the last."""

    first: Month
    last: Month


class CriterionFile(ReferenceModel):
    lines: Lines
    method: Method
    unit: str
    measures: str
    computation: Computation
    year_ends: YearEnds | None = None
    percent: bool
    minimum: Figure | None
    tiers: dict[Points, TierFile]
    direction: Direction | None = None
    group: str | None = None
    parts: dict[str, ResultPart] | None = None
    amount_of: AmountOf | None = None
    no_result_score: Figure | None = None
    no_result_text: str | None = None
    provisional: bool = False

    @model_validator(mode="after")
    def check_tiers(self) -> Self:
        if tuple(sorted(self.tiers)) != TIERS:
            raise ValueError("the tiers must be 50, 75 and 100")
        if not {part for tier in TIERS for part in self.thresholds(tier)} <= set(
            self.described_parts
        ):
            raise ValueError("a tier names a part that is not described")
        if self.method == Method.LINEAR and None in self._single_bounds():
            raise ValueError("a linear round needs a value for every tier")
        if (self.computation == Computation.MEETINGS) != (self.year_ends is not None):
            raise ValueError("year_ends belong to a round that counts meetings")
        return self

    @property
    def described_parts(self) -> dict[str, ResultPart]:
        return self.parts or {SINGLE: ResultPart(label=f"ผล ({self.unit})", short="")}

    def thresholds(self, tier: Points) -> dict[str, Decimal | None]:
        value = self.tiers[tier].value
        return {**value} if isinstance(value, dict) else {SINGLE: value}

    def _single_bounds(self) -> list[Decimal | None]:
        return [self.thresholds(tier).get(SINGLE) for tier in TIERS]


class PlanTargetFile(ReferenceModel):
    first: int
    last: int
    text: str
    value: Figure | None
    lines: Lines


class ActionStepFile(ReferenceModel):
    """`start` and `end` are calendar months as read; `marks` the printed columns (1 = October)."""

    number: int
    text: str
    start: Month
    end: Month | None
    marks: Annotated[str, Field(pattern=r"^\d+[●→←█]( \d+[●→←█])*$")]

    @property
    def columns(self) -> list[int]:
        return [int(mark[:-1]) for mark in self.marks.split()]


class ActionTable(ReferenceModel):
    """`half_year`: numbers of the steps that the 6-month round counts."""

    table: int
    title: str
    lines: Lines
    steps: list[ActionStepFile]
    half_year: list[int] = []


class ProductFile(ReferenceModel):
    number: int
    province: str
    product: str


class ProductList(ReferenceModel):
    lines: Lines
    title: str
    items: list[ProductFile]


class ComponentFile(ReferenceModel):
    """What is null is that of the baseline row with the same code."""

    code: str
    label: str | None = None
    unit: str | None = None
    minimum: Figure | None = None
    maximum: Figure | None = None
    whole: bool = False


class GuidelineList(ReferenceModel):
    lines: Lines
    items: list[str]


class KpiFile(ReferenceModel):
    """Everything that the document prints about one KPI; null where it prints nothing."""

    document: str
    lines: Lines
    fiscal_year: int
    number: int
    title: str
    goal_code: str | None
    goal: str | None
    master_plan: str | None
    unit: str
    direction: Direction
    definition: str
    data_source: str | None
    collection: str | None
    reporter: str | None
    reporting_window: str | None
    year_target: YearTarget | None
    baseline: Baseline | None
    criteria: dict[Round, CriterionFile]
    plan_targets: list[PlanTargetFile]
    action_plan: list[ActionTable]
    anomalies: list[Anomaly]
    live_source: LiveSource | None = None
    population: Population | None = None
    guidelines: GuidelineList | None = None
    products: ProductList | None = None
    components: list[ComponentFile] = []

    @model_validator(mode="after")
    def check_components(self) -> Self:
        rows = {row.code for row in self.baseline.rows} if self.baseline else set()
        for component in self.components:
            if component.code not in rows and not (component.label and component.unit):
                raise ValueError(
                    f"component {component.code}: no baseline row gives label and unit"
                )
        return self

    def direction_in(self, round: Round) -> Direction:
        """Counts of activities are better high, even where the KPI's own figure is not."""
        return self.criteria[round].direction or self.direction
