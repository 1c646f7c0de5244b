"""Which fiscal year an accounting year belongs to."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coops.rules import YearEnds, fiscal_year_of, window_of, wrong_fiscal_year

JUNE, MARCH = date(2023, 6, 30), date(2024, 3, 31)


@pytest.mark.parametrize(
    ("ended", "fiscal_year"),
    [
        (date(2023, 3, 31), 2566),
        (date(2023, 4, 1), 2567),
        (date(2023, 12, 31), 2567),
        (date(2024, 3, 31), 2567),
        (date(2024, 4, 1), 2568),
    ],
)
def test_fiscal_year_follows_from_the_year_end(ended: date, fiscal_year: int) -> None:
    assert fiscal_year_of(ended) == fiscal_year


@given(st.dates(date(1950, 1, 1), date(2100, 12, 31)))
def test_fiscal_year_is_the_one_whose_window_holds_the_day(ended: date) -> None:
    first, last = window_of(fiscal_year_of(ended))
    assert first <= ended <= last


def test_wrong_fiscal_year_says_which_is_right_and_why() -> None:
    assert wrong_fiscal_year(2567, MARCH) is None
    found = wrong_fiscal_year(2567, date(2024, 4, 30))
    assert found is not None
    assert found.replace("\u00a0", " ") == (
        "ปีบัญชีสิ้นสุด 30 เมษายน 2567 เป็นของปีงบประมาณ 2568 ไม่ใช่ 2567 "
        "เพราะปีงบประมาณ 2567 ใช้ปีบัญชีที่สิ้นสุดตั้งแต่เมษายน 2566 ถึงมีนาคม 2567"
    )


def test_one_year_end_counts_and_another_day_is_refused() -> None:
    ends = YearEnds(2567, [MARCH])
    assert (ends.counts, ends.undecided_because, ends.problem_with(MARCH)) == (MARCH, "", None)
    assert said(ends.problem_with(JUNE)) == (
        "ปีงบประมาณ 2567 ใช้ปีบัญชีที่สิ้นสุด 31 มีนาคม 2567 ตามทะเบียน ไม่ใช่ 30 มิถุนายน 2566"
    )
    assert ends.problem_with(date(2024, 4, 30)) == wrong_fiscal_year(2567, date(2024, 4, 30))


def test_two_year_ends_wait_for_a_decision() -> None:
    ends = YearEnds(2567, [JUNE, MARCH])
    assert ends.counts is None
    because = (
        "มีปีบัญชีที่สิ้นสุดในช่วงของปีงบประมาณ 2567 สองปี คือ 30 มิถุนายน 2566 และ 31 มีนาคม 2567 "
        "เพราะเปลี่ยนวันสิ้นปีบัญชี"
    )
    assert said(ends.undecided_because) == because
    assert said(ends.problem_with(MARCH)) == f"{because} ต้องบันทึกก่อนว่าใช้งบการเงินใด"


def test_decided_year_end_counts_even_outside_the_window() -> None:
    outside = date(2024, 4, 30)
    ends = YearEnds(2567, [], decided=outside)
    assert (ends.counts, ends.undecided_because, ends.problem_with(outside)) == (outside, "", None)
    assert said(ends.problem_with(MARCH)) == (
        "ปีงบประมาณ 2567 ใช้ปีบัญชีที่สิ้นสุด 30 เมษายน 2567 ตามที่พิจารณาไว้ ไม่ใช่ 31 มีนาคม 2567"
    )


def test_no_year_end_in_the_window_waits_for_a_decision() -> None:
    assert YearEnds(2567, []).undecided_because == (
        "ไม่มีปีบัญชีที่สิ้นสุดในช่วงของปีงบประมาณ 2567 (เมษายน 2566 ถึงมีนาคม 2567) เพราะเปลี่ยนวันสิ้นปีบัญชี"
    )


def said(message: str | None) -> str:
    return (message or "").replace("\u00a0", " ")
