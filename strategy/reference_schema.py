"""Shapes of the reference files of this app, and what has to add up in them.

Where the document itself is odd (a missing part, a printed number that is not ours, an empty
row), the file has to carry an anomaly at that place; otherwise it does not load.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Literal, Self, TypeVar

from pydantic import AfterValidator, Field, model_validator

from cpd_portal.core.reference import AnomalyRecord, ReferenceModel, SourcePlace
from cpd_portal.thai.numerals import to_arabic_digits
from strategy.choices import PLAN_YEARS

V = TypeVar("V")
UnitCode = Literal["ict", "agri", "fin", "rlo"]
Lines = Annotated[str, Field(pattern=r"^\d+(-\d+)?(, \d+(-\d+)?)*$")]
MillionBaht = Annotated[Decimal, Field(gt=0, decimal_places=2, max_digits=9)]
Text = Annotated[str, Field(min_length=1)]
# A yearly target that stands in one cell: the years after it are probably merged into it.
_YEARLY = re.compile("ต่อปี|ปีละ")


def _every_year(cells: dict[int, V]) -> dict[int, V]:
    if tuple(cells) != PLAN_YEARS:
        raise ValueError("the fiscal years 2560 to 2564 are needed, in this order")
    return cells


Targets = Annotated[dict[int, Text | None], AfterValidator(_every_year)]
Budgets = Annotated[dict[int, MillionBaht | None], AfterValidator(_every_year)]


class PrintedText(ReferenceModel):
    text: Text
    lines: Lines


class PrintedItem(PrintedText):
    """An objective, an expected result or a success indicator; some are printed unnumbered."""

    printed_no: Text | None


class ActivityRecord(ReferenceModel):
    """`number` is our consecutive reading of `printed_no`."""

    number: Annotated[str, Field(pattern=r"^3\.\d+$")]
    printed_no: Text | None
    title: Text | None
    lines: Lines
    targets: Targets

    def oddities(self) -> Iterator[tuple[str, str]]:
        """Pairs of place and reason that need an anomaly."""
        place = f"activities/{self.number}"
        if as_number(self.printed_no) != self.number or self.title is None:
            yield place, f"printed as {self.printed_no}, title {self.title}"
        printed = [text for text in self.targets.values() if text]
        if not printed:
            yield place, "has no target in any year"
        if self._stops_early():
            yield f"{place}/targets", "is a yearly target printed for some years only"

    def _stops_early(self) -> bool:
        """A target "per year" is printed, and nothing in the last year of the plan."""
        texts = [text for text in self.targets.values() if text]
        return any(_YEARLY.search(text) for text in texts) and not self.targets[PLAN_YEARS[-1]]


class BudgetRecord(ReferenceModel):
    """Planned budget in million baht, by the column in which it is printed."""

    printed_label: Text
    lines: Lines
    by_year: Budgets
    total: MillionBaht

    @model_validator(mode="after")
    def check_total(self) -> Self:
        total = sum(amount for amount in self.by_year.values() if amount)
        if total != self.total:
            raise ValueError(f"the years add up to {total}, total {self.total}")
        return self


class ResponsibleRecord(ReferenceModel):
    name: Text
    unit: UnitCode | None
    lines: Lines


class ProjectFile(ReferenceModel):
    code: Annotated[str, Field(pattern=r"^[4-6]\.\d+$")]
    printed_code: Text | None
    strategy: int
    title: Text | None
    list_entry: PrintedText | None
    places: Annotated[list[SourcePlace], Field(min_length=1)]
    objectives: list[PrintedItem]
    target_group: PrintedText | None
    activities: Annotated[list[ActivityRecord], Field(min_length=1)]
    budget: BudgetRecord
    definitions: list[PrintedText]
    expected_results: Annotated[list[PrintedItem], Field(min_length=1)]
    success_indicators: Annotated[list[PrintedItem], Field(min_length=1)]
    responsible: Annotated[list[ResponsibleRecord], Field(min_length=1)]
    anomalies: list[AnomalyRecord]

    @property
    def position(self) -> int:
        """The project's number within its strategy."""
        return int(self.code.partition(".")[2])

    @model_validator(mode="after")
    def check_strategy(self) -> Self:
        if not self.code.startswith(f"{self.strategy}."):
            raise ValueError(f"project {self.code} is not of strategy {self.strategy}")
        return self

    @model_validator(mode="after")
    def check_activity_numbers(self) -> Self:
        last = [int(row.number.partition(".")[2]) for row in self.activities]
        if last != list(range(last[0], last[0] + len(last))):
            raise ValueError("activities are not numbered consecutively")
        return self

    @model_validator(mode="after")
    def check_anomalies_have_a_place(self) -> Self:
        unknown = {row.where for row in self.anomalies} - set(self._places_of_anomalies())
        if unknown:
            raise ValueError(f"no such place for an anomaly: {', '.join(sorted(unknown))}")
        return self

    @model_validator(mode="after")
    def check_oddities_are_recorded(self) -> Self:
        recorded = {row.where for row in self.anomalies}
        for place, reason in self._oddities():
            if place not in recorded:
                raise ValueError(f"{place} {reason}, and no anomaly says so")
        return self

    def _oddities(self) -> Iterator[tuple[str, str]]:
        if as_number(self.printed_code) != self.code:
            yield "code", f"is printed as {self.printed_code}"
        if self.title is None:
            yield "title", "is missing"
        elif self.list_entry and _squeezed(f"โครงการ{self.title}") != _squeezed(
            self.list_entry.text
        ):
            yield "title", "differs between list and page"
        yield from self._missing_parts()
        for activity in self.activities:
            yield from activity.oddities()
        if None in self.budget.by_year.values():
            yield "budget", "has an empty year"

    def _missing_parts(self) -> Iterator[tuple[str, str]]:
        if len(self.places) == 1:
            yield "places", "is a single pass"
        if not self.objectives:
            yield "objectives", "is missing"
        if self.target_group is None:
            yield "target_group", "is missing"
        if self.activities[0].number != "3.1":
            yield "activities", f"begins at {self.activities[0].number}"

    def _places_of_anomalies(self) -> Iterator[str]:
        yield from ("code", "title", "places", "target_group", "budget", "responsible")
        for year in PLAN_YEARS:
            yield f"budget/{year}"
        yield "activities"
        for activity in self.activities:
            place = f"activities/{activity.number}"
            yield from (place, f"{place}/targets")
            yield from (f"{place}/targets/{year}" for year in PLAN_YEARS)
        for name in ("objectives", "expected_results", "success_indicators"):
            yield name
            for item in getattr(self, name):
                yield f"{name}/{as_number(item.printed_no)}"


class StrategyRecord(ReferenceModel):
    number: int
    title: Text | None
    places: list[SourcePlace]
    anomalies: list[AnomalyRecord]

    @model_validator(mode="after")
    def check_title(self) -> Self:
        if self.title is None and not self.anomalies:
            raise ValueError("title is missing, and no anomaly says so")
        return self


class BudgetCheck(ReferenceModel):
    """Sums over all projects, million baht. The document prints none; they guard the copying."""

    by_year: Budgets
    by_strategy: dict[int, MillionBaht]
    total: MillionBaht


class StrategiesFile(ReferenceModel):
    strategies: list[StrategyRecord]
    budget_check: BudgetCheck


def as_number(printed: str | None) -> str | None:
    """ "๓.๕." as our number "3.5"; None where nothing is printed."""
    return to_arabic_digits(printed).rstrip(".") if printed else None


def _squeezed(text: str) -> str:
    return "".join(text.split())
