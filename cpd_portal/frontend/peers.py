"""One value among those of its peers: the middle half as a box, the median a line in it."""

from decimal import Decimal

from cpd_portal.frontend import palette
from cpd_portal.frontend.shapes import Chart, Line, Rect, Shape, framed, number
from cpd_portal.thai.formatting import format_plain

WIDTH, HEIGHT = 600, 20
MARK = 20


def peer_bar(
    maximum: Decimal, own: Decimal | None, low: Decimal, median: Decimal, high: Decimal
) -> Chart:
    """`low` to `high` hold the middle half of the peers; `own` is the bar of ink."""
    scale = WIDTH / float(maximum)
    left, right, middle = (float(value) * scale for value in (low, high, median))
    shapes: list[Shape] = [
        Rect(0, 6, WIDTH, 8, palette.SUNKEN),
        Rect(left, 2, max(right - left, 2), 16, palette.MAP_STEPS[1]),
        framed(left, 2, max(right - left, 2), 16, palette.CONTROL),
        Line(f"M{number(middle)} 0V{HEIGHT}", palette.TIER_1, 2),
    ]
    if own is not None:
        at = min(max(float(own) * scale - MARK / 2, 0), WIDTH - MARK)
        shapes.append(Rect(at, 0, MARK, HEIGHT, palette.INK))
    return Chart("peerbar", WIDTH, HEIGHT, tuple(shapes), _sentence(own, low, median, high))


def _sentence(own: Decimal | None, low: Decimal, median: Decimal, high: Decimal) -> str:
    mine = "ยังไม่มีคะแนน" if own is None else f"ได้ {format_plain(own)}"
    return (
        f"{mine} ค่ากลางของกลุ่ม {format_plain(median)}"
        f" ครึ่งกลางของกลุ่มได้ {format_plain(low)} ถึง {format_plain(high)}"
    )
