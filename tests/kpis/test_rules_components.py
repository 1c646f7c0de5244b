"""Results out of components: what is not available is never 0."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from kpis.rules.components import (
    Component,
    difference,
    figure,
    growth_of,
    growth_of_sum,
    levels_reached,
    mean,
)
from kpis.rules.numbers import half_up

amounts = st.decimals(min_value=0, max_value=10**7, places=2)


def part(code: str, now: str | None, before: str | None = None, absent: str = "") -> Component:
    return Component(
        code=code,
        label=f"สินค้า {code}",
        unit="ล้านบาท",
        source="กรมทดสอบ",
        now=None if now is None else Decimal(now),
        before=None if before is None else Decimal(before),
        absent=absent,
    )


ORGANIC = (
    part("rice", "8443.14", "8010.58"),
    part("crops", None, "0.23", "N/A"),
    part("livestock", "130.53", "115.20"),
    part("fishery", None, "23.59", "N/A"),
)


def test_growth_of_incomplete_components_is_partial_with_the_like_for_like_growth_beside() -> None:
    found = growth_of_sum(ORGANIC, 2566)
    assert found is not None
    assert found.value is not None
    assert half_up(found.value, 2) == Decimal("5.20")
    assert found.partial
    assert found.notes == (
        "ผลมาจากองค์ประกอบที่ไม่ครบสองปี: สินค้า crops (N/A), สินค้า fishery (N/A) ค่าที่ไม่มีไม่ใช่ศูนย์",
        "เทียบเฉพาะองค์ประกอบที่มีค่าทั้งสองปีได้ร้อยละ 5.51",
    )
    assert [(each.name, each.value) for each in found.inputs] == [
        ("สินค้า rice", Decimal("8443.14")),
        ("สินค้า crops", None),
        ("สินค้า livestock", Decimal("130.53")),
        ("สินค้า fishery", None),
        ("ผลรวมปี 2566", Decimal("8573.67")),
        ("ผลรวมปี 2565", Decimal("8149.60")),
    ]


def test_growth_of_complete_components_is_not_partial() -> None:
    found = growth_of_sum((part("a", "110", "100"), part("b", "0", "0")), 2567)
    assert found is not None
    assert (found.value, found.partial, found.notes) == (Decimal(10), False, ())


def test_component_nobody_entered_keeps_the_result_open_and_is_named() -> None:
    found = growth_of_sum((part("a", "110", "100"), part("b", None, "50")), 2567)
    assert found is not None
    assert (found.value, found.partial) == (None, True)
    assert found.notes == ("ยังไม่ได้กรอก: สินค้า b",)


def test_growth_without_a_year_before_is_no_result() -> None:
    assert growth_of_sum((part("a", "110"),), 2567) is None


def test_growth_without_any_value_of_the_year_is_no_result() -> None:
    assert growth_of_sum((part("a", None, "5", "N/A"),), 2567) is None


@given(st.lists(st.tuples(amounts, amounts), min_size=1, max_size=6))
def test_contributions_add_up_to_the_growth(pairs: list[tuple[Decimal, Decimal]]) -> None:
    parts = [part(str(i), str(now), str(before)) for i, (now, before) in enumerate(pairs)]
    found = growth_of(parts)
    if found.percent is None:
        assert found.total_before == 0
    else:
        assert sum(found.contributions.values(), Fraction(0)) == found.percent
        assert found.like_for_like == found.percent


def test_difference_of_income_and_expense_says_its_growth() -> None:
    found = difference((part("in", "206310", "187081"), part("out", "126039", "108759")), 2566)
    assert found is not None
    assert found.value == Decimal(80271)
    assert found.notes == ("อัตราเพิ่มจากปีก่อนร้อยละ 2.49",)


def test_difference_with_an_unavailable_side_is_open() -> None:
    found = difference((part("in", "5"), part("out", None, None, "N/A")), 2566)
    assert found is not None
    assert (found.value, found.partial, found.notes) == (None, True, ("ไม่มีค่า: สินค้า out (N/A)",))


def test_figure_says_the_change_on_the_year_before() -> None:
    found = figure((part("spots", "3500", "3623"),), 2567)
    assert found is not None
    assert found.value == Decimal(3500)
    assert found.notes == ("เปลี่ยนแปลงจากปีก่อนร้อยละ −3.39",)


def test_mean_needs_every_category() -> None:
    whole = mean((part("1", "440"), part("2", "441")), 2567)
    short = mean((part("1", "440"), part("2", None, None, "N/A")), 2567)
    assert whole is not None
    assert short is not None
    assert (whole.value, whole.partial) == (Decimal("440.5"), False)
    assert (short.value, short.partial) == (None, True)


def test_levels_count_from_level_three_and_name_those_below() -> None:
    found = levels_reached((part("1", "3"), part("2", "5"), part("3", "2")), 2567, least=3)
    assert found is not None
    assert (found.value, found.notes) == (Decimal(2), ("ยังไม่ถึงระดับ 3: สินค้า 3",))


def test_levels_count_from_the_level_that_the_scorecard_names() -> None:
    found = levels_reached((part("1", "3"), part("2", "5")), 2567, least=4)
    assert found is not None
    assert (found.value, found.notes) == (Decimal(1), ("ยังไม่ถึงระดับ 4: สินค้า 1",))
