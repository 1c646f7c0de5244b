"""From readings to a watch level: the points of all signals against two thresholds per level,
and what one alarm alone means. Open, and without flicker: a level is left later than entered."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from early_warning.rules.signals import Reading


@dataclass(frozen=True, slots=True)
class Level:
    """`rank` orders the levels, 1 the mildest; entered at `enter` points, left below `leave`."""

    rank: int
    name: str
    enter: Decimal
    leave: Decimal


@dataclass(frozen=True, slots=True)
class Watch:
    """`rank` 0 is no watch level."""

    rank: int
    points: Decimal
    words: str


def watch(readings: Sequence[Reading], levels: Sequence[Level], before: int = 0) -> Watch:
    """`before`: the rank that stood until now; `levels` from the mildest on."""
    points = sum((reading.points for reading in readings), Decimal(0))
    alone = max((reading.least_rank for reading in readings), default=0)
    counted = _by_points(points, levels, before)
    rank = max(alone, counted)
    return Watch(rank, points, _words(points, counted, alone, levels))


def _by_points(points: Decimal, levels: Sequence[Level], before: int) -> int:
    entered = max((level.rank for level in levels if points >= level.enter), default=0)
    kept = (level.rank for level in levels if level.rank <= before and points >= level.leave)
    return max([entered, *kept])


def _words(points: Decimal, counted: int, alone: int, levels: Iterable[Level]) -> str:
    names = {level.rank: level.name for level in levels}
    by_points = f"รวม {points.normalize():f} คะแนน ได้{names.get(counted, 'ไม่ถึงระดับใด')}"
    if not alone:
        return by_points
    return f"{by_points} · สัญญาณเตือนเพียงข้อเดียวทำให้เป็น{names.get(alone, '')}"
