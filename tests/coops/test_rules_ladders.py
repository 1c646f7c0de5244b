"""From values to points: bands, choices, and what a ladder must be."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coops.choices import Direction, LadderFact, LadderMethod
from coops.rules import ANY_TYPE, Band, Ladder, band_of, band_problems, points_problem, rung

MAXIMUM = Decimal(4)


def band(lower: str, upper: str, points: str | None, ends: str = "[)") -> Band:
    """ "" is without end; `ends` says which bounds belong to it."""
    return Band(
        Decimal(lower) if lower else None,
        ends[0] == "[",
        Decimal(upper) if upper else None,
        ends[1] == "]",
        None if points is None else Decimal(points),
    )


GOOD = (band("", "0.1", "0"), band("0.1", "0.2", "2", "[]"), band("0.2", "", "4", "()"))


def ladder(*bands: Band, **changes: object) -> Ladder:
    values: dict[str, object] = {
        "indicator": "2.2",
        "method": LadderMethod.BANDS,
        "fact": LadderFact.RESERVES_TO_ASSETS,
        "direction": Direction.MORE,
        "maximum": MAXIMUM,
        "verified": False,
        "bands": {ANY_TYPE: bands or GOOD},
        "choices": {},
    }
    return Ladder(**{**values, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "points", "trace"),
    [
        ("0.0999", "0", "ทุนสำรองต่อสินทรัพย์ อยู่ในช่วง น้อยกว่า 0.1 ได้ 0 คะแนน"),
        ("0.1", "2", "ทุนสำรองต่อสินทรัพย์ อยู่ในช่วง 0.1 ถึง 0.2 ได้ 2 คะแนน"),
        ("0.2", "2", "ทุนสำรองต่อสินทรัพย์ อยู่ในช่วง 0.1 ถึง 0.2 ได้ 2 คะแนน"),
        ("0.2001", "4", "ทุนสำรองต่อสินทรัพย์ อยู่ในช่วง มากกว่า 0.2 ได้ 4 คะแนน"),
        ("-3", "0", "ทุนสำรองต่อสินทรัพย์ อยู่ในช่วง น้อยกว่า 0.1 ได้ 0 คะแนน"),
    ],
)
def test_rung_of_a_boundary_is_exact(value: str, points: str, trace: str) -> None:
    found = rung(ladder(), "agricultural", Decimal(value), "ทุนสำรองต่อสินทรัพย์")

    assert found is not None
    assert (found.points, found.trace) == (Decimal(points), trace)


def test_rung_takes_the_bands_of_the_type_before_those_of_all() -> None:
    own = (band("", "1", "0"), band("1", "", "4"))
    both = ladder(bands={ANY_TYPE: GOOD, "savings": own})

    assert rung(both, "savings", Decimal("0.5"), "").points == 0  # type: ignore[union-attr]
    assert rung(both, "service", Decimal("0.5"), "").points == 4  # type: ignore[union-attr]


def test_rung_of_a_type_without_bands_is_none() -> None:
    only = ladder(bands={"savings": GOOD})

    assert rung(only, "service", Decimal(1), "") is None


def test_rung_of_unknown_points_is_none() -> None:
    assert rung(ladder(band("", "", None)), "", Decimal(1), "") is None


def test_rung_of_a_choice_is_its_points() -> None:
    graded = ladder(
        method=LadderMethod.CHOICES, bands={}, choices={"good": Decimal(3), "poor": None}
    )

    found = rung(graded, "savings", "good", "ระดับ “ดี”")

    assert found is not None
    assert (found.points, found.trace) == (Decimal(3), "ระดับ “ดี” ได้ 3 คะแนน")
    assert rung(graded, "savings", "poor", "") is None
    assert rung(graded, "savings", "unheard", "") is None


@pytest.mark.parametrize(
    ("changes", "usable"),
    [
        ({}, True),
        ({"bands": {ANY_TYPE: (band("", "", None),)}}, False),
        ({"bands": {}}, False),
        ({"bands": {"savings": GOOD}}, False),
        ({"bands": {"savings": GOOD, "service": GOOD}}, True),
        ({"method": LadderMethod.TYPED}, False),
        ({"method": LadderMethod.CHOICES, "choices": {"a": Decimal(4)}}, True),
        ({"method": LadderMethod.CHOICES, "choices": {"a": None}}, False),
        ({"method": LadderMethod.CHOICES, "choices": {}}, False),
    ],
)
def test_ladder_is_usable_only_when_complete(changes: dict[str, object], usable: bool) -> None:
    assert ladder(**changes).is_usable(["savings", "service"]) is usable


@pytest.mark.parametrize(
    ("bands", "problems"),
    [
        (GOOD, []),
        ((band("", "", "4"),), []),
        (
            (band("", "1", "0"), band("2", "", "4")),
            [(1, "lower", "มีช่องว่างระหว่าง 1 กับ 2")],
        ),
        (
            (band("", "1", "0", "[)"), band("1", "", "4", "()")),
            [(1, "lower", "ค่า 1 ไม่อยู่ในช่วงใด")],
        ),
        (
            (band("", "1", "0", "[]"), band("1", "", "4")),
            [(1, "lower", "ค่า 1 อยู่ทั้งสองช่วง")],
        ),
        (
            (band("", "2", "0"), band("1", "", "4")),
            [(1, "lower", "ช่วงนี้ทับกับช่วงก่อนหน้า")],
        ),
        (
            (band("", "", "0"), band("1", "", "4")),
            [(1, "lower", "ช่วงนี้ทับกับช่วงก่อนหน้า")],
        ),
        (
            (band("0", "1", "0"), band("1", "2", "4")),
            [
                (0, "lower", "ช่วงแรกต้องไม่มีค่าล่าง เพื่อให้ครอบคลุมทุกค่า"),
                (1, "upper", "ช่วงสุดท้ายต้องไม่มีค่าบน เพื่อให้ครอบคลุมทุกค่า"),
            ],
        ),
        (
            (band("", "1", "0"), band("1", "1", "2"), band("1", "", "4")),
            [(1, "upper", "ค่าบนต้องมากกว่าค่าล่าง")],
        ),
        (
            (band("", "1", "4"), band("1", "", "0")),
            [(1, "points", "คะแนนผิดทิศทาง (มากกว่าดีกว่า)")],
        ),
        (
            (band("", "1", "-1"), band("1", "", "5")),
            [
                (0, "points", "คะแนนต้องอยู่ระหว่าง 0 ถึง 4"),
                (1, "points", "คะแนนต้องอยู่ระหว่าง 0 ถึง 4"),
            ],
        ),
        (
            (band("", "1", "0"), band("1", "", "3")),
            [(1, "points", "ช่วงที่ดีที่สุดต้องได้คะแนนเต็ม 4")],
        ),
        ((band("", "1", None), band("1", "", None)), []),
    ],
)
def test_band_problems_name_what_is_wrong(
    bands: Sequence[Band], problems: list[tuple[int, str, str]]
) -> None:
    found = band_problems(bands, Direction.MORE, MAXIMUM)

    assert [(row.position, row.key, row.message) for row in found] == problems


def test_less_is_better_ends_at_the_maximum_below() -> None:
    falling = (band("", "1", "4"), band("1", "", "0"))

    assert band_problems(falling, Direction.LESS, MAXIMUM) == []
    assert [row.message for row in band_problems(falling[::-1], Direction.LESS, MAXIMUM)]


def test_no_bands_are_no_problem() -> None:
    assert band_problems((), Direction.MORE, MAXIMUM) == []


@pytest.mark.parametrize(("points", "good"), [("0", True), ("4", True), ("4.01", False)])
def test_points_problem_beyond_the_maximum(points: str, good: bool) -> None:
    assert (points_problem(Decimal(points), MAXIMUM) is None) is good


hundredths = st.integers(-10_000, 10_000).map(lambda n: Decimal(n).scaleb(-2))
values = st.integers(-2_000_000, 2_000_000).map(lambda n: Decimal(n).scaleb(-4))


@st.composite
def good_ladders(draw: st.DrawFn) -> tuple[Ladder, list[Decimal]]:
    """A ladder without problems, and its inner bounds."""
    bounds = sorted(draw(st.lists(hundredths, min_size=1, max_size=6, unique=True)))
    steps = sorted(draw(st.lists(st.integers(0, 3), min_size=len(bounds), max_size=len(bounds))))
    direction = draw(st.sampled_from(Direction))
    points = [*map(Decimal, steps), MAXIMUM]
    if direction == Direction.LESS:
        points.reverse()
    joints = draw(st.lists(st.booleans(), min_size=len(bounds), max_size=len(bounds)))
    ends = [None, *bounds, None]
    bands = tuple(
        Band(
            lower,
            position > 0 and not joints[position - 1],
            upper,
            position < len(bounds) and joints[position],
            points[position],
        )
        for position, (lower, upper) in enumerate(pairwise(ends))
    )
    return ladder(*bands, direction=direction), bounds


@given(good_ladders())
def test_good_ladder_has_no_problem(case: tuple[Ladder, list[Decimal]]) -> None:
    made, _ = case

    assert band_problems(made.bands[ANY_TYPE], made.direction, made.maximum) == []


@given(good_ladders(), values)
def test_every_value_stands_on_exactly_one_band(
    case: tuple[Ladder, list[Decimal]], value: Decimal
) -> None:
    made, bounds = case

    for tried in (value, *bounds):
        assert sum(row.holds(tried) for row in made.bands[ANY_TYPE]) == 1


@given(good_ladders(), values, values)
def test_better_values_never_earn_less(
    case: tuple[Ladder, list[Decimal]], one: Decimal, other: Decimal
) -> None:
    made, _ = case
    low, high = (band_of(made, "", value) for value in sorted((one, other)))

    assert low is not None
    assert high is not None
    worse, better = (low, high) if made.direction == Direction.MORE else (high, low)
    assert worse.points is not None
    assert better.points is not None
    assert worse.points <= better.points <= made.maximum


@given(good_ladders(), st.data())
def test_taking_a_band_out_is_a_problem(
    case: tuple[Ladder, list[Decimal]], data: st.DataObject
) -> None:
    made, _ = case
    bands = list(made.bands[ANY_TYPE])
    del bands[data.draw(st.integers(0, len(bands) - 1))]

    assert band_problems(bands, made.direction, made.maximum)
