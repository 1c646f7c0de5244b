"""The expected result of the year: pure, exact."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from kpis.choices import ForecastMethod
from kpis.rules.forecast import forecast

VALUES = st.decimals(0, 10_000, places=2, allow_nan=False, allow_infinity=False)


def points(*values: str, first: int = 2564) -> list[tuple[int, Decimal]]:
    return [(first + step, Decimal(value)) for step, value in enumerate(values)]


def test_without_results_nothing_is_expected() -> None:
    assert forecast([], 2567, None) is None


def test_one_result_is_the_expected_one_and_has_no_range() -> None:
    found = forecast(points("43.08", first=2566), 2567, None)
    assert found is not None
    assert (found.value, found.low, found.high) == (Fraction("43.08"),) * 3
    assert found.method == ForecastMethod.LAST
    assert "ใช้เป็นค่าที่คาด เพราะมีผลปีเดียว" in found.words


def test_two_results_go_on_with_their_change() -> None:
    found = forecast(points("40", "43", first=2565), 2567, None)
    assert found is not None
    assert [found.value, found.low, found.high] == [46, 43, 49]
    assert found.method == ForecastMethod.CHANGE


def test_three_results_follow_the_line_of_least_squares() -> None:
    found = forecast(points("1", "3", "2"), 2567, None)
    assert found is not None
    assert found.method == ForecastMethod.LINE
    assert found.value == 3
    assert [found.low, found.high] == [2, 4]


def test_expected_value_never_falls_below_the_least_possible() -> None:
    found = forecast(points("4", "2"), 2570, Decimal(0))
    assert found is not None
    assert [found.value, found.low] == [0, 0]


@given(start=VALUES, change=VALUES, years=st.integers(3, 8))
def test_results_on_a_line_are_continued_without_a_range(
    start: Decimal, change: Decimal, years: int
) -> None:
    known = [(2560 + step, start + change * step) for step in range(years)]
    found = forecast(known, 2560 + years, None)
    assert found is not None
    assert found.value == Fraction(start) + Fraction(change) * years
    assert found.low == found.value == found.high


@given(values=st.lists(VALUES, min_size=1, max_size=8))
def test_range_holds_the_value_in_any_order_of_results(
    values: list[Decimal],
) -> None:
    known = [(2560 + step, value) for step, value in enumerate(values)]
    found = forecast(known, 2570, None)
    assert found is not None
    assert found.low <= found.value <= found.high
    assert forecast(list(reversed(known)), 2570, None) == found
