"""Markup of charts: SVG shapes with HTML labels, no style attributes, every text escaped."""

from html import escape

from django.utils.safestring import SafeString

from cpd_portal.frontend import palette
from cpd_portal.frontend.shapes import Area, Chart, Label, Line, Rect, Shape, number

BAND_WORDS = {"below": "ต่ำกว่าขั้นต้น", "50": "ขั้นต้น", "75": "มาตรฐาน", "100": "ขั้นสูง"}
NO_BAND = "ยังไม่มีผล"
_BANDS_REACHED = {"below": 0, "50": 1, "75": 2, "100": 3}
_GLYPH_BARS = ((1, 9, 5), (8, 5, 9), (15, 1, 13))  # x, y, height; each 5 wide


def draw(chart: Chart) -> SafeString:
    svg = (
        f'<svg viewBox="0 0 {chart.width} {chart.height}" preserveAspectRatio="none"'
        f' aria-hidden="true">{"".join(map(_shape, chart.shapes))}</svg>'
    )
    rows = max((label.row for label in chart.labels), default=0)
    look = f"{chart.look} rows-{rows + 1}" if rows else chart.look
    labels = "".join(map(_label, chart.labels))
    return SafeString(
        f'<span class="chart {look}" role="img" aria-label="{escape(chart.sentence)}">'
        f"{svg}{labels}</span>"
    )


def _shape(shape: Shape) -> str:
    if isinstance(shape, Area):
        return f'<path d="{shape.d}" fill="{shape.fill}"/>'
    return _line(shape) if isinstance(shape, Line) else _rect(shape)


def _rect(rect: Rect) -> str:
    place = (("x", rect.x), ("y", rect.y))
    offset = "".join(f' {name}="{number(value)}"' for name, value in place if value)
    stroke = f' stroke="{rect.stroke}" vector-effect="non-scaling-stroke"' if rect.stroke else ""
    return (
        f'<rect{offset} width="{number(rect.width)}" height="{number(rect.height)}"'
        f' fill="{rect.fill}"{stroke}/>'
    )


def _line(line: Line) -> str:
    dashes = ' stroke-dasharray="6 4"' if line.dashed else ""
    return (
        f'<path d="{line.d}" fill="none" stroke="{line.stroke}"'
        f' stroke-width="{number(line.width)}"{dashes} vector-effect="non-scaling-stroke"/>'
    )


def _label(label: Label) -> str:
    row = f" row-{label.row}" if label.row else ""
    down = f" y-{label.down}" if label.down is not None else ""
    look = f" {label.look}" if label.look else ""
    kind = "lab" if label.text else "mk"
    return (
        f'<span class="{kind} x-{label.at}{down}{row}{look}" aria-hidden="true">'
        f"{escape(label.text)}</span>"
    )


def draw_band(band: str | None) -> SafeString:
    """Three bars filled up to the band reached, and its word; dashed when there is no result."""
    word = NO_BAND if band is None else BAND_WORDS[band]
    look = {None: "band faint", "below": "band band-0"}.get(band, "band")
    bars = "".join(_glyph_bar(index, band) for index in range(3))
    return SafeString(
        f'<span class="{look}"><svg viewBox="0 0 22 14" aria-hidden="true">{bars}</svg>'
        f"{word}</span>"
    )


def _glyph_bar(index: int, band: str | None) -> str:
    x, y, height = _GLYPH_BARS[index]
    if band is not None and index < _BANDS_REACHED[band]:
        return f'<rect x="{x}" y="{y}" width="5" height="{height}" fill="{palette.BRAND}"/>'
    stroke = palette.ERROR if band == "below" else palette.CONTROL
    dashes = ' stroke-dasharray="2 1.5"' if band is None else ""
    return (
        f'<rect x="{x}.5" y="{y}.5" width="4" height="{height - 1}" fill="none"'
        f' stroke="{stroke}"{dashes}/>'
    )
