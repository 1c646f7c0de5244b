"""Provinces and offices by one measure, for the map and the lists of best and worst."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import quantiles

from django.db.models import TextChoices

from coops.selectors.strength import PlaceStrength, Strength
from cpd_portal.thai.formatting import format_number, round_half_up

# A share of fewer than ten says little: such places stay out of the two lists.
SMALLEST_RANKED = 10
RANKED = 6
CHANGE_BREAKS = (Decimal(-5), Decimal(0), Decimal(5))


class Measure(TextChoices):
    STRONG = "strong", "ร้อยละชั้น 1 และ 2"
    UNASSESSED = "unassessed", "ร้อยละที่ไม่นำมาประเมิน"
    INCOMPLETE = "incomplete", "ร้อยละที่ข้อมูลยังไม่ครบ"
    CHANGE = "change", "ชั้น 1 และ 2 เปลี่ยนจากปีก่อน"

    @property
    def unit(self) -> str:
        return "จุดร้อยละ" if self == Measure.CHANGE else "ร้อยละ"

    @property
    def good_is_high(self) -> bool:
        return self in (Measure.STRONG, Measure.CHANGE)


@dataclass(frozen=True)
class PlaceFigure:
    """`value` is None where there is no result yet; `detail` says of how many."""

    place: PlaceStrength
    value: Decimal | None
    detail: str


@dataclass(frozen=True)
class Ranking:
    """The best and the worst of those large enough with a result; `open` have none yet."""

    best: list[PlaceFigure]
    worst: list[PlaceFigure]
    small: int
    open: int


def figures(
    measure: Measure, places: Iterable[PlaceStrength], before: Iterable[PlaceStrength] = ()
) -> list[PlaceFigure]:
    """`before`: the same places in the year before, for the change."""
    earlier = {row.code: row.strength for row in before}
    return [_figure(measure, place, earlier) for place in places]


def ranking(
    measure: Measure,
    rows: Sequence[PlaceFigure],
    most: int = RANKED,
    smallest: int = SMALLEST_RANKED,
) -> Ranking:
    """Best first, worst first; equal ones in Thai order. Nobody stands on both lists."""
    known = [row for row in rows if row.value is not None]
    large = [row for row in known if row.place.strength.population >= smallest]
    down = sorted(large, key=lambda row: -(row.value or 0))
    up = sorted(large, key=lambda row: row.value or 0)
    best, worst = (down, up) if measure.good_is_high else (up, down)
    half = min(most, len(large) // 2)
    return Ranking(best[:half], worst[:half], len(known) - len(large), len(rows) - len(known))


def breaks(measure: Measure, rows: Iterable[PlaceFigure]) -> list[Decimal]:
    """Where the classes of the map begin: five of equally many provinces, or falling and
    rising."""
    if measure == Measure.CHANGE:
        return list(CHANGE_BREAKS)
    values = sorted(row.value for row in rows if row.value is not None)
    if len(values) < 2:
        return [Decimal(50)]
    cuts = {round_half_up(cut, 2) for cut in quantiles(values, n=5, method="inclusive")}
    return sorted(cut for cut in cuts if cut > values[0]) or [values[-1]]


def _figure(
    measure: Measure, place: PlaceStrength, earlier: Mapping[str, Strength]
) -> PlaceFigure:
    row = place.strength
    if measure == Measure.UNASSESSED:
        outside = sum(portion.count for portion in row.unassessed.values())
        return PlaceFigure(place, _share(outside, row), _of(outside, row))
    if measure == Measure.INCOMPLETE:
        return PlaceFigure(place, row.incomplete_share, _of(row.incomplete, row))
    if row.incomplete:
        return PlaceFigure(place, None, f"กรอกครบ {_of(row.population - row.incomplete, row)}")
    if measure == Measure.STRONG:
        return PlaceFigure(place, row.strong.share, _of(row.strong.count, row))
    return _change(place, earlier.get(place.code))


def _change(place: PlaceStrength, before: Strength | None) -> PlaceFigure:
    """Of two whole years only."""
    now = place.strength.strong.share
    if before is None or before.incomplete or before.strong.share is None or now is None:
        return PlaceFigure(place, None, "ปีก่อนไม่มีผลครบ")
    detail = f"จาก {format_number(before.strong.share, 2)} เป็น {format_number(now, 2)}"
    return PlaceFigure(place, now - before.strong.share, detail)


def _share(count: int, row: Strength) -> Decimal | None:
    return round_half_up(Decimal(count * 100) / row.population, 2) if row.population else None


def _of(count: int, row: Strength) -> str:
    return f"{format_number(count)} จาก {format_number(row.population)} แห่ง"
