"""The bar of the weighted total: earned, still possible, and the bounds of the levels."""

from django.utils.safestring import SafeString

from cpd_portal.frontend import palette
from cpd_portal.frontend.drawing import draw
from cpd_portal.frontend.shapes import Chart, Label, Line, Rect, Shape, hatched
from cpd_portal.thai.formatting import format_number
from kpis.selectors import Summary

SCALE, HEIGHT = 10, 28  # ten units a point


def total_chart(summary: Summary) -> SafeString:
    low, high = float(summary.low), float(summary.high)
    bounds = [int(least) for least, _ in summary.scorecard.policy.levels]
    shapes: tuple[Shape, ...] = (
        Rect(0, 0, 100 * SCALE, HEIGHT, palette.SUNKEN),
        hatched(low * SCALE, 0, (high - low) * SCALE, HEIGHT, palette.HATCH),
        Rect(0, 0, low * SCALE, HEIGHT, palette.SCORE_100),
        Line("".join(f"M{bound * SCALE} 0V{HEIGHT}" for bound in bounds), palette.INK, 2),
    )
    labels = tuple(Label(str(bound), bound) for bound in bounds)
    return draw(Chart("bullet", 100 * SCALE, HEIGHT, shapes, _sentence(summary), labels))


def _sentence(summary: Summary) -> str:
    low, high = format_number(summary.low, 2), format_number(summary.high, 2)
    return f"คะแนนรวมที่ได้แน่แล้ว {low} ผลสุดท้ายอยู่ระหว่าง {low} ถึง {high}"
