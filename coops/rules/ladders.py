"""Ladders: from the value of a fact to the points of an indicator, and what a ladder must be.

A ladder is versioned data; a figure in it is never a constant here. One whose points are not all
known is incomplete: it informs, and the points stay typed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from coops.choices import Direction, LadderFact, LadderMethod
from cpd_portal.thai.formatting import format_plain

from .facts import plain

ANY_TYPE = ""


@dataclass(frozen=True, slots=True)
class Band:
    """From `lower` to `upper`, None being without end; `points` None is not known."""

    lower: Decimal | None
    lower_included: bool
    upper: Decimal | None
    upper_included: bool
    points: Decimal | None

    def holds(self, value: Decimal) -> bool:
        above = self.lower is None or (
            value > self.lower or (self.lower_included and value == self.lower)
        )
        below = self.upper is None or (
            value < self.upper or (self.upper_included and value == self.upper)
        )
        return above and below

    @property
    def words(self) -> str:
        """The band as a sentence says it: "0.1 ถึง 0.2", "น้อยกว่า 0.1"."""
        if self.lower is None and self.upper is None:
            return "ทุกค่า"
        if self.lower is None:
            return f"{'ไม่เกิน' if self.upper_included else 'น้อยกว่า'} {_number(self.upper)}"
        if self.upper is None:
            return f"{'ตั้งแต่' if self.lower_included else 'มากกว่า'} {_number(self.lower)}"
        if self.lower_included and self.upper_included:
            return f"{_number(self.lower)} ถึง {_number(self.upper)}"
        start = "ตั้งแต่" if self.lower_included else "มากกว่า"
        end = "ไม่เกิน" if self.upper_included else "แต่น้อยกว่า"
        return f"{start} {_number(self.lower)} {end} {_number(self.upper)}"


@dataclass(frozen=True)
class Ladder:
    """Of one indicator. `bands` by the code of an institution type, or ANY_TYPE for all others;
    `choices` by the value of the fact."""

    indicator: str
    method: LadderMethod
    fact: LadderFact
    direction: Direction
    maximum: Decimal
    verified: bool
    bands: Mapping[str, tuple[Band, ...]]
    choices: Mapping[str, Decimal | None]

    def is_usable(self, types: Sequence[str]) -> bool:
        """Whether the points of every value are known, for every type of institution."""
        if self.method == LadderMethod.BANDS:
            covered = ANY_TYPE in self.bands or set(types) <= set(self.bands)
            rungs = [band.points for bands in self.bands.values() for band in bands]
            return covered and bool(rungs) and None not in rungs
        if self.method == LadderMethod.CHOICES:
            return bool(self.choices) and None not in self.choices.values()
        return False


@dataclass(frozen=True, slots=True)
class Rung:
    """Where a value stands on a ladder, in words."""

    points: Decimal
    trace: str


@dataclass(frozen=True, slots=True)
class BandProblem:
    """What is wrong with the band at that position (0 is the first), and with which bound."""

    position: int
    key: str
    message: str


def rung(ladder: Ladder, institution_type: str, value: Decimal | str, shown: str) -> Rung | None:
    """The points of a value; `shown` are its words. None where the ladder says nothing of it."""
    if isinstance(value, str):
        points, place = ladder.choices.get(value), ""
    else:
        band = band_of(ladder, institution_type, value)
        if band is None:
            return None
        points, place = band.points, f" อยู่ในช่วง {band.words}"
    if points is None:
        return None
    return Rung(points, f"{shown}{place} ได้ {plain(points)} คะแนน")


def band_of(ladder: Ladder, institution_type: str, value: Decimal) -> Band | None:
    bands = ladder.bands.get(institution_type, ladder.bands.get(ANY_TYPE, ()))
    return next((band for band in bands if band.holds(value)), None)


def band_problems(
    bands: Sequence[Band], direction: Direction, maximum: Decimal
) -> list[BandProblem]:
    """What is wrong with the bands of one type, which stand from low to high: gaps, overlaps,
    open ends, points outside 0 to the maximum, the wrong way, or not reaching the maximum."""
    if not bands:
        return []
    problems = [
        problem for position, band in enumerate(bands) for problem in _own(position, band, maximum)
    ]
    if bands[0].lower is not None:
        problems.append(BandProblem(0, "lower", "ช่วงแรกต้องไม่มีค่าล่าง เพื่อให้ครอบคลุมทุกค่า"))
    if bands[-1].upper is not None:
        last = len(bands) - 1
        problems.append(BandProblem(last, "upper", "ช่วงสุดท้ายต้องไม่มีค่าบน เพื่อให้ครอบคลุมทุกค่า"))
    for position, (low, high) in enumerate(pairwise(bands), start=1):
        problems += _joint(position, low, high, direction)
    if not problems:
        problems += _end(bands, direction, maximum)
    return problems


def points_problem(points: Decimal | None, maximum: Decimal) -> str | None:
    if points is None or 0 <= points <= maximum:
        return None
    return f"คะแนนต้องอยู่ระหว่าง 0 ถึง {plain(maximum)}"


def _own(position: int, band: Band, maximum: Decimal) -> list[BandProblem]:
    problems = []
    wrong = points_problem(band.points, maximum)
    if wrong:
        problems.append(BandProblem(position, "points", wrong))
    if band.lower is not None and band.upper is not None:
        is_empty = band.lower > band.upper or (
            band.lower == band.upper and not (band.lower_included and band.upper_included)
        )
        if is_empty:
            problems.append(BandProblem(position, "upper", "ค่าบนต้องมากกว่าค่าล่าง"))
    return problems


def _joint(position: int, low: Band, high: Band, direction: Direction) -> list[BandProblem]:
    """Between two neighbours."""
    problems = []
    if low.upper is None or high.lower is None or low.upper > high.lower:
        problems.append(BandProblem(position, "lower", "ช่วงนี้ทับกับช่วงก่อนหน้า"))
    elif low.upper < high.lower:
        gap = f"ระหว่าง {_number(low.upper)} กับ {_number(high.lower)}"
        problems.append(BandProblem(position, "lower", f"มีช่องว่าง{gap}"))
    elif low.upper_included and high.lower_included:
        problems.append(BandProblem(position, "lower", f"ค่า {_number(high.lower)} อยู่ทั้งสองช่วง"))
    elif not (low.upper_included or high.lower_included):
        problems.append(BandProblem(position, "lower", f"ค่า {_number(high.lower)} ไม่อยู่ในช่วงใด"))
    if low.points is not None and high.points is not None:
        rises = high.points - low.points
        if (rises < 0) if direction == Direction.MORE else (rises > 0):
            problems.append(BandProblem(position, "points", f"คะแนนผิดทิศทาง ({direction.label})"))
    return problems


def _end(bands: Sequence[Band], direction: Direction, maximum: Decimal) -> list[BandProblem]:
    """The best band reaches the indicator's maximum, once all points are known."""
    if any(band.points is None for band in bands):
        return []
    best = len(bands) - 1 if direction == Direction.MORE else 0
    if bands[best].points == maximum:
        return []
    return [BandProblem(best, "points", f"ช่วงที่ดีที่สุดต้องได้คะแนนเต็ม {plain(maximum)}")]


def _number(value: Decimal | None) -> str:
    return "" if value is None else format_plain(value)
