"""What a version of a scorecard says: groups, weights, KPIs, criteria and policies."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, Field

from cpd_portal.core.choices import Round
from cpd_portal.core.figures.registry import Content
from cpd_portal.core.figures.rows import AsText, Digits, YesNo
from kpis import rules
from kpis.choices import LEVEL_BOUNDS, Computation, Direction, Method, PolicyCode


def labelled(choices: Any) -> BeforeValidator:
    """A cell with Thai words becomes the value that they stand for."""
    values = {str(member.label): member for member in choices}

    def read(cell: object) -> object:
        return values.get(str(cell), cell)

    return BeforeValidator(read)


def _none_of_blank(cell: object) -> object:
    return None if cell == "" else cell


Blank = BeforeValidator(_none_of_blank)
Weight = Annotated[Decimal, Digits, Field(gt=0, le=100, decimal_places=2), AsText]
Figure = Annotated[Decimal, Digits, Field(max_digits=14), AsText]
MaybeFigure = Annotated[Annotated[Decimal, Field(max_digits=14)] | None, Blank, Digits, AsText]
MaybeMonth = Annotated[Annotated[int, Field(ge=1, le=12)] | None, Blank, Digits]
Number = Annotated[int, Digits, Field(ge=1, le=99)]
Title = Annotated[str, Field(min_length=1, max_length=600)]
Words = Annotated[str, Field(max_length=2000)]
RoundOf = Annotated[Round, labelled(Round)]


class PartRow(BaseModel):
    number: Annotated[str, Field(max_length=5)]
    title: Title
    weight: Weight


class GroupRow(BaseModel):
    number: Annotated[str, Field(max_length=5)]
    part: str
    title: Title


class KpiRow(BaseModel):
    """`owner`: code of the division that enters the result."""

    number: Number
    group: str
    title: Title
    weight: Weight
    unit: Annotated[str, Field(min_length=1, max_length=60)]
    direction: Annotated[Direction, labelled(Direction)]
    owner: Annotated[str | None, Blank] = None
    owner_verified: YesNo = False


class CriterionRow(BaseModel):
    kpi: Number
    round: RoundOf
    method: Annotated[Method, labelled(Method)]
    direction: Annotated[Direction, labelled(Direction)]
    unit: Annotated[str, Field(min_length=1, max_length=60)]
    measures: Title
    is_percent: YesNo
    minimum: MaybeFigure = None
    no_result_score: MaybeFigure = None
    provisional: YesNo = False
    computation: Annotated[Computation | None, labelled(Computation), Blank] = None
    first_month: MaybeMonth = None
    last_month: MaybeMonth = None


class ResultPartRow(BaseModel):
    """One figure of a result; a result of one figure has the part "value"."""

    kpi: Number
    round: RoundOf
    part: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,29}$")]
    label: Title
    short: Words = ""


class TierRow(BaseModel):
    """The bound of one part for one tier; None: any reported result reaches it."""

    kpi: Number
    round: RoundOf
    points: Annotated[Literal[50, 75, 100], BeforeValidator(lambda cell: _points(cell))]
    part: str
    bound: MaybeFigure = None
    text: Title


class PolicyRow(BaseModel):
    code: Annotated[PolicyCode, labelled(PolicyCode)]
    value: Annotated[str, Field(min_length=1, max_length=30)]
    text: Words
    printed: YesNo = False
    verified: YesNo = False


class ScorecardContent(BaseModel):
    parts: list[PartRow]
    groups: list[GroupRow]
    kpis: list[KpiRow]
    criteria: list[CriterionRow]
    result_parts: list[ResultPartRow]
    tiers: list[TierRow]
    policies: list[PolicyRow]

    def criterion(self, number: int, round: str) -> CriterionRow | None:
        wanted = (number, round)
        return next((row for row in self.criteria if (row.kpi, row.round) == wanted), None)

    def parts_of(self, number: int, round: str) -> list[ResultPartRow]:
        return [row for row in self.result_parts if (row.kpi, row.round) == (number, round)]

    def tiers_of(self, number: int, round: str) -> list[TierRow]:
        return [row for row in self.tiers if (row.kpi, row.round) == (number, round)]

    def rule(self, number: int, round: str) -> rules.Criterion | None:
        """As the pure rules take it; None for a round that the KPI lacks."""
        row = self.criterion(number, round)
        if row is None:
            return None
        return rules.Criterion(
            method=row.method,
            direction=row.direction,
            unit=row.unit,
            is_percent=row.is_percent,
            tiers=tuple(_tiers(self.tiers_of(number, round))),
            parts={part.part: part.label for part in self.parts_of(number, round)},
            no_result_score=row.no_result_score,
        )

    def policy(self, version: str) -> rules.Policy:
        values = {row.code: row.value for row in self.policies}
        return rules.Policy(
            version=version,
            below_floor=Decimal(values[PolicyCode.BELOW_FLOOR]),
            cap=Decimal(values[PolicyCode.CAP]),
            percent_places=int(values[PolicyCode.PERCENT_PLACES]),
            score_places=int(values[PolicyCode.SCORE_PLACES]),
            levels=tuple((Decimal(values[code]), level) for code, level in LEVEL_BOUNDS),
        )


def scorecard_content(content: Content) -> ScorecardContent:
    return ScorecardContent.model_validate(content)


def _tiers(rows: Iterable[TierRow]) -> Iterable[rules.Tier]:
    """In the order 50, 75, 100."""
    by_points: dict[int, list[rules.Threshold]] = {}
    for row in rows:
        by_points.setdefault(row.points, []).append(rules.Threshold(row.part, row.bound))
    for points in sorted(by_points):
        yield rules.Tier(points, tuple(by_points[points]))


def _points(cell: object) -> object:
    return int(cell) if isinstance(cell, str) and cell.isdecimal() else cell
