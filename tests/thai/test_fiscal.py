from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpd_portal.thai.fiscal import (
    fiscal_year_bounds,
    fiscal_year_label,
    fiscal_year_of,
    quarter_bounds,
    quarter_of,
)

DAYS = st.dates(min_value=date(1945, 1, 1), max_value=date(2150, 12, 31))


@pytest.mark.parametrize(
    ("day", "fiscal_year", "quarter"),
    [
        (date(2023, 9, 30), 2566, 4),
        (date(2023, 10, 1), 2567, 1),
        (date(2023, 12, 31), 2567, 1),
        (date(2024, 1, 1), 2567, 2),
        (date(2024, 2, 29), 2567, 2),
        (date(2024, 3, 31), 2567, 2),
        (date(2024, 4, 1), 2567, 3),
        (date(2024, 6, 30), 2567, 3),
        (date(2024, 7, 1), 2567, 4),
        (date(2024, 9, 30), 2567, 4),
        (date(2024, 10, 1), 2568, 1),
    ],
)
def test_fiscal_year_and_quarter_turn_at_their_first_day(
    day: date, fiscal_year: int, quarter: int
) -> None:
    assert fiscal_year_of(day) == fiscal_year
    assert quarter_of(day) == quarter


def test_fiscal_year_bounds_are_october_to_september() -> None:
    assert fiscal_year_bounds(2567) == (date(2023, 10, 1), date(2024, 9, 30))


@given(DAYS)
def test_every_day_lies_in_the_bounds_of_its_year_and_quarter(day: date) -> None:
    year, quarter = fiscal_year_of(day), quarter_of(day)
    assert fiscal_year_bounds(year)[0] <= day <= fiscal_year_bounds(year)[1]
    assert quarter_bounds(year, quarter)[0] <= day <= quarter_bounds(year, quarter)[1]


@given(st.integers(2490, 2690))
def test_quarters_cover_the_year_without_gap(year: int) -> None:
    bounds = [quarter_bounds(year, quarter) for quarter in (1, 2, 3, 4)]
    assert (bounds[0][0], bounds[-1][1]) == fiscal_year_bounds(year)
    for (_, last), (first, _) in zip(bounds, bounds[1:], strict=False):
        assert first == last + timedelta(days=1)


def test_quarter_bounds_fifth_quarter_is_refused() -> None:
    with pytest.raises(ValueError, match="^ไตรมาสต้องเป็น 1 ถึง 4 \\(ได้ 5\\)$"):
        quarter_bounds(2567, 5)


def test_fiscal_year_label_holds_together() -> None:
    assert fiscal_year_label(2567) == "ปีงบประมาณ\u00a02567"
