"""Provinces and offices by a measure: no result is not a bad result."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coops.choices import Kind, RuleStatus, Sector, Tier, UnassessedGroup
from coops.selectors.places import Measure, breaks, figures, ranking
from coops.selectors.strength import PlaceStrength, Portion, Strength


def place(
    code: str, strong: int, weak: int = 0, outside: int = 0, incomplete: int = 0
) -> PlaceStrength:
    population = strong + weak + outside + incomplete
    counts = {Tier.ONE: strong, Tier.TWO: 0, Tier.THREE: weak}
    groups = {UnassessedGroup.ONE: outside, UnassessedGroup.TWO: 0}
    return PlaceStrength(
        code,
        f"จังหวัด {code}",
        Strength(
            fiscal_year=2567,
            kind=Kind.COOPERATIVE,
            sector=Sector.AGRICULTURAL,
            population=population,
            tiers={tier: Portion.of(count, population) for tier, count in counts.items()},
            unassessed={group: Portion.of(count, population) for group, count in groups.items()},
            incomplete=incomplete,
            strong=Portion.of(strong, population),
            status=RuleStatus.OFFICIAL,
        ),
    )


@pytest.mark.parametrize(
    ("measure", "value", "detail"),
    [
        (Measure.STRONG, Decimal("50.00"), "10 จาก 20 แห่ง"),
        (Measure.UNASSESSED, Decimal("20.00"), "4 จาก 20 แห่ง"),
        (Measure.INCOMPLETE, Decimal("0.00"), "0 จาก 20 แห่ง"),
        (Measure.CHANGE, Decimal("10.00"), "จาก 40.00 เป็น 50.00"),
    ],
)
def test_figure_of_a_whole_place(measure: Measure, value: Decimal, detail: str) -> None:
    (row,) = figures(measure, [place("50", 10, 6, 4)], [place("50", 8, 12)])

    assert (row.value, row.detail) == (value, detail)


@pytest.mark.parametrize("measure", [Measure.STRONG, Measure.CHANGE])
def test_place_with_incomplete_ones_has_no_result(measure: Measure) -> None:
    (row,) = figures(measure, [place("50", 10, incomplete=2)], [place("50", 8, 12)])

    assert (row.value, row.detail) == (None, "กรอกครบ 10 จาก 12 แห่ง")


@pytest.mark.parametrize("before", [[], [place("50", 3, incomplete=1)]])
def test_change_needs_a_whole_year_before(before: list[PlaceStrength]) -> None:
    (row,) = figures(Measure.CHANGE, [place("50", 10)], before)

    assert (row.value, row.detail) == (None, "ปีก่อนไม่มีผลครบ")


def test_ranking_leaves_out_small_ones_and_those_without_result() -> None:
    rows = figures(
        Measure.STRONG,
        [
            place("1", 9),
            place("2", 5, 5),
            place("3", 8, 2),
            place("4", 2, 8),
            place("5", 20, incomplete=1),
        ],
    )
    found = ranking(Measure.STRONG, rows)

    assert [row.place.code for row in found.best] == ["3"]
    assert [row.place.code for row in found.worst] == ["4"]
    assert (found.small, found.open) == (1, 1)


def test_few_unassessed_are_best() -> None:
    rows = figures(Measure.UNASSESSED, [place("1", 10), place("2", 5, outside=5)])
    found = ranking(Measure.UNASSESSED, rows)

    assert (found.best[0].place.code, found.worst[0].place.code) == ("1", "2")


@given(st.lists(st.integers(0, 20), max_size=80))
def test_breaks_are_one_to_four_and_ascend(counts: list[int]) -> None:
    rows = figures(Measure.STRONG, [place(str(n), n, 20 - n) for n in counts])
    found = breaks(Measure.STRONG, rows)

    assert 1 <= len(found) <= 4
    assert found == sorted(set(found))


def test_change_breaks_at_zero() -> None:
    assert Decimal(0) in breaks(Measure.CHANGE, [])
