"""Counts of activities, bands and ladders: they step and never interpolate."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpis.choices import Band
from tests.kpis.criteria import criterion, scored


@pytest.mark.parametrize(
    ("number", "round", "value", "points"),
    [
        *[(n, "6m", v, p) for n in (1, 2, 3) for v, p in [("0", 0), ("1", 50), ("2", 75)]],
        *[(n, "6m", v, p) for n in (1, 2, 3) for v, p in [("3", 100), ("7", 100)]],
        *[(n, "6m", "1.9", 50) for n in (1, 2, 3)],
        (8, "6m", "5", 0),
        (8, "6m", "6", 50),
        (8, "6m", "7", 75),
        (8, "6m", "8", 100),
        (7, "6m", "0", 50),
        (7, "6m", "44", 50),
        (7, "6m", "45", 75),
        (7, "6m", "69", 75),
        (7, "6m", "70", 100),
        (7, "6m", "71", 100),
        (11, "12m", "4", 0),
        (11, "12m", "5", 50),
        (11, "12m", "6", 75),
        (11, "12m", "7", 100),
    ],
)
def test_score_of_a_count_steps(number: int, round: str, value: str, points: int) -> None:
    result = scored(number, value, round)
    assert result.exact == points
    assert result.band == (Band(str(points)) if points else Band.BELOW)


@pytest.mark.parametrize(
    ("quality", "registered", "points"),
    [
        ("89.99", "100", 0),
        ("89.995", "0", 50),  # rounded half up to 90.00 before scoring
        ("90", "0", 50),
        ("99.99", "100", 50),
        ("100", "89.99", 50),
        ("100", "90", 75),
        ("100", "99.99", 75),
        ("100", "100", 100),
        ("94.44", "94.44", 50),  # one of 18 with incomplete metadata
    ],
)
def test_score_of_open_data_needs_both_conditions(
    quality: str, registered: str, points: int
) -> None:
    value = {"quality_pct": Decimal(quality), "registered_pct": Decimal(registered)}
    assert scored(9, value).exact == points


@pytest.mark.parametrize(
    ("seven", "raised", "shared", "points"),
    [
        (0, 0, 0, 0),
        (1, 0, 0, 50),
        (4, 0, 1, 50),  # a shared dataset counts only beside a raised one
        (1, 1, 0, 75),
        (4, 4, 0, 75),
        (1, 1, 1, 100),
    ],
)
def test_score_of_master_data_climbs_the_ladder(
    seven: int, raised: int, shared: int, points: int
) -> None:
    value = {"raised_1_to_7": seven, "raised": raised, "shared": shared}
    assert scored(10, value).exact == points


def test_trace_of_a_ladder_names_every_condition() -> None:
    value = {"quality_pct": Decimal(100), "registered_pct": Decimal("94.44")}
    texts = [f"{step.text} = {step.result}" for step in scored(9, value).trace]
    assert texts[2:] == [
        "ขั้นต้น: คุณภาพเป็นไปตามมาตรฐานคุณลักษณะแบบเปิด (ร้อยละของชุดข้อมูล) ตั้งแต่ 90 = ถึง",
        "ขั้นมาตรฐาน: คุณภาพเป็นไปตามมาตรฐานคุณลักษณะแบบเปิด (ร้อยละของชุดข้อมูล) ตั้งแต่ 100 "
        "และ ลงทะเบียนในระบบบัญชีข้อมูลภาครัฐ (ร้อยละของชุดข้อมูล) ตั้งแต่ 90 = ถึง",
        "ขั้นสูง: คุณภาพเป็นไปตามมาตรฐานคุณลักษณะแบบเปิด (ร้อยละของชุดข้อมูล) ตั้งแต่ 100 "
        "และ ลงทะเบียนในระบบบัญชีข้อมูลภาครัฐ (ร้อยละของชุดข้อมูล) ตั้งแต่ 100 = ไม่ถึง",
        "ขั้นสูงสุดที่ถึงคือขั้นมาตรฐาน = 75",
        "คะแนน แสดง 2 ตำแหน่ง ปัดเศษครึ่งขึ้น = 75.00",
    ]


@given(rule=st.sampled_from([1, 2, 3, 7, 8]), value=st.decimals(0, 200, places=2))
def test_score_of_a_step_round_is_one_of_four(rule: int, value: Decimal) -> None:
    assert scored(rule, value, "6m").exact in {0, 50, 75, 100}


percentages = st.decimals(0, 100, places=2)


@given(quality=percentages, registered=percentages, more=percentages)
def test_score_of_open_data_never_falls_when_more_is_registered(
    quality: Decimal, registered: Decimal, more: Decimal
) -> None:
    low, high = sorted((registered, more))
    worse = scored(9, {"quality_pct": quality, "registered_pct": low}).exact
    better = scored(9, {"quality_pct": quality, "registered_pct": high}).exact
    assert worse is not None
    assert better is not None
    assert worse <= better


def test_activity_counts_are_better_high_where_the_kpi_is_better_low() -> None:
    assert criterion(8, "6m").direction == "higher"
    assert criterion(8, "12m").direction == "lower"
