"""What a chart is made of: shapes in viewBox units and labels placed in percent of the width."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

HATCH_STEP = 6


@dataclass(frozen=True)
class Rect:
    x: float
    y: float
    width: float
    height: float
    fill: str = "none"
    stroke: str = ""


@dataclass(frozen=True)
class Line:
    """Path data drawn as strokes only."""

    d: str
    stroke: str
    width: float = 1
    dashed: bool = False


@dataclass(frozen=True)
class Area:
    """Path data that is filled."""

    d: str
    fill: str


@dataclass(frozen=True)
class Label:
    """HTML text at `at` percent of the chart's width; `row` counts the lines below the first,
    `down` is the percent of the height where a line chart has its point."""

    text: str
    at: int
    look: str = ""
    row: int = 0
    down: int | None = None


Shape = Rect | Line | Area


@dataclass(frozen=True)
class Chart:
    """`sentence` says everything that the drawing shows, for those who do not see it."""

    look: str
    width: int
    height: int
    shapes: tuple[Shape, ...]
    sentence: str
    labels: tuple[Label, ...] = ()


def number(value: float) -> str:
    """Coordinates with one decimal at most: 0.50 -> "0.5", 600.0 -> "600"."""
    return f"{value:.1f}".removesuffix(".0")


@lru_cache(maxsize=1024)
def hatched(x: float, y: float, width: float, height: float, colour: str) -> Line:
    """Diagonal lines within a rectangle as plain path data: no pattern, no id, any renderer."""
    ends = _hatch_lines(x, y, width, height)
    steps = [f"M{number(ax)} {number(ay)}L{number(bx)} {number(by)}" for ax, ay, bx, by in ends]
    return Line("".join(steps), colour)


def _hatch_lines(
    x: float, y: float, width: float, height: float
) -> Iterator[tuple[float, float, float, float]]:
    """Lines fall to the left at 45 degrees; those that leave the rectangle are cut at its side."""
    offset = float(HATCH_STEP)
    while offset < width + height:
        top = max(0.0, offset - width)
        bottom = min(height, offset)
        yield x + offset - top, y + top, x + offset - bottom, y + bottom
        offset += HATCH_STEP


def framed(x: float, y: float, width: float, height: float, stroke: str) -> Rect:
    """An outline that stays inside its box: half a unit in on each side."""
    return Rect(x + 0.5, y + 0.5, max(width - 1, 0), max(height - 1, 0), "none", stroke)
