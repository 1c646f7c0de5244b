"""The weighted total, its level and the possible range."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpis.choices import Level
from kpis.rules import half_up, least_count, share, shown, total
from kpis.rules.total import level_of
from tests.kpis.criteria import policy

WEIGHTS = dict(enumerate(map(Decimal, "5 5 5 10 20 10 10 5 10 5 2.5 2.5 10".split()), start=1))


def test_total_of_equal_scores_is_that_score() -> None:
    result = total(WEIGHTS, dict.fromkeys(WEIGHTS, 80), policy())
    assert (result.level, result.missing) == (Level.HIGH_STANDARD, ())
    assert result.exact == result.low == result.high == 80


def test_total_with_a_missing_kpi_is_a_range() -> None:
    scores = dict.fromkeys(WEIGHTS, 80) | {13: None}
    result = total(WEIGHTS, scores, policy())
    assert (result.exact, result.level, result.missing) == (None, None, (13,))
    assert result.earned == result.low == 72
    assert result.high == 82


def test_total_without_any_score_may_still_be_anything() -> None:
    result = total(WEIGHTS, {}, policy())
    assert result.missing == tuple(range(1, 14))
    assert result.low == 0
    assert result.high == 100


def test_total_adds_exact_scores_before_rounding() -> None:
    result = total(
        {1: Decimal(50), 2: Decimal(50)}, dict.fromkeys((1, 2), Fraction(200, 3)), policy()
    )
    assert result.exact == Fraction(200, 3)


@pytest.mark.parametrize(
    ("points", "level"),
    [
        ("100", Level.QUALITY),
        ("90", Level.QUALITY),
        ("89.995", Level.QUALITY),
        ("89.9949", Level.HIGH_STANDARD),
        ("75", Level.HIGH_STANDARD),
        ("74.99", Level.BASIC_STANDARD),
        ("60", Level.BASIC_STANDARD),
        ("59.995", Level.BASIC_STANDARD),
        ("59.99", Level.NEEDS_IMPROVEMENT),
        ("0", Level.NEEDS_IMPROVEMENT),
    ],
)
def test_level_comes_from_the_rounded_total(points: str, level: Level) -> None:
    assert level_of(Fraction(points), policy()) == level


@given(st.dictionaries(st.integers(1, 13), st.none() | st.integers(0, 100)))
def test_total_lies_in_its_range(scores: dict[int, int | None]) -> None:
    result = total(WEIGHTS, scores, policy())
    assert 0 <= result.low <= result.high <= 100
    assert (result.exact is None) == bool(result.missing)


@pytest.mark.parametrize(
    ("number", "places", "expected"),
    [
        ("2.345", 2, "2.35"),
        ("2.3449", 2, "2.34"),
        ("-0.005", 2, "-0.01"),
        ("-0.004", 2, "0.00"),
        ("7", 2, "7.00"),
        ("99.995", 2, "100.00"),
    ],
)
def test_half_up_rounds_a_half_away_from_zero(number: str, places: int, expected: str) -> None:
    assert str(half_up(Fraction(number), places)) == expected


def test_shown_separates_thousands_and_keeps_given_digits() -> None:
    assert shown(Decimal("80397.08")) == "80,397.08"
    assert shown(Decimal("-6.91")) == "−6.91"
    assert shown(Fraction(1450 * 100, 3366)) == "43.0778"
    assert shown(Fraction(3500)) == "3,500"


@pytest.mark.parametrize(("bound", "count"), [("47", 1533), ("48", 1566), ("43.08", 1406)])
def test_least_count_is_the_first_whose_rounded_share_reaches(bound: str, count: int) -> None:
    assert least_count(Decimal(bound), 3262, policy()) == count
    assert half_up(share(count, 3262), 2) >= Decimal(bound)
    assert half_up(share(count - 1, 3262), 2) < Decimal(bound)
