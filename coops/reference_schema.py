"""Shapes of the reference files of this app and the arithmetic that they have to satisfy.

Where the document itself does not add up, the file has to carry an anomaly at that place;
otherwise it does not load.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Annotated, Generic, Literal, Self, TypeVar, get_args

from pydantic import Field, model_validator

from coops.choices import (
    DefectStatus,
    Kind,
    RuleStatus,
    Sector,
    Standing,
    Tier,
    UnassessedGroup,
    Year,
)
from cpd_portal.core.reference import AnomalyRecord, ReferenceModel, SourcePlace
from cpd_portal.thai.formatting import round_half_up

FULL_MARKS = Decimal(100)
B = TypeVar("B")
Lines = Annotated[str, Field(pattern=r"^\d+(-\d+)?(, \d+(-\d+)?)*$")]
Points = Annotated[Decimal, Field(gt=0, le=100, decimal_places=2)]


class OfOneKind(ReferenceModel):
    """A record about one kind; cooperatives have a sector, farmer groups none."""

    kind: Kind
    sector: Sector | None

    @model_validator(mode="after")
    def check_sector(self) -> Self:
        if (self.kind == Kind.COOPERATIVE) != (self.sector is not None):
            raise ValueError("a cooperative has a sector, a farmer group has none")
        return self


class AspectRecord(ReferenceModel):
    number: int
    title: str | None
    points: Points | None
    lines: Lines


class IndicatorRecord(ReferenceModel):
    code: str
    aspect: int | None
    title: str
    points: Points
    lines: Lines


class DimensionRecord(ReferenceModel):
    number: int
    title: str
    points: Points
    lines: Lines
    aspects: list[AspectRecord]
    indicators: list[IndicatorRecord]

    @model_validator(mode="after")
    def check_sums(self) -> Self:
        for position, indicator in enumerate(self.indicators, start=1):
            if indicator.code != f"{self.number}.{position}":
                raise ValueError(f"{indicator.code} should be {self.number}.{position}")
        total = sum(row.points for row in self.indicators)
        if total != self.points:
            raise ValueError(f"indicators add up to {total}, printed {self.points}")
        return self

    def aspect_sum(self, aspect: AspectRecord) -> Decimal:
        return sum(
            (row.points for row in self.indicators if row.aspect == aspect.number), Decimal(0)
        )


class IndicatorsFile(OfOneKind):
    """One indicator set: 18 or 17 indicators in four dimensions, 100 points."""

    identifier: str
    title: str
    printed_count: int
    place: SourcePlace
    dimensions: list[DimensionRecord]
    anomalies: list[AnomalyRecord]

    @model_validator(mode="after")
    def check_totals(self) -> Self:
        if [row.number for row in self.dimensions] != [1, 2, 3, 4]:
            raise ValueError("dimensions 1 to 4 are needed, in order")
        total = sum(row.points for row in self.dimensions)
        if total != FULL_MARKS:
            raise ValueError(f"dimensions add up to {total}, not {FULL_MARKS}")
        count = sum(len(row.indicators) for row in self.dimensions)
        if count != self.printed_count:
            self._require_anomaly("printed_count", f"{count} indicators")
        return self

    @model_validator(mode="after")
    def check_aspects(self) -> Self:
        for dimension in self.dimensions:
            numbers: set[int | None] = {aspect.number for aspect in dimension.aspects}
            numbers = numbers or {None}
            if {row.aspect for row in dimension.indicators} != numbers:
                raise ValueError(f"dimension {dimension.number}: aspects do not match")
            for aspect in dimension.aspects:
                found = dimension.aspect_sum(aspect)
                if aspect.title is None or found != aspect.points:
                    where = f"{dimension.number}/aspect/{aspect.number}"
                    self._require_anomaly(where, f"points add up to {found}")
        return self

    def _require_anomaly(self, where: str, found: str) -> None:
        if where not in {anomaly.where for anomaly in self.anomalies}:
            raise ValueError(f"{where}: {found}, and no anomaly records it")


class Printed(ReferenceModel):
    printed: str
    lines: Lines


class TotalRecord(Printed):
    minimum: Points
    strict: bool


class LossRecord(Printed):
    years_without_loss: list[Year]


class AllocatedRecord(Printed):
    years_allocated_and_paid: list[Year]


class DefectsRecord(Printed):
    allowed: list[DefectStatus]


class StatementsRecord(Printed):
    within_days: Annotated[int, Field(gt=0)]


class TierRecords(ReferenceModel, Generic[B]):
    tier_1: B
    tier_2: B


class ConditionsRecord(ReferenceModel):
    """The tier conditions of one kind; what meets tier 1 always meets tier 2 as well."""

    identifier: str
    kind: Kind
    lines: Lines
    total: TierRecords[TotalRecord]
    loss: TierRecords[LossRecord] | None
    allocated_and_paid: TierRecords[AllocatedRecord] | None
    defects: TierRecords[DefectsRecord]
    statements: TierRecords[StatementsRecord] | None

    @model_validator(mode="after")
    def check_kind(self) -> Self:
        group = self.kind == Kind.FARMER_GROUP
        wanted = (not group, group, group)
        present = (self.loss, self.allocated_and_paid, self.statements)
        if tuple(row is not None for row in present) != wanted:
            raise ValueError(f"the criteria are not those of a {self.kind.value}")
        return self

    @model_validator(mode="after")
    def check_nested(self) -> Self:
        if self.total.tier_1.minimum <= self.total.tier_2.minimum:
            raise ValueError("total: tier 1 has to ask for more than tier 2")
        if not set(self.defects.tier_1.allowed) <= set(self.defects.tier_2.allowed):
            raise ValueError("defects: tier 2 has to allow what tier 1 allows")
        if self.statements and (
            self.statements.tier_1.within_days > self.statements.tier_2.within_days
        ):
            raise ValueError("statements: tier 2 has to allow what tier 1 allows")
        for name, first, second in self._year_bounds():
            if not set(second) <= set(first):
                raise ValueError(f"{name}: tier 1 has to ask for the years of tier 2")
        return self

    def _year_bounds(self) -> Iterable[tuple[str, list[Year], list[Year]]]:
        if self.loss:
            yield (
                "loss",
                self.loss.tier_1.years_without_loss,
                self.loss.tier_2.years_without_loss,
            )
        if self.allocated_and_paid:
            yield (
                "allocated_and_paid",
                self.allocated_and_paid.tier_1.years_allocated_and_paid,
                self.allocated_and_paid.tier_2.years_allocated_and_paid,
            )


class TierRecord(ReferenceModel):
    tier: Tier
    title: str
    lines: Lines


class UnassessedRecord(ReferenceModel):
    group: UnassessedGroup
    title: str
    standings: list[Standing]
    lines: Lines


class RuleSetRecord(OfOneKind):
    identifier: str
    title: str
    fiscal_year: int
    status: RuleStatus
    indicators: str
    conditions: str
    lines: Lines
    note: str | None

    @model_validator(mode="after")
    def check_note(self) -> Self:
        if self.status == RuleStatus.PROVISIONAL and not self.note:
            raise ValueError("a provisional rule set needs a note that says why")
        return self


class RuleSetsFile(ReferenceModel):
    place: SourcePlace
    tiers: dict[Kind, list[TierRecord]]
    unassessed: dict[Kind, list[UnassessedRecord]]
    conditions: list[ConditionsRecord]
    rule_sets: list[RuleSetRecord]
    anomalies: list[AnomalyRecord]

    @model_validator(mode="after")
    def check_standings(self) -> Self:
        for kind in Kind:
            standings = [s for row in self.unassessed.get(kind, []) for s in row.standings]
            if sorted([*standings, Standing.OPERATING]) != sorted(Standing):
                raise ValueError(f"{kind.value}: every standing has to have one place")
            if [row.tier for row in self.tiers.get(kind, [])] != list(Tier):
                raise ValueError(f"{kind.value}: titles of tiers 1 to 3 are needed")
        return self


class PopulationRecord(OfOneKind):
    """How many institutions are assessed in a year, frozen at a reference date.

    `first_half`: those whose accounting year ends in its first six months.
    """

    fiscal_year: int
    count: Annotated[int, Field(gt=0)]
    as_of: date
    accounting_years_from: date
    accounting_years_to: date
    first_half: int | None
    lines: Lines


StrengthRow = Literal[
    "tier_1", "tier_2", "strong", "tier_3", "unassessed_1", "unassessed_2", "population"
]


class PublishedRow(ReferenceModel):
    row: StrengthRow
    printed: str
    count: Annotated[int, Field(ge=0)]
    share: Decimal
    lines: Lines


class PublishedTable(OfOneKind):
    fiscal_year: int
    lines: Lines
    rows: list[PublishedRow]

    @model_validator(mode="after")
    def check_table(self) -> Self:
        count = {row.row: row.count for row in self.rows}
        if Counter(row.row for row in self.rows) != Counter(get_args(StrengthRow)):
            raise ValueError("every row of the table is needed once")
        if count["tier_1"] + count["tier_2"] != count["strong"]:
            raise ValueError("tiers 1 and 2 do not add up to their sum")
        parts = count["strong"] + count["tier_3"] + count["unassessed_1"] + count["unassessed_2"]
        if parts != count["population"]:
            raise ValueError(f"the rows add up to {parts}, printed {count['population']}")
        for row in self.rows:
            share = round_half_up(Decimal(row.count * 100) / count["population"], 2)
            if share != row.share:
                raise ValueError(f"{row.row}: {row.count} are {share} %, printed {row.share}")
        return self


class PublishedFile(ReferenceModel):
    place: SourcePlace
    populations: list[PopulationRecord]
    tables: list[PublishedTable]
    anomalies: list[AnomalyRecord]

    @model_validator(mode="after")
    def check_populations(self) -> Self:
        known = {(p.kind, p.sector, p.fiscal_year): p.count for p in self.populations}
        for table in self.tables:
            total = next(row.count for row in table.rows if row.row == "population")
            if known.get((table.kind, table.sector, table.fiscal_year)) != total:
                raise ValueError(f"the table of {table.kind.value} has another population")
        return self


class UpgradeRecord(ReferenceModel):
    """One row of the list, spelt as printed; slips are anomalies at `name` or `province`."""

    number: int
    province: str
    province_code: Annotated[str, Field(pattern=r"^\d{2}$")]
    name: str
    lines: Lines
    anomalies: list[AnomalyRecord]

    @model_validator(mode="after")
    def check_anomalies(self) -> Self:
        for anomaly in self.anomalies:
            if anomaly.printed != {"name": self.name, "province": self.province}[anomaly.where]:
                raise ValueError(f"the anomaly at {anomaly.where} prints something else")
        return self

    @property
    def name_read(self) -> str:
        return self._reading("name", self.name)

    @property
    def province_read(self) -> str:
        return self._reading("province", self.province)

    def _reading(self, where: str, printed: str) -> str:
        return next((a.reading for a in self.anomalies if a.where == where), printed)


class UpgradeFile(ReferenceModel):
    title: str
    fiscal_year: int
    printed_count: int
    place: SourcePlace
    cooperatives: list[UpgradeRecord]
    anomalies: list[AnomalyRecord]

    @model_validator(mode="after")
    def check_count(self) -> Self:
        if [row.number for row in self.cooperatives] != list(range(1, self.printed_count + 1)):
            raise ValueError(f"rows 1 to {self.printed_count} are needed, in order")
        if len({(row.name, row.province) for row in self.cooperatives}) != self.printed_count:
            raise ValueError("a cooperative stands twice")
        return self


class TypeRecord(OfOneKind):
    code: Annotated[str, Field(pattern=r"^[a-z_]+$")]
    title: str
    source: str
    verified: bool


class TypesFile(ReferenceModel):
    place: SourcePlace
    printed_cooperative_types: int
    types: list[TypeRecord]
    anomalies: list[AnomalyRecord]

    @model_validator(mode="after")
    def check_types(self) -> Self:
        if len({row.code for row in self.types}) != len(self.types):
            raise ValueError("a type code stands twice")
        found = sum(row.kind == Kind.COOPERATIVE for row in self.types)
        if found != self.printed_cooperative_types:
            raise ValueError(
                f"{found} types of cooperatives, {self.printed_cooperative_types} printed"
            )
        return self
