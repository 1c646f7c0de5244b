"""The bounds of signals, the watch levels and the classes of size: what a version stores."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from cpd_portal.core.figures.rows import AsText
from cpd_portal.core.figures.selectors import version_in_force
from cpd_portal.core.models import FigureVersion
from cpd_portal.core.request_memo import once_a_request
from early_warning.choices import LOW_IS_BAD, TYPE_RATIOS, SignalCode
from early_warning.rules.levels import Level
from early_warning.rules.signals import Bounds

THRESHOLDS_CODE = "early_warning.thresholds"
ANY = ""
OF_DEFECTS = {SignalCode.FRAUD, SignalCode.REPEATED_DEFECTS, SignalCode.OVERDUE_DEFECTS}
"""Watched where a version has bounds for them: the first versions had none."""
Number = Annotated[Decimal, Field(max_digits=18, decimal_places=4), AsText]
Points = Annotated[int, Field(ge=0, le=100)]
Rank = Annotated[int, Field(ge=0, le=9)]


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ThresholdRecord(_Record):
    """Of one signal for a type of institution and a size; "" is every one."""

    signal: SignalCode
    type_code: str = ANY
    size: str = ANY
    watch: Number
    alarm: Number
    points: Points
    least_rank: Rank = 0
    missing: Points = 0
    source: str = ""
    verified: bool = False

    @model_validator(mode="after")
    def check_order(self) -> Self:
        """Raises where the alarm would come before the watch."""
        is_low = self.signal in LOW_IS_BAD
        if self.alarm > self.watch if is_low else self.alarm < self.watch:
            raise ValueError("the alarm has to be worse than the watch")
        return self

    @property
    def bounds(self) -> Bounds:
        return Bounds(self.watch, self.alarm, self.points, self.least_rank, self.missing)


class LevelRecord(_Record):
    rank: Annotated[int, Field(ge=1, le=9)]
    name: Annotated[str, Field(max_length=60)]
    enter: Number
    leave: Number
    verified: bool = False

    @model_validator(mode="after")
    def check_leave(self) -> Self:
        if self.leave > self.enter:
            raise ValueError("a level is left at no more points than it is entered")
        return self


class SizeRecord(_Record):
    """`from_assets`: baht of total assets from which on an institution is of this size."""

    code: Annotated[str, Field(pattern=r"^[a-z]{1,10}$")]
    name: str
    from_assets: Number
    verified: bool = False


class ThresholdContent(_Record):
    thresholds: list[ThresholdRecord]
    levels: list[LevelRecord]
    sizes: list[SizeRecord]

    @model_validator(mode="after")
    def check_whole(self) -> Self:
        """Signals that are neither of a type nor of defects have a row for all; ranks are 1, 2,
        3 … and rise."""
        general = {
            row.signal for row in self.thresholds if (row.type_code, row.size) == (ANY, ANY)
        }
        if not set(SignalCode) - set(TYPE_RATIOS) - OF_DEFECTS <= general:
            raise ValueError("every signal needs a row for all types and sizes")
        if [row.rank for row in self.levels] != list(range(1, len(self.levels) + 1)):
            raise ValueError("the ranks have to be 1, 2, 3 …")
        if sorted(row.enter for row in self.levels) != [row.enter for row in self.levels]:
            raise ValueError("a more serious level needs more points")
        return self

    @property
    def is_verified(self) -> bool:
        rows: list[Any] = [*self.thresholds, *self.levels, *self.sizes]
        return all(row.verified for row in rows)


@dataclass(frozen=True)
class Book:
    """One version, ready for the rules. `bounds` by type and size."""

    number: int
    verified: bool
    content: ThresholdContent
    levels: tuple[Level, ...]

    @property
    def words(self) -> str:
        return f"เกณฑ์เตือนภัย รุ่นที่ {self.number}"

    def size_of(self, total_assets: Decimal | None) -> str:
        """ "" where the assets are not known."""
        if total_assets is None:
            return ANY
        reached = [row for row in self.content.sizes if total_assets >= row.from_assets]
        return max(reached, key=lambda row: row.from_assets).code if reached else ANY

    def size_name(self, code: str) -> str:
        return next((row.name for row in self.content.sizes if row.code == code), "ไม่ทราบขนาด")

    def level_name(self, rank: int) -> str:
        return next((level.name for level in self.levels if level.rank == rank), "ปกติ")

    def rows_for(self, type_code: str, size: str) -> dict[SignalCode, ThresholdRecord]:
        """The row that fits best: of type and size, of the type, of the size, of all."""
        found: dict[SignalCode, ThresholdRecord] = {}
        for wanted in ((ANY, ANY), (ANY, size), (type_code, ANY), (type_code, size)):
            fitting = (
                row for row in self.content.thresholds if (row.type_code, row.size) == wanted
            )
            found |= {row.signal: row for row in fitting}
        return found


def threshold_content(content: Mapping[str, Any]) -> ThresholdContent:
    return ThresholdContent.model_validate(content)


def book_of(version: FigureVersion) -> Book:
    content = threshold_content(version.content)
    return Book(version.number, version.verified, content, levels_of(content.levels))


def levels_of(rows: Sequence[LevelRecord]) -> tuple[Level, ...]:
    return tuple(Level(row.rank, row.name, row.enter, row.leave) for row in rows)


@once_a_request
def book_in_force() -> Book:
    """Raises LookupError before the reference data are loaded."""
    held: FigureVersion | None = version_in_force(THRESHOLDS_CODE)
    if held is None:
        raise LookupError(THRESHOLDS_CODE)
    return book_of(held)
