"""Piecewise linear rounds, at every printed value and around it."""

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpis.choices import Band, Direction
from tests.kpis.criteria import criterion, scored

LINEAR = [(n, "12m") for n in (1, 2, 3, 4, 5, 6, 7, 8, 12, 13)] + [(n, "6m") for n in (4, 5, 6)]
PERCENT = [(n, "12m") for n in (1, 2, 3, 5, 6, 7)]
hundredths = st.decimals(min_value=0, max_value=1, places=2)
numbers = st.decimals(min_value=-200, max_value=100_000, places=4)


@pytest.mark.parametrize(("number", "round"), LINEAR)
def test_score_at_each_tier_gives_the_points_of_the_tier(number: int, round: str) -> None:
    for tier in criterion(number, round).tiers:
        result = scored(number, tier.bound, round)
        assert result.exact == tier.points
        assert result.band == tier.band


@pytest.mark.parametrize(("number", "round"), LINEAR)
def test_score_just_short_of_the_basic_tier_is_zero(number: int, round: str) -> None:
    rule = criterion(number, round)
    worse = Decimal("0.01") if rule.direction == Direction.LOWER else Decimal("-0.01")
    result = scored(number, rule.tiers[0].bound + worse, round)
    assert result.exact == 0
    assert result.band == Band.BELOW


@pytest.mark.parametrize(("number", "round"), LINEAR)
def test_score_beyond_the_advanced_tier_is_capped(number: int, round: str) -> None:
    rule = criterion(number, round)
    better = Decimal(-1) if rule.direction == Direction.LOWER else Decimal(1)
    result = scored(number, rule.tiers[2].bound + better, round)
    assert result.exact == 100
    assert result.band == Band.ADVANCED


@pytest.mark.parametrize(
    ("number", "round", "value", "shown", "band"),
    [
        (5, "12m", "45.00", "62.24", Band.BASIC),
        (8, "12m", "3500", "66.97", Band.BASIC),
        (4, "12m", "80271", "96.96", Band.STANDARD),
        (12, "12m", "60", "65.25", Band.BASIC),
        (12, "12m", "66.40", "87.50", Band.STANDARD),
        (8, "12m", "3700", "0.00", Band.BELOW),
        (6, "12m", "32.01", "62.50", Band.BASIC),
        (5, "6m", "750", "62.50", Band.BASIC),
        (6, "6m", "660", "87.50", Band.STANDARD),
        (13, "12m", "400", "50.00", Band.BASIC),
        (1, "12m", "-3", "0.00", Band.BELOW),
    ],
)
def test_score_of_known_results_matches(
    number: int, round: str, value: str, shown: str, band: Band
) -> None:
    result = scored(number, value, round)
    assert (str(result.shown), result.band) == (shown, band)


def test_score_of_last_years_own_share_earns_the_basic_tier() -> None:
    result = scored(5, Fraction(1450 * 100, 3366))
    assert result.exact == 50
    assert result.trace[0].result == "43.08"
    assert result.trace[0].text == "ผล (ร้อยละ) ปัดเศษครึ่งขึ้นเป็น 2 ตำแหน่งก่อนคิดคะแนน"
    assert result.trace[0].detail == "ก่อนปัด 43.0778"


def test_score_of_half_a_hundredth_rounds_up_before_scoring() -> None:
    assert scored(5, "43.075").exact == 50
    assert scored(5, "43.0749").exact == 0


def test_score_of_a_quantity_is_not_rounded_and_says_so() -> None:
    result = scored(4, "78321.999")
    assert result.exact == 0
    assert "ไม่ปัดเศษก่อนคิดคะแนน" in result.trace[0].text


def test_score_stays_exact_behind_the_shown_two_decimals() -> None:
    assert scored(5, "45.00").exact == 50 + 25 * Fraction(192, 392)


def test_trace_between_two_tiers_shows_the_formula() -> None:
    result = scored(5, "45.00")
    assert [(step.text, step.detail, step.result) for step in result.trace] == [
        ("ผล (ร้อยละ) ปัดเศษครึ่งขึ้นเป็น 2 ตำแหน่งก่อนคิดคะแนน", "", "45.00"),
        (
            "อยู่ระหว่างขั้นต้น 43.08 กับขั้นมาตรฐาน 47",
            "50 + 25 × (45.00 − 43.08) ÷ (47 − 43.08)",
            "62.2449",
        ),
        ("คะแนน แสดง 2 ตำแหน่ง ปัดเศษครึ่งขึ้น", "", "62.24"),
    ]


@pytest.mark.parametrize("number", [11, 12])
def test_score_without_a_survey_is_the_printed_zero(number: int) -> None:
    result = scored(number, None)
    assert result.exact == 0
    assert (str(result.shown), result.band) == ("0.00", Band.BELOW)
    assert result.trace[0].text == "ไม่มีผลการสำรวจ เอกสารพิมพ์ว่าได้คะแนนเท่ากับ"


@pytest.mark.parametrize("number", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 13])
def test_score_without_a_result_is_no_score(number: int) -> None:
    result = scored(number, None)
    assert (result.exact, result.shown, result.band) == (None, None, None)
    assert result.trace[0].text == "ยังไม่มีผล จึงยังไม่มีคะแนน"


@given(rule=st.sampled_from(LINEAR), first=numbers, second=numbers)
def test_score_never_falls_when_the_result_improves(
    rule: tuple[int, str], first: Decimal, second: Decimal
) -> None:
    low, high = sorted((first, second))
    if criterion(*rule).direction == Direction.LOWER:
        low, high = high, low
    worse, better = scored(rule[0], low, rule[1]).exact, scored(rule[0], high, rule[1]).exact
    assert worse is not None
    assert better is not None
    assert worse <= better


@given(rule=st.sampled_from(LINEAR), value=numbers)
def test_score_is_zero_or_between_fifty_and_a_hundred(
    rule: tuple[int, str], value: Decimal
) -> None:
    result = scored(rule[0], value, rule[1])
    assert result.exact is not None
    assert result.exact == 0 or 50 <= result.exact <= 100
    assert (result.exact == 0) == (result.band == Band.BELOW)


@given(rule=st.sampled_from(LINEAR), first=hundredths, second=hundredths)
def test_score_is_continuous_between_the_basic_and_the_advanced_bound(
    rule: tuple[int, str], first: Decimal, second: Decimal
) -> None:
    """No two results lie further apart in points than the steeper of both lines allows."""
    bounds = [tier.bound for tier in criterion(*rule).tiers]
    near, far = (_between(bounds, share) for share in (first, second))
    steepest = max(Fraction(25) / abs(Fraction(b) - Fraction(a)) for a, b in pairwise(bounds))
    one, other = scored(rule[0], near, rule[1]).exact, scored(rule[0], far, rule[1]).exact
    assert one is not None
    assert other is not None
    assert abs(one - other) <= steepest * abs(Fraction(near) - Fraction(far))


def _between(bounds: list[Decimal], share: Decimal) -> Decimal:
    """From the basic bound (0) to the advanced one (1), with two decimals."""
    whole = bounds[0] + (bounds[2] - bounds[0]) * share
    return whole.quantize(Decimal("0.01"))


@given(rule=st.sampled_from(PERCENT), value=st.decimals(-20, 60, places=6))
def test_score_of_a_percentage_equals_that_of_its_rounding(
    rule: tuple[int, str], value: Decimal
) -> None:
    rounded = value.quantize(Decimal("0.01"), rounding="ROUND_HALF_UP")
    assert scored(rule[0], value, rule[1]).exact == scored(rule[0], rounded, rule[1]).exact
