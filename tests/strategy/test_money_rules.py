"""Balances and refusals without a database."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategy.choices import EntryKind
from strategy.rules.money import Balance, balance_of, refused, reversal_refused

satang = st.decimals(-(10**12), 10**12, places=2)
rows = st.lists(st.tuples(st.sampled_from(EntryKind.values), satang, satang), max_size=30)


def test_balance_leaves_what_is_neither_committed_nor_paid() -> None:
    balance = balance_of(
        [
            ("allocation", Decimal("1000.00"), Decimal(0)),
            ("carried_in", Decimal("50.25"), Decimal(0)),
            ("carried_out", Decimal("10.00"), Decimal(0)),
            ("commitment", Decimal("300.00"), Decimal(0)),
            ("disbursement", Decimal("220.00"), Decimal("120.00")),
        ]
    )

    assert balance.funds == Decimal("1040.25")
    assert balance.outstanding == Decimal("180.00")
    assert balance.available == Decimal("640.25")


@given(rows, st.integers(0, 30))
def test_balance_of_the_whole_equals_the_sum_of_its_parts(
    all_rows: list[tuple[str, Decimal, Decimal]], cut: int
) -> None:
    parts = balance_of(all_rows[:cut]) + balance_of(all_rows[cut:])

    assert parts == balance_of(all_rows)


def test_absorption_without_funds_is_unknown_and_not_zero() -> None:
    assert Balance().absorption is None
    assert Balance(allocated=Decimal(200), disbursed=Decimal(50)).absorption == 25


def test_spending_names_every_amount_and_what_is_too_much() -> None:
    balance = Balance(
        allocated=Decimal("1000000"), committed=Decimal("300000"), disbursed=Decimal("500000")
    )

    assert refused(EntryKind.COMMITMENT, Decimal("200000.00"), balance) == ""
    assert refused(EntryKind.COMMITMENT, Decimal("200000.01"), balance) == (
        "ผูกพันเกินเงินที่มี: ได้รับ 1,000,000.00 บาท ผูกพันค้างจ่าย 300,000.00 บาท "
        "เบิกจ่ายแล้ว 500,000.00 บาท คงเหลือใช้ได้ 200,000.00 บาท "
        "ขอผูกพัน 200,000.01 บาท เกิน 0.01 บาท"
    )


def test_payment_of_a_commitment_is_bounded_by_the_commitment_alone() -> None:
    empty = Balance()

    assert refused(EntryKind.DISBURSEMENT, Decimal(10), empty, outstanding=Decimal(10)) == ""
    assert refused(EntryKind.DISBURSEMENT, Decimal(11), empty, outstanding=Decimal(10)) == (
        "เบิกจ่ายเกินข้อผูกพัน: คงเหลือที่ผูกพัน 10.00 บาท ขอเบิก 11.00 บาท เกิน 1.00 บาท"
    )


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (EntryKind.ALLOCATION, "กลับรายการไม่ได้ เพราะเงินนี้ถูกผูกพันหรือเบิกจ่ายแล้ว"),
        (EntryKind.COMMITMENT, "กลับรายการข้อผูกพันได้ไม่เกินส่วนที่ยังไม่เบิกจ่าย 5.00 บาท"),
    ],
)
def test_taking_back_what_is_spent_is_refused(kind: EntryKind, words: str) -> None:
    spent = Balance(allocated=Decimal(100), disbursed=Decimal(95))

    problem = reversal_refused(kind, Decimal(10), Decimal(100), spent, outstanding=Decimal(5))

    assert words in problem


def test_taking_back_more_than_is_left_is_refused() -> None:
    assert (
        reversal_refused(EntryKind.DISBURSEMENT, Decimal(11), Decimal(10), Balance(), Decimal(10))
        == "กลับรายการเกินยอด: คงเหลือให้กลับรายการได้ 10.00 บาท ขอกลับ 11.00 บาท"
    )
