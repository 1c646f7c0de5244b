"""Geometry of the charts: numbers in, shapes and labels out. Pure; drawn by `drawing.py`."""

from collections.abc import Sequence
from decimal import Decimal

from cpd_portal.frontend import palette
from cpd_portal.frontend.shapes import Chart, Label, Rect, Shape, framed, hatched
from cpd_portal.thai.formatting import format_number, format_plain

Number = Decimal | int | float

BAR_WIDTH, BAR_HEIGHT = 600, 10
LADDER_WIDTH, LADDER_HEIGHT, LADDER_CELL, LADDER_STEP = 300, 12, 98, 101
TIER_WIDTH, TIER_HEIGHT, TIER_GAP = 1000, 28, 3
SMALLEST_LABELLED = 4.4  # percent of the bar's width
CHARACTER = 2.2  # percent of a narrow bar's width that one digit takes

NO_RESULT = "ยังไม่มีผล"


def weight_bar(weight: Number, earned: Number | None, scale: Number) -> Chart:
    """Length is the weight out of `scale`, solid what is earned, hatched what is left."""
    full = BAR_WIDTH * float(weight) / float(scale)
    done = full * float(earned or 0) / float(weight)
    shapes: list[Shape] = []
    if done < full:
        shapes += [
            Rect(0, 0, full, BAR_HEIGHT, palette.SURFACE),
            hatched(done, 0, full - done, BAR_HEIGHT, palette.HATCH),
            framed(0, 0, full, BAR_HEIGHT, palette.CONTROL),
        ]
    if done > 0:
        shapes.append(Rect(0, 0, done, BAR_HEIGHT, palette.SCORE_75))
    text = NO_RESULT if earned is None else f"ได้ {format_plain(Decimal(str(earned)))}"
    sentence = f"{text} จาก {format_plain(Decimal(str(weight)))} คะแนน"
    return Chart("hbar", BAR_WIDTH, BAR_HEIGHT, tuple(shapes), sentence)


def progress_bar(value: Number, total: Number, unit: str = "") -> Chart:
    """How many of how many; an empty whole draws an empty track."""
    done = BAR_WIDTH * float(value) / float(total) if total else 0.0
    shapes = (
        Rect(0, 0, BAR_WIDTH, BAR_HEIGHT, palette.SUNKEN),
        Rect(0, 0, done, BAR_HEIGHT, palette.SCORE_75),
    )
    counts = (format_plain(Decimal(str(count))) for count in (value, total))
    sentence = f"{' จาก '.join(counts)} {unit}".strip()
    return Chart("hbar", BAR_WIDTH, BAR_HEIGHT, shapes, sentence)


def score_ladder(score: Decimal | None) -> Chart:
    """Three equal cells for 50, 75 and 100; the empty half below 50 takes no space."""
    if score is None:
        shapes = [shape for cell in range(3) for shape in _hatched_cell(cell, palette.HATCH)]
        sentence = NO_RESULT
    else:
        sentence = f"คะแนน {format_number(score, 2)} จาก 100"
        shapes = _scored_cells(float(score))
    return Chart("ladder", LADDER_WIDTH, LADDER_HEIGHT, tuple(shapes), sentence)


def _scored_cells(score: float) -> list[Shape]:
    if score < 50:
        return [
            *_hatched_cell(0, palette.SCORE_BELOW),
            *_filled_cell(1, 0, palette.SCORE_75),
            *_filled_cell(2, 0, palette.SCORE_100),
        ]
    return [
        *_filled_cell(0, 1, palette.SCORE_50),
        *_filled_cell(1, (score - 50) / 25, palette.SCORE_75),
        *_filled_cell(2, (score - 75) / 25, palette.SCORE_100),
    ]


def _hatched_cell(cell: int, colour: str) -> list[Shape]:
    x = cell * LADDER_STEP
    frame = palette.CONTROL if colour == palette.HATCH else colour
    return [
        Rect(x, 0, LADDER_CELL, LADDER_HEIGHT, palette.SURFACE),
        hatched(x, 0, LADDER_CELL, LADDER_HEIGHT, colour),
        framed(x, 0, LADDER_CELL, LADDER_HEIGHT, frame),
    ]


