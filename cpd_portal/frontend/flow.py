"""From groups at the left to groups at the right: bands as thick as their counts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from cpd_portal.frontend import palette
from cpd_portal.frontend.shapes import Area, Chart, Label, Rect, Shape, framed, hatched, number
from cpd_portal.thai.formatting import format_number

WIDTH, HEIGHT = 1000, 200
LEFT, RIGHT, NODE = 300, 700, 14
GAP = 5.0
LEAST = 1.0  # what is there is seen, however little
LABEL_APART = 11  # percent of the height that one line of text takes

# How a band goes: up and down in the colours of the tiers they lead to, others quiet.
TONES = {"up": palette.TIER_2, "down": palette.TIER_3, "same": palette.LINE, "other": palette.PALE}


@dataclass(frozen=True)
class Node:
    """One group of a side; without a fill it is hatched (no result)."""

    name: str
    count: int
    fill: str = ""


@dataclass(frozen=True)
class Band:
    """From the place of a node at the left to one at the right."""

    start: int
    end: int
    count: int
    tone: str


def flow(left: Sequence[Node], right: Sequence[Node], bands: Iterable[Band], unit: str) -> Chart:
    """Nodes without members take no place."""
    scale = _scale(left, right)
    tops = [_tops(side, scale) for side in (left, right)]
    ordered = sorted(bands, key=lambda band: (band.start, band.end))
    shapes: list[Shape] = list(_bands(ordered, tops[0], tops[1], scale))
    labels: list[Label] = []
    for side, nodes in enumerate((left, right)):
        shapes += _nodes(nodes, tops[side], LEFT - NODE if side == 0 else RIGHT, scale)
        labels += _labels(nodes, tops[side], side, scale)
    words = [
        f"จาก{left[band.start].name} เป็น{right[band.end].name} {format_number(band.count)} {unit}"
        for band in ordered
    ]
    return Chart("flowchart", WIDTH, HEIGHT, tuple(shapes), " ".join(words), tuple(labels))


def _scale(*sides: Sequence[Node]) -> float:
    """Units of height for one member: the fuller side fills the height."""
    free = HEIGHT - GAP * (max(len(side) for side in sides) - 1)
    largest = max(sum(node.count for node in side) for side in sides)
    return free / largest if largest else 0.0


def _tops(nodes: Sequence[Node], scale: float) -> list[float]:
    steps = [node.count * scale + GAP if node.count else 0.0 for node in nodes]
    return [0.0, *accumulate(steps)][: len(nodes)]


def _bands(
    bands: Sequence[Band], starts: Sequence[float], ends: Sequence[float], scale: float
) -> Iterable[Shape]:
    """Each begins and ends below the one before it."""
    from_top, to_top = list(starts), list(ends)
    for band in bands:
        if not band.count:
            continue
        height = band.count * scale
        yield _band(from_top[band.start], to_top[band.end], max(height, LEAST), band.tone)
        from_top[band.start] += height
        to_top[band.end] += height


def _band(start: float, end: float, height: float, tone: str) -> Area:
    middle = (LEFT + RIGHT) / 2
    upper = f"M{LEFT} {number(start)}C{middle} {number(start)} {middle} {number(end)}"
    lower = f"C{middle} {number(end + height)} {middle} {number(start + height)}"
    return Area(
        f"{upper} {RIGHT} {number(end)}V{number(end + height)}"
        f"{lower} {LEFT} {number(start + height)}Z",
        TONES[tone],
    )


def _nodes(nodes: Sequence[Node], tops: Sequence[float], x: float, scale: float) -> list[Shape]:
    shapes: list[Shape] = []
    for node, top in zip(nodes, tops, strict=True):
        height = max(node.count * scale, LEAST)
        if node.count and node.fill:
            shapes.append(Rect(x, top, NODE, height, node.fill))
        elif node.count:
            shapes += [
                Rect(x, top, NODE, height, palette.SURFACE),
                hatched(x, top, NODE, height, palette.HATCH),
                framed(x, top, NODE, height, palette.CONTROL),
            ]
    return shapes


def _labels(nodes: Sequence[Node], tops: Sequence[float], side: int, scale: float) -> list[Label]:
    """Beside the middle of each node, pushed apart where nodes are thin."""
    at, look = ((LEFT - NODE) // 10 - 1, "lab-r") if side == 0 else (RIGHT // 10 + 3, "lab-l")
    shown = [(node, top) for node, top in zip(nodes, tops, strict=True) if node.count]
    places = _apart([(top + node.count * scale / 2) * 100 / HEIGHT for node, top in shown])
    return [
        Label(f"{node.name} {format_number(node.count)}", at, look, down=round(place))
        for (node, _), place in zip(shown, places, strict=True)
    ]


def _apart(places: Sequence[float]) -> list[float]:
    """Down from the top, then up from the bottom, until no two are too close."""
    down: list[float] = []
    for place in places:
        down.append(max(place, down[-1] + LABEL_APART) if down else place)
    up: list[float] = []
    for place in reversed(down):
        up.append(min(place, up[-1] - LABEL_APART) if up else min(place, 100.0))
    return up[::-1]
