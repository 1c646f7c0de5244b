"""Growth of what programme cooperatives collect: audited, in time, two years."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpis.choices import GrowthAverage
from kpis.rules.collection import Member, YearValue, collection_growth, collection_result

SUMS, MEANS = GrowthAverage.GROWTH_OF_SUMS, GrowthAverage.MEAN_OF_PERCENTAGES
amounts = st.decimals(min_value="0.01", max_value=10**9, places=2)


def value(amount: str, audited: bool = True, closed_in_time: bool = True) -> YearValue:
    return YearValue(Decimal(amount), audited, closed_in_time)


def member(name: str, *amounts: str, first: int = 2565) -> Member:
    return Member(name, {first + i: value(amount) for i, amount in enumerate(amounts)})


PAIR = [member("ก", "100", "100", "110"), member("ข", "900", "900", "1080")]


def test_growth_of_sums_weighs_by_size() -> None:
    assert collection_growth(PAIR, 2567, SUMS).percent == Fraction(19)


def test_mean_of_percentages_counts_each_cooperative_alike() -> None:
    assert collection_growth(PAIR, 2567, MEANS).percent == Fraction(15)


def test_result_is_the_growth_and_the_printed_difference_stands_beside_it() -> None:
    rows = [member("ก", "100", "105", "115.5")]
    found = collection_result(rows, 2567, SUMS)
    assert found is not None
    assert (found.value, found.partial) == (Decimal(10), False)
    assert found.notes == (
        "คำว่าโดยเฉลี่ยคิดเป็นอัตราเพิ่มของผลรวม ตามนโยบายที่ยังไม่ตรวจยืนยัน",
        "ผลต่างตามสูตรที่พิมพ์คือ 10.00 หัก 5.00 ได้ 5.00 จุดร้อยละ ไม่ใช้ให้คะแนน เพราะเกณฑ์เป็นอัตราการเติบโต",
    )


def test_without_the_year_before_last_the_printed_difference_cannot_be_taken() -> None:
    found = collection_result([member("ก", "100", "110", first=2566)], 2567, SUMS)
    assert found is not None
    assert found.notes[1] == "ผลต่างตามสูตรที่พิมพ์คำนวณไม่ได้ เพราะไม่มีมูลค่าปี 2565 ที่นับได้"


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({2567: value("5")}, "2566 ไม่มีข้อมูล"),
        ({2566: value("5")}, "2567 ไม่มีข้อมูล"),
        ({}, "2566 ไม่มีข้อมูล และ 2567 ไม่มีข้อมูล"),
        ({2566: value("5"), 2567: value("5", audited=False)}, "2567 ผู้สอบบัญชียังไม่รับรอง"),
        ({2566: value("5", closed_in_time=False), 2567: value("5")}, "2566 ปิดบัญชีไม่ทันกำหนด"),
        ({2566: value("0"), 2567: value("5")}, "2566 ไม่มีมูลค่ารวบรวม"),
    ],
)
def test_cooperative_that_does_not_count_is_named_with_the_reason(
    values: dict[int, YearValue], why: str
) -> None:
    found = collection_result([*PAIR, Member("ค", values)], 2567, SUMS)
    assert found is not None
    assert (found.value, found.partial) == (Decimal(19), True)
    assert found.notes[-1] == f"ไม่นับ ค: {why}"


def test_no_cooperative_with_two_years_is_no_result() -> None:
    assert collection_result([Member("ก", {2567: value("5")})], 2567, SUMS) is None


@given(
    st.lists(st.tuples(amounts, amounts), min_size=1, max_size=8), st.sampled_from([SUMS, MEANS])
)
def test_contributions_add_up_to_the_result(
    pairs: list[tuple[Decimal, Decimal]], average: GrowthAverage
) -> None:
    rows = [
        Member(str(i), {2566: YearValue(before, True, True), 2567: YearValue(now, True, True)})
        for i, (before, now) in enumerate(pairs)
    ]
    found = collection_growth(rows, 2567, average)
    assert sum(found.contributions.values(), Fraction(0)) == found.percent
    assert found.counted == len(rows)


@given(st.lists(st.tuples(amounts, amounts), min_size=1, max_size=8))
def test_growth_of_sums_is_the_growth_of_the_totals(pairs: list[tuple[Decimal, Decimal]]) -> None:
    rows = [
        Member(str(i), {2566: YearValue(before, True, True), 2567: YearValue(now, True, True)})
        for i, (before, now) in enumerate(pairs)
    ]
    found = collection_growth(rows, 2567, SUMS)
    assert found.percent == (Fraction(found.now) / Fraction(found.before) - 1) * 100
