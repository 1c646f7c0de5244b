"""The bullet bar: one result against the three targets on an axis of its own values."""

from collections.abc import Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from cpd_portal.frontend import palette
from cpd_portal.frontend.charts import NO_RESULT
from cpd_portal.frontend.shapes import Chart, Label, Line, Rect, Shape, number
from cpd_portal.thai.formatting import format_number, format_plain

WIDTH, HEIGHT = 1000, 28
CHARACTER = 2.6  # percent of the chart's width that one digit takes
TARGET_WORDS = ("ขั้นต้น", "มาตรฐาน", "ขั้นสูง")


def bullet_bar(
    value: Decimal | None, targets: Sequence[Decimal], *, lower_is_better: bool = False
) -> Chart:
    """`targets` are the values of 50, 75 and 100; the axis is reversed when less is better."""
    axis = Axis([*targets, *([value] if value is not None else [])], reverse=lower_is_better)
    stops = [axis.place(target) for target in targets]
    edges = [*stops, float(WIDTH)]
    zones = (palette.ZONE_50, palette.ZONE_75, palette.ZONE_100)
    shapes: list[Shape] = [Rect(0, 0, WIDTH, HEIGHT, palette.SUNKEN)]
    shapes += [
        Rect(left, 0, right - left, HEIGHT, fill)
        for left, right, fill in zip(edges, edges[1:], zones, strict=False)
    ]
    if value is not None:
        shapes.append(Rect(0, 9, axis.place(value), 10, palette.INK))
    shapes.append(Line("".join(f"M{number(x)} 0V{HEIGHT}" for x in stops), palette.INK, 2))
    labels = tuple(_labels(axis, value, targets))
    sentence = _sentence(value, targets, lower_is_better)
    return Chart("bullet", WIDTH, HEIGHT, tuple(shapes), sentence, labels)


class Axis:
    """A round span around the values, with a quarter of their spread as air on both sides."""

    def __init__(self, values: Sequence[Decimal], *, reverse: bool) -> None:
        air = (max(values) - min(values)) / 4 or abs(max(values)) / 10 or Decimal(1)
        step = Decimal(10) ** air.adjusted()
        low = ((min(values) - air) / step).to_integral_value(ROUND_FLOOR) * step
        high = ((max(values) + air) / step).to_integral_value(ROUND_CEILING) * step
        self.low = max(low, Decimal(0)) if min(values) >= 0 else low
        self.high = high
        self.reverse = reverse

    def place(self, value: Decimal) -> float:
        share = float((value - self.low) / (self.high - self.low))
        return WIDTH * (1 - share if self.reverse else share)

    @property
    def ends(self) -> tuple[Decimal, Decimal]:
        return (self.high, self.low) if self.reverse else (self.low, self.high)


def _labels(axis: Axis, value: Decimal | None, targets: Sequence[Decimal]) -> list[Label]:
    """Result first, then targets, each in the first row with room; ends only where room is."""
    rows: list[list[tuple[float, float]]] = [[], [], [], []]
    labels = []
    if value is not None:
        labels.append(_placed(rows, as_given(value), axis.place(value) / 10, "is-value"))
    labels += [_placed(rows, format_plain(each), axis.place(each) / 10, "") for each in targets]
    for end, at, look in zip(axis.ends, (0, 100), ("lab-l", "lab-r"), strict=True):
        text = format_plain(end)
        span = (at, at + len(text) * CHARACTER) if at == 0 else (at - len(text) * CHARACTER, at)
        if _is_free(rows[0], span):
            labels.append(Label(text, at, look))
    return labels


def as_given(value: Decimal) -> str:
    """With its own decimals: a result of 45.00 is not shown as 45."""
    exponent = value.as_tuple().exponent
    return format_number(value, max(0, -exponent) if isinstance(exponent, int) else 0)


def _placed(rows: list[list[tuple[float, float]]], text: str, at: float, look: str) -> Label:
    half = len(text) * CHARACTER / 2
    span = (at - half, at + half)
    row = next(index for index, taken in enumerate(rows) if _is_free(taken, span))
    rows[row].append(span)
    return Label(text, round(at), look, row)


def _is_free(taken: list[tuple[float, float]], span: tuple[float, float]) -> bool:
    return all(span[1] < left or span[0] > right for left, right in taken)


def _sentence(value: Decimal | None, targets: Sequence[Decimal], lower_is_better: bool) -> str:
    result = NO_RESULT if value is None else f"ผล {as_given(value)}"
    named = zip(TARGET_WORDS, targets, strict=True)
    words = [result, *(f"{word} {format_plain(target)}" for word, target in named)]
    return " ".join([*words, "ยิ่งน้อยยิ่งดี"] if lower_is_better else words)
