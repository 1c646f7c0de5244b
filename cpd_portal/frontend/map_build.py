"""Simplifies the province map once, at build time: 54 KB of paths become about 15 KB (gzipped)."""

import re
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

Point = tuple[float, float]
Ring = list[Point]

SCALE = 4  # integer units per unit of the package's 560 × 1025 drawing
TOLERANCE = 0.55  # of a package unit: about a third of a pixel at the drawn size
SMALLEST_RING = 1.2  # square units; smaller islands cannot be seen

SVG = "{http://www.w3.org/2000/svg}"
TOKEN = re.compile(r"[mz]|-?\d*\.?\d+")


def build_map(svg: str, codes_by_name: dict[str, str], lake_name: str) -> dict[str, Any]:
    """Map package's SVG -> JSON-ready shapes by province code; fails on a name it cannot join."""
    root = ElementTree.fromstring(svg)
    rings_by_name = {
        path.attrib["aria-label"]: visible_rings(list(rings(path.attrib["d"])))
        for path in root.iter(f"{SVG}path")
    }
    lake = rings_by_name.pop(lake_name)
    if unknown := rings_by_name.keys() ^ codes_by_name.keys():
        raise ValueError(f"map names that do not join: {sorted(unknown)}")
    by_code = {codes_by_name[name]: shape for name, shape in rings_by_name.items()}
    _, _, width, height = (int(number) * SCALE for number in root.attrib["viewBox"].split())
    return {
        "width": width,
        "height": height,
        "lake": path_data(lake),
        "paths": {code: path_data(shape) for code, shape in sorted(by_code.items())},
        "centres": {code: centre(max(shape, key=area)) for code, shape in sorted(by_code.items())},
    }


def rings(data: str) -> Iterator[Ring]:
    """Closed rings of path data that holds only relative m (with implied l) and z."""
    x = y = 0.0
    ring: Ring = []
    numbers: list[float] = []
    for token in TOKEN.findall(data):
        if token == "z":
            yield ring
            x, y = ring[0]
        elif token == "m":
            ring = []
        else:
            numbers.append(float(token))
            if len(numbers) == 2:
                x, y = x + numbers[0], y + numbers[1]
                ring.append((x, y))
                numbers = []


def area(ring: Ring) -> float:
    """Shoelace formula, without sign."""
    pairs = zip(ring, ring[1:] + ring[:1], strict=True)
    return abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairs)) / 2


def visible_rings(shape: list[Ring]) -> list[Ring]:
    largest = max(shape, key=area)
    kept = [ring for ring in shape if ring is largest or area(ring) >= SMALLEST_RING]
    return [simplified_ring(ring) for ring in kept]


def simplified_ring(ring: Ring) -> Ring:
    """A ring has no ends: cut it at its first point and at the point farthest from that."""
    far = max(range(len(ring)), key=lambda index: _distance(ring[index], ring[0], ring[0]))
    first = simplified_line(ring[: far + 1])
    second = simplified_line(ring[far:] + ring[:1])
    return first[:-1] + second[:-1]


def simplified_line(line: Ring) -> Ring:
    """Douglas-Peucker: drops points nearer than TOLERANCE to the line between kept ones."""
    if len(line) < 3:
        return line
    distances = [_distance(point, line[0], line[-1]) for point in line[1:-1]]
    farthest = max(distances)
    if farthest <= TOLERANCE:
        return [line[0], line[-1]]
    split = distances.index(farthest) + 1
    return simplified_line(line[: split + 1])[:-1] + simplified_line(line[split:])


def _distance(point: Point, start: Point, end: Point) -> float:
    (px, py), (ax, ay), (bx, by) = point, start, end
    dx, dy = bx - ax, by - ay
    length = (dx * dx + dy * dy) ** 0.5
    if length == 0:
        return float(((px - ax) ** 2 + (py - ay) ** 2) ** 0.5)
    return float(abs(dx * (ay - py) - dy * (ax - px)) / length)


def path_data(shape: list[Ring]) -> str:
    """Relative integer path data; points that round together are written once."""
    return "".join(f"M{x} {y}l{steps}z" for x, y, steps in map(_ring_steps, shape))


def _ring_steps(ring: Ring) -> tuple[int, int, str]:
    points = [(round(x * SCALE), round(y * SCALE)) for x, y in ring]
    steps = [
        (bx - ax, by - ay)
        for (ax, ay), (bx, by) in zip(points, points[1:], strict=False)
        if (ax, ay) != (bx, by)
    ]
    return *points[0], " ".join(f"{dx} {dy}" for dx, dy in steps).replace(" -", "-")


def centre(ring: Ring) -> tuple[int, int]:
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    return round((min(xs) + max(xs)) / 2 * SCALE), round((min(ys) + max(ys)) / 2 * SCALE)
