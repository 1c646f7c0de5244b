"""The questions that inspectors ask: what a version of the checklists stores."""

from collections.abc import Iterable
from itertools import groupby
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from coops.choices import Kind
from inspection.choices import Side

CHECKLISTS_CODE = "inspection.checklists"
Number = Annotated[str, Field(pattern=r"^\d{1,2}\.\d{1,2}$")]
Words = Annotated[str, Field(min_length=1, max_length=300)]


class Question(BaseModel):
    """One question of one kind of institution. `evidence`: a problem needs a photo."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Kind
    number: Number
    side: Side
    text: Words
    guidance: Annotated[str, Field(max_length=500)] = ""
    clause: Annotated[str, Field(max_length=300)] = ""
    evidence: bool = False
    verified: bool = False


class Checklists(BaseModel):
    questions: list[Question]

    @model_validator(mode="after")
    def check_numbers(self) -> Self:
        places = [(row.kind, row.number) for row in self.questions]
        if len(set(places)) != len(places):
            raise ValueError("a number stands twice in one checklist")
        return self

    def of_kind(self, kind: str) -> list[Question]:
        """In the order of their numbers."""
        rows = (row for row in self.questions if row.kind == kind)
        return sorted(rows, key=lambda row: number_order(row.number))


def checklists_of(content: dict[str, Any]) -> Checklists:
    return Checklists.model_validate(content)


def frozen(questions: Iterable[Question]) -> list[dict[str, Any]]:
    """As a visit keeps them."""
    return [row.model_dump(mode="json") for row in questions]


def questions_of(checklist: list[dict[str, Any]]) -> dict[str, Question]:
    """The questions that a visit keeps, by number."""
    return {row["number"]: Question.model_validate(row) for row in checklist}


def by_side(questions: Iterable[Question]) -> list[tuple[Side, list[Question]]]:
    return [(side, list(rows)) for side, rows in groupby(questions, key=lambda row: row.side)]


def number_order(number: str) -> tuple[int, ...]:
    return tuple(int(part) for part in number.split("."))
