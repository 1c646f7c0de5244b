"""The next tier, what it lacks and what it is worth."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from kpis.rules import Value, score
from kpis.rules.levers import Lever, next_lever
from tests.kpis.criteria import criterion, policy

WEIGHT = Decimal(20)


def lever(number: int, value: Value) -> Lever | None:
    return next_lever(criterion(number), value, WEIGHT, policy())


def test_next_tier_of_a_linear_kpi_counts_from_the_score_now() -> None:
    found = lever(5, Decimal("45.00"))
    assert found is not None
    assert found.tier.points == 75
    assert found.gained == 75 - (50 + 25 * Fraction(192, 392))
    assert found.weighted == found.gained / 5
    assert [each for gap in found.gaps for each in (gap.distance, gap.bound)] == [2, 47]


def test_lower_is_better_measures_the_way_down() -> None:
    found = lever(8, Decimal(3500))
    assert found is not None
    assert [gap.distance for gap in found.gaps] == [Fraction("58.15")]


def test_composite_result_names_only_what_is_missing() -> None:
    value = {"quality_pct": Decimal(100), "registered_pct": Decimal("94.44")}
    found = lever(9, value)
    assert found is not None
    assert [found.tier.points, found.gained] == [100, 25]
    assert [gap.distance for gap in found.gaps] == [Fraction("5.56")]


def test_without_a_result_the_first_tier_is_next_and_no_distance_known() -> None:
    found = lever(4, None)
    assert found is not None
    assert [found.tier.points, found.gained] == [50, 50]
    assert found.gaps == ()


def test_at_the_best_tier_nothing_is_left() -> None:
    assert lever(5, Decimal("48.00")) is None


@given(value=st.decimals(0, 60, places=2, allow_nan=False, allow_infinity=False))
def test_adding_the_distance_gains_what_is_promised(value: Decimal) -> None:
    linear = criterion(5)
    found = lever(5, value)
    if found is None:
        assert score(linear, value, policy()).exact == 100
        return
    reached = Fraction(value) + sum(gap.distance for gap in found.gaps)
    assert score(linear, reached, policy()).exact == found.tier.points
    assert found.gained == found.tier.points - (score(linear, value, policy()).exact or 0)
