"""The province map: classes that break on given values, counted in the key, table behind."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape

from django.utils.safestring import SafeString

from cpd_portal.frontend import palette
from cpd_portal.frontend.provinces import MAP_CREDIT, MapShapes, map_shapes
from cpd_portal.frontend.shapes import HATCH_STEP
from cpd_portal.thai.formatting import format_number

NO_RESULT = "ยังไม่มีผล"
_STEP_CHOICES = {2: (1, 3), 3: (0, 2, 4), 4: (0, 1, 3, 4), 5: (0, 1, 2, 3, 4)}
_SMALLEST = Decimal("0.01")


@dataclass(frozen=True)
class ProvinceValue:
    """One province on the map: two-digit code; `detail` such as "22 จาก 42 แห่ง"."""

    code: str
    name: str
    value: Decimal | None
    detail: str = ""
    url: str = ""


@dataclass(frozen=True)
class MapClass:
    """One line of the key; `step` names the colour (1 lightest … 5 darkest, 0 hatched)."""

    step: int
    words: str
    count: int


@dataclass(frozen=True)
class Choropleth:
    drawing: SafeString
    key: tuple[MapClass, ...]
    rows: tuple[ProvinceValue, ...]
    selected: ProvinceValue | None
    title: str
    unit: str
    credit: str = MAP_CREDIT

    @property
    def sentence(self) -> str:
        return f"แผนที่{self.title} รายจังหวัด ดูตัวเลขทุกจังหวัดในตาราง"


def choropleth(
    rows: Iterable[ProvinceValue],
    breaks: Sequence[Decimal],
    *,
    title: str,
    words: Mapping[Decimal, str] | None = None,
    selected: str = "",
    unit: str = "ร้อยละ",
) -> Choropleth:
    """1 to 4 ascending `breaks` make 2 to 5 classes; `words` names what a break means."""
    ordered = sorted(rows, key=lambda row: (row.value is None, -(row.value or 0), row.name))
    steps = {row.code: _step(row.value, breaks) for row in ordered}
    chosen = next((row for row in ordered if row.code == selected), None)
    return Choropleth(
        drawing=_draw(map_shapes(), ordered, steps, selected if chosen else ""),
        key=_key(breaks, words or {}, list(steps.values())),
        rows=tuple(ordered),
        selected=chosen,
        title=title,
        unit=unit,
    )


def _step(value: Decimal | None, breaks: Sequence[Decimal]) -> int:
    """Colour step of a value; 0 when there is none."""
    if value is None:
        return 0
    choices = _STEP_CHOICES[len(breaks) + 1]
    return choices[sum(value >= edge for edge in breaks)] + 1


def _key(
    breaks: Sequence[Decimal], words: Mapping[Decimal, str], steps: list[int]
) -> tuple[MapClass, ...]:
    """From the highest class to the lowest, those without result last."""
    choices = _STEP_CHOICES[len(breaks) + 1]
    classes = []
    for index in range(len(breaks), -1, -1):
        step = choices[index] + 1
        span = _span(breaks, index)
        meaning = words.get(breaks[index - 1], "") if index else ""
        classes.append(
            MapClass(step, f"{span} · {meaning}" if meaning else span, steps.count(step))
        )
    return (*classes, MapClass(0, NO_RESULT, steps.count(0)))


def _span(breaks: Sequence[Decimal], index: int) -> str:
    if index == 0:
        return f"ต่ำกว่า {format_number(breaks[0], 2)}"
    low = format_number(breaks[index - 1], 2)
    if index == len(breaks):
        return f"{low} ขึ้นไป"
    return f"{low} – {format_number(breaks[index] - _SMALLEST, 2)}"


def _draw(
    shapes: MapShapes, rows: Sequence[ProvinceValue], steps: Mapping[str, int], selected: str
) -> SafeString:
    names = {row.code: _hover(row) for row in rows}
    provinces = "".join(
        _province(d, steps.get(code, 0), names.get(code, "")) for code, d in shapes.paths.items()
    )
    lake = f'<path d="{shapes.lake}" fill="{palette.PAPER}" stroke="{palette.LINE}"/>'
    return SafeString(
        f'<svg viewBox="0 0 {shapes.width} {shapes.height}" aria-hidden="true">'
        f"<defs>{_hatch()}</defs>"
        f'<g stroke="#fff" stroke-width="4" stroke-linejoin="round">{provinces}</g>'
        f"{lake}{_outline(shapes, selected)}</svg>"
    )


def _hatch() -> str:
    size = HATCH_STEP * 4
    return (
        f'<pattern id="map-hatch" width="{size}" height="{size}" patternUnits="userSpaceOnUse"'
        f' patternTransform="rotate(45)"><rect width="{size}" height="{size}"'
        f' fill="{palette.SURFACE}"/><rect width="6" height="{size}"'
        f' fill="{palette.HATCH}"/></pattern>'
    )


def _province(d: str, step: int, name: str) -> str:
    title = f"<title>{escape(name)}</title>" if name else ""
    if step:
        return f'<path d="{d}" fill="{palette.MAP_STEPS[step - 1]}">{title}</path>'
    return f'<path d="{d}" fill="url(#map-hatch)" stroke="{palette.CONTROL}">{title}</path>'


def _hover(row: ProvinceValue) -> str:
    value = NO_RESULT if row.value is None else format_number(row.value, 2)
    return " ".join(filter(None, (row.name, value, row.detail)))


def _outline(shapes: MapShapes, code: str) -> str:
    """The chosen province in ink, and the line to its callout at the upper right."""
    if code not in shapes.paths:
        return ""
    x, y = shapes.centres[code]
    corner = round(shapes.width * 0.57), round(shapes.height * 0.05)
    return (
        f'<path d="{shapes.paths[code]}" fill="none" stroke="{palette.INK}" stroke-width="12"/>'
        f'<path d="M{x} {y}L{corner[0]} {corner[1]}" fill="none" stroke="{palette.INK}"'
        f' stroke-width="6"/>'
    )
