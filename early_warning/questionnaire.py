"""What savings cooperatives are asked about themselves: what a version of the set stores."""

from collections.abc import Iterable
from decimal import Decimal
from itertools import groupby
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from cpd_portal.core.figures.rows import AsText
from early_warning.choices import RiskSide
from early_warning.rules.self_assessment import Bounds

QUESTIONNAIRE_CODE = "early_warning.self-assessment"
Number = Annotated[str, Field(pattern=r"^\d{1,2}\.\d{1,2}$")]
Percent = Annotated[Decimal, Field(ge=0, le=100, max_digits=5, decimal_places=2), AsText]


class RiskQuestion(BaseModel):
    """One question; every answer is one of `RiskAnswer`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    number: Number
    side: RiskSide
    text: Annotated[str, Field(min_length=1, max_length=300)]
    guidance: Annotated[str, Field(max_length=500)] = ""
    verified: bool = False


class Limits(BaseModel):
    """Percent of the highest risk from which a side is medium or high, and the share of the
    cooperatives that the plan wants to take part."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    medium_from: Percent
    high_from: Percent
    target: Percent
    verified: bool = False

    @model_validator(mode="after")
    def check_order(self) -> Self:
        if not self.medium_from < self.high_from:
            raise ValueError("medium_from must be below high_from")
        return self

    @property
    def bounds(self) -> Bounds:
        return Bounds(self.medium_from, self.high_from)


class Questionnaire(BaseModel):
    """`types`: codes of the types of institutions that are asked."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    types: list[str]
    limits: Limits
    questions: list[RiskQuestion]

    @model_validator(mode="after")
    def check_numbers(self) -> Self:
        numbers = [row.number for row in self.questions]
        if len(set(numbers)) != len(numbers):
            raise ValueError("a number stands twice")
        return self

    @property
    def ordered(self) -> list[RiskQuestion]:
        return sorted(self.questions, key=lambda row: number_order(row.number))

    @property
    def sides(self) -> dict[str, RiskSide]:
        """Of each question, by its number."""
        return {row.number: row.side for row in self.questions}

    @property
    def verified(self) -> bool:
        return self.limits.verified and all(row.verified for row in self.questions)


def questionnaire_of(content: dict[str, Any]) -> Questionnaire:
    return Questionnaire.model_validate(content)


def by_side(questions: Iterable[RiskQuestion]) -> list[tuple[RiskSide, list[RiskQuestion]]]:
    ordered = sorted(questions, key=lambda row: (row.side, number_order(row.number)))
    groups = {side: list(rows) for side, rows in groupby(ordered, key=lambda row: row.side)}
    return [(side, groups[side]) for side in RiskSide if side in groups]


def number_order(number: str) -> tuple[int, ...]:
    return tuple(int(part) for part in number.split("."))
