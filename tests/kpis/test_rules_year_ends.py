"""Which accounting year-ends a round looks at, and what counts as certified and in time."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from coops.choices import Opinion
from coops.models import YearFacts
from kpis.choices import GrowthAverage
from kpis.rules.year_ends import is_year_end_span, year_end_span
from kpis.selectors.collection_facts import KnownFacts, _known
from kpis.selectors.readings import Readings

YEAR_END = date(2024, 3, 31)
DAYS = 150
READINGS = Readings(
    growth_average=GrowthAverage.GROWTH_OF_SUMS,
    closed_days=DAYS,
    certified=frozenset({Opinion.UNQUALIFIED, Opinion.QUALIFIED}),
    least_members=70,
    least_level=3,
)


def test_six_months_are_april_to_september_before_the_fiscal_year() -> None:
    assert year_end_span(2567, 4, 9) == [
        date(2023, 4, 30),
        date(2023, 5, 31),
        date(2023, 6, 30),
        date(2023, 7, 31),
        date(2023, 8, 31),
        date(2023, 9, 30),
    ]


def test_span_runs_over_the_new_year_and_29_february() -> None:
    assert year_end_span(2567, 12, 3) == [
        date(2023, 12, 31),
        date(2024, 1, 31),
        date(2024, 2, 29),
        date(2024, 3, 31),
    ]


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [(4, 9, True), (4, 4, True), (12, 1, True), (4, 3, True), (9, 4, False), (3, 4, False)],
)
def test_span_is_counted_from_april(first: int, last: int, expected: bool) -> None:
    assert is_year_end_span(first, last) is expected


@pytest.mark.parametrize(
    ("opinion", "expected"),
    [
        ("", None),
        (Opinion.UNQUALIFIED, True),
        (Opinion.QUALIFIED, True),
        (Opinion.ADVERSE, False),
        (Opinion.DISCLAIMER, False),
    ],
)
def test_opinion_says_whether_the_statements_are_certified(
    opinion: str, expected: bool | None
) -> None:
    assert known(opinion=opinion).audited is expected


@pytest.mark.parametrize(
    ("after", "expected"), [(DAYS - 1, True), (DAYS, True), (DAYS + 1, False)]
)
def test_statements_are_in_time_up_to_the_last_day(after: int, expected: bool) -> None:
    found = known(closed_on=YEAR_END + timedelta(days=after))

    assert found.closed_in_time is expected
    assert "150 วัน" in found.closed_words


def test_statements_that_are_not_closed_are_not_known() -> None:
    assert (known().closed_in_time, known().closed_words) == (None, "")


def test_other_readings_certify_and_close_otherwise() -> None:
    strict = replace(READINGS, certified=frozenset({Opinion.UNQUALIFIED}), closed_days=30)
    found = known(Opinion.QUALIFIED, YEAR_END + timedelta(days=31), strict)

    assert (found.audited, found.closed_in_time) == (False, False)
    assert "30 วัน" in found.closed_words


def known(
    opinion: str = "", closed_on: date | None = None, readings: Readings = READINGS
) -> KnownFacts:
    row = YearFacts(accounting_year_end=YEAR_END, opinion=opinion, closed_on=closed_on)
    return _known(row, readings)
