"""What a version of the holidays of a fiscal year stores."""

from datetime import date
from itertools import pairwise
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from cpd_portal.core.holidays.choices import HolidayKind

HOLIDAYS_CODE = "core.holidays"
Title = Annotated[str, Field(min_length=1, max_length=120)]


class Holiday(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    day: date
    title: Title
    kind: HolidayKind
    verified: bool = False


class HolidayContent(BaseModel):
    """In the order of the days, each once."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    holidays: list[Holiday]

    @model_validator(mode="after")
    def check(self) -> Self:
        if any(before.day >= after.day for before, after in pairwise(self.holidays)):
            raise ValueError("days have to rise, each stands once")
        return self

    @property
    def is_verified(self) -> bool:
        return bool(self.holidays) and all(row.verified for row in self.holidays)
