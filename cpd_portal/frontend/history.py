"""The tiers of one institution over the years: higher is better, hatched has no tier."""

from collections.abc import Sequence

from cpd_portal.frontend import palette
from cpd_portal.frontend.shapes import Chart, Label, Line, Shape

WIDTH, HEIGHT = 100, 100
ROWS = {1: 10, 2: 32, 3: 54, None: 76}  # percent of the height of each tier
FIRST = 26  # percent of the width that the names of the rows take


def tier_history(years: Sequence[int], tiers: Sequence[int | None]) -> Chart:
    """One tier per year, the oldest first; None where it was not put into a tier."""
    places = [_across(index, len(years)) for index in range(len(years))]
    shapes: list[Shape] = [
        Line("".join(f"M{FIRST} {y}H{WIDTH}" for y in ROWS.values()), palette.LINE),
        Line(_way(places, tiers), palette.INK, 2),
    ]
    labels = [Label(_name(tier), FIRST - 3, "lab-r", down=y) for tier, y in ROWS.items()]
    for year, tier, at in zip(years, tiers, places, strict=True):
        labels.append(Label("", at, f"mk-tier mk-tier-{tier or 0}", down=ROWS[tier]))
        labels.append(Label(str(year), at, "yr"))
    words = (f"ปี {year} {_name(tier)}" for year, tier in zip(years, tiers, strict=True))
    return Chart("tierhist", WIDTH, HEIGHT, tuple(shapes), " ".join(words), tuple(labels))


def _across(index: int, count: int) -> int:
    return round(FIRST + (index + 0.5) * (WIDTH - FIRST) / count)


def _name(tier: int | None) -> str:
    return f"ชั้น {tier}" if tier else "ไม่มีชั้น"


def _way(places: Sequence[int], tiers: Sequence[int | None]) -> str:
    """Years without a tier break the line."""
    steps = []
    joined = False
    for at, tier in zip(places, tiers, strict=True):
        if tier is not None:
            steps.append(f"{'L' if joined else 'M'}{at} {ROWS[tier]}")
        joined = tier is not None
    return "".join(steps) or "M0 0"
