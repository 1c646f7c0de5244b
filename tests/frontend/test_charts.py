"""Geometry of the charts: exact shapes, labels and sentences."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cpd_portal.frontend import palette
from cpd_portal.frontend.bullet import bullet_bar
from cpd_portal.frontend.charts import (
    progress_bar,
    score_ladder,
    state_bar,
    tier_bar,
    weight_bar,
)
from cpd_portal.frontend.shapes import Chart, Label, Line, Rect, hatched, number


def fills(chart: Chart, colour: str) -> list[tuple[str, str]]:
    """(x, width) of the rectangles in that colour, as written into the page."""
    return [
        (number(shape.x), number(shape.width))
        for shape in chart.shapes
        if isinstance(shape, Rect) and shape.fill == colour
    ]


def hatches(chart: Chart) -> list[Line]:
    return [shape for shape in chart.shapes if isinstance(shape, Line)]


def test_weight_bar_partly_earned_fills_share_of_its_weight() -> None:
    chart = weight_bar(Decimal("10"), Decimal("8.13"), 20)

    assert fills(chart, palette.SCORE_75) == [("0", "243.9")]
    assert fills(chart, palette.SURFACE) == [("0", "300")]
    assert hatches(chart)[0].d.startswith("M249.9 0L243.9 6")
    assert chart.sentence == "ได้ 8.13 จาก 10 คะแนน"


def test_weight_bar_fully_earned_has_no_hatch() -> None:
    chart = weight_bar(5, 5, 20)

    assert fills(chart, palette.SCORE_75) == [("0", "150")]
    assert hatches(chart) == []


def test_weight_bar_without_result_is_hatched_and_says_so() -> None:
    chart = weight_bar(10, None, 20)

    assert fills(chart, palette.SCORE_75) == []
    assert len(hatches(chart)) == 1
    assert chart.sentence == "ยังไม่มีผล จาก 10 คะแนน"


def test_weight_bar_zero_is_a_number_not_a_missing_result() -> None:
    assert weight_bar(5, 0, 20).sentence == "ได้ 0 จาก 5 คะแนน"


@pytest.mark.parametrize(
    ("score", "second", "third"),
    [
        ("50", [], []),
        ("62.24", [("101", "48.0")], []),
        ("75", [("101", "98")], []),
        ("87.50", [("101", "98")], [("202", "49")]),
        ("100", [("101", "98")], [("202", "98")]),
    ],
)
def test_score_ladder_fills_by_proportion(
    score: str, second: list[tuple[str, str]], third: list[tuple[str, str]]
) -> None:
    chart = score_ladder(Decimal(score))

    plain = [(x, width.removesuffix(".0")) for x, width in second]
    assert fills(chart, palette.SCORE_50) == [("0", "98")]
    assert fills(chart, palette.SCORE_75) == plain
    assert fills(chart, palette.SCORE_100) == third
    assert hatches(chart) == []


def test_score_ladder_below_the_floor_is_brick_and_hatched() -> None:
    chart = score_ladder(Decimal("0"))

    assert [line.stroke for line in hatches(chart)] == [palette.SCORE_BELOW]
    assert fills(chart, palette.SUNKEN) == [("101", "98"), ("202", "98")]
    assert chart.sentence == "คะแนน 0.00 จาก 100"


def test_score_ladder_without_result_hatches_every_cell() -> None:
    chart = score_ladder(None)

    assert [line.stroke for line in hatches(chart)] == [palette.HATCH] * 3
    assert chart.sentence == "ยังไม่มีผล"


def test_tier_bar_of_published_table_places_segments_and_counts() -> None:
    chart = tier_bar(486, 964, 1691, 225)

    assert fills(chart, palette.TIER_1) == [("0", "141.4")]
    assert fills(chart, palette.TIER_2) == [("144.4", "283.4")]
    assert fills(chart, palette.TIER_3) == [("430.8", "499.4")]
    assert fills(chart, palette.SURFACE) == [("933.2", "63.8")]
    assert chart.labels == (
        Label("486", 7, "on-dark"),
        Label("964", 29, "on-light"),
        Label("1,691", 68, "on-light"),
        Label("225", 97, "on-plate"),
    )
    assert chart.sentence == "ชั้น 1 486 แห่ง ชั้น 2 964 แห่ง ชั้น 3 1,691 แห่ง ไม่นำมาประเมิน 225 แห่ง"


@pytest.mark.parametrize(
    ("count", "labelled"),
    [(43, False), (44, True)],
    ids=["below 4.4 percent", "at 4.4 percent"],
)
def test_tier_bar_narrow_segment_is_labelled_from_4_4_percent(count: int, labelled: bool) -> None:
    chart = tier_bar(count, 1000 - count, 0, 0)

    assert (Label(str(count), round((count - 3) / 20), "on-dark") in chart.labels) is labelled


def test_tier_bar_of_nobody_draws_nothing() -> None:
    chart = tier_bar(0, 0, 0, 0)

    assert (chart.shapes, chart.labels) == ((), ())


def test_progress_bar_of_empty_whole_draws_empty_track() -> None:
    chart = progress_bar(0, 0, "แห่ง")

    assert fills(chart, palette.SCORE_75) == [("0", "0")]
    assert chart.sentence == "0 จาก 0 แห่ง"


def test_state_bar_darkens_with_settledness_and_hatches_the_open_rest() -> None:
    chart = state_bar(41, 13, 11, 13, "สำนักงาน")

    assert fills(chart, palette.SCORE_100) == [("0", "313.4")]
    assert fills(chart, palette.SCORE_75) == [("315.4", "98")]
    assert fills(chart, palette.SCORE_50) == [("415.4", "82.6")]
    assert len(hatches(chart)) == 1
    assert chart.sentence.startswith("อนุมัติแล้ว 41 สำนักงาน ตรวจทานแล้ว 13 สำนักงาน")


def test_bullet_bar_places_result_between_targets() -> None:
    targets = [Decimal("43.08"), Decimal("47"), Decimal("48")]

    chart = bullet_bar(Decimal("45.00"), targets)

    assert fills(chart, palette.INK) == [("0", "444.4")]
    assert fills(chart, palette.ZONE_50) == [("231.1", "435.6")]
    assert chart.labels == (
        Label("45.00", 44, "is-value"),
        Label("43.08", 23),
        Label("47", 67),
        Label("48", 78),
        Label("41", 0, "lab-l"),
        Label("50", 100, "lab-r"),
    )
    assert chart.sentence == "ผล 45.00 ขั้นต้น 43.08 มาตรฐาน 47 ขั้นสูง 48"


def test_bullet_bar_where_less_is_better_runs_down_the_axis() -> None:
    targets = [Decimal("3623"), Decimal("3441.85"), Decimal("3260")]

    chart = bullet_bar(Decimal("3500"), targets, lower_is_better=True)

    assert [label.at for label in chart.labels[:4]] == [39, 17, 50, 82]
    assert chart.sentence.endswith("ขั้นสูง 3,260 ยิ่งน้อยยิ่งดี")


def test_bullet_bar_targets_close_together_take_rows_of_their_own() -> None:
    targets = [Decimal("32"), Decimal("32.02"), Decimal("33")]

    chart = bullet_bar(Decimal("32.01"), targets)

    assert [(label.text, label.row) for label in chart.labels[:4]] == [
        ("32.01", 0),
        ("32", 1),
        ("32.02", 2),
        ("33", 0),
    ]


def test_bullet_bar_without_result_draws_no_bar() -> None:
    chart = bullet_bar(None, [Decimal("400"), Decimal("438.48"), Decimal("447.25")])

    assert fills(chart, palette.INK) == []
    assert chart.sentence == "ยังไม่มีผล ขั้นต้น 400 มาตรฐาน 438.48 ขั้นสูง 447.25"


@settings(deadline=None)  # the machine may be busy; time is not what is tested
@given(
    st.lists(st.decimals(0, 100_000, places=2), min_size=4, max_size=4),
    st.booleans(),
)
def test_bullet_bar_any_values_stay_on_the_axis(values: list[Decimal], reverse: bool) -> None:
    chart = bullet_bar(values[0], values[1:], lower_is_better=reverse)

    assert all(0 <= label.at <= 100 for label in chart.labels)


@settings(deadline=None)  # the machine may be busy; time is not what is tested
@given(st.floats(0, 600), st.floats(1, 600), st.floats(1, 40))
def test_hatch_lines_never_leave_their_rectangle(x: float, width: float, height: float) -> None:
    corners = hatched(x, 0, width, height, "#000").d.replace("M", " ").replace("L", " ").split()

    xs, ys = [float(each) for each in corners[::2]], [float(each) for each in corners[1::2]]
    assert all(x - 0.06 <= each <= x + width + 0.06 for each in xs)
    assert all(-0.06 <= each <= height + 0.06 for each in ys)