def _filled_cell(cell: int, share: float, colour: str) -> list[Shape]:
    """Untouched cells are sunken; a begun one is white behind what is reached of it."""
    x = cell * LADDER_STEP
    share = min(max(share, 0), 1)
    back = palette.SURFACE if share > 0 else palette.SUNKEN
    shapes: list[Shape] = [Rect(x, 0, LADDER_CELL, LADDER_HEIGHT, back)]
    if share > 0:
        shapes.append(Rect(x, 0, LADDER_CELL * share, LADDER_HEIGHT, colour))
    return [*shapes, framed(x, 0, LADDER_CELL, LADDER_HEIGHT, palette.CONTROL)]


def tier_bar(tier_1: int, tier_2: int, tier_3: int, unassessed: int) -> Chart:
    """The whole population as one bar, in this order; counts stand inside where they fit."""
    counts = (tier_1, tier_2, tier_3, unassessed)
    names = ("ชั้น 1", "ชั้น 2", "ชั้น 3", "ไม่นำมาประเมิน")
    shapes: list[Shape] = []
    labels: list[Label] = []
    x = 0.0
    for tier, count in enumerate(counts, start=1):
        step = TIER_WIDTH * count / (sum(counts) or 1)
        shapes += _tier_segment(tier, x, max(step - TIER_GAP, 0)) if count else []
        labels += _inner_label(count, x, step, _TIER_LABEL_LOOKS[tier])
        x += step
    parts = zip(names, counts, strict=True)
    sentence = " ".join(f"{name} {count:,} แห่ง" for name, count in parts)
    return Chart("tierbar", TIER_WIDTH, TIER_HEIGHT, tuple(shapes), sentence, tuple(labels))


_TIER_FILLS = {1: palette.TIER_1, 2: palette.TIER_2, 3: palette.TIER_3}
_TIER_LABEL_LOOKS = {1: "on-dark", 2: "on-light", 3: "on-light", 4: "on-plate"}


def _tier_segment(tier: int, x: float, width: float) -> list[Shape]:
    if tier in _TIER_FILLS:
        return [Rect(x, 0, width, TIER_HEIGHT, _TIER_FILLS[tier])]
    return [
        Rect(x, 0, width, TIER_HEIGHT, palette.SURFACE),
        hatched(x, 0, width, TIER_HEIGHT, palette.HATCH),
        framed(x, 0, width, TIER_HEIGHT, palette.CONTROL),
    ]


def _inner_label(count: int, x: float, step: float, look: str) -> list[Label]:
    text = f"{count:,}"
    share = step * 100 / TIER_WIDTH
    if not count or share < max(SMALLEST_LABELLED, len(text) * CHARACTER):
        return []
    return [Label(text, round((x + (step - TIER_GAP) / 2) / TIER_WIDTH * 100), look)]


def state_bar(approved: int, verified: int, submitted: int, open_: int, unit: str = "") -> Chart:
    """Workflow of a round: darker is more settled, hatched is not sent."""
    counts = (approved, verified, submitted, open_)
    names = ("อนุมัติแล้ว", "ตรวจทานแล้ว", "ส่งแล้ว", "ยังไม่ส่ง")
    fills = (palette.SCORE_100, palette.SCORE_75, palette.SCORE_50, "")
    shapes: list[Shape] = []
    x = 0.0
    for count, fill in zip(counts, fills, strict=True):
        step = BAR_WIDTH * count / (sum(counts) or 1)
        shapes += _state_segment(x, max(step - 2, 0), fill) if count else []
        x += step
    parts = zip(names, counts, strict=True)
    sentence = " ".join(f"{name} {count:,} {unit}".strip() for name, count in parts)
    return Chart("hbar tall", BAR_WIDTH, BAR_HEIGHT, tuple(shapes), sentence)


def _state_segment(x: float, width: float, fill: str) -> Sequence[Shape]:
    if fill:
        return [Rect(x, 0, width, BAR_HEIGHT, fill)]
    return [
        hatched(x, 0, width, BAR_HEIGHT, palette.HATCH),
        framed(x, 0, width, BAR_HEIGHT, palette.CONTROL),
    ]
