"""What is refused in a statement and in the facts beside it."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coops.choices import Kind
from coops.rules import check_amounts, check_year_facts, sums_of
from tests.coops.stated import amounts

TODAY = date(2024, 12, 1)
ENDED = date(2024, 3, 31)
BAHT = st.decimals(0, 10**9, places=2)


def problems(**changes: Any) -> dict[str, str]:
    return {row.pointer: row.message for row in check_amounts(amounts(**changes))}


def test_statement_in_order_has_no_problem() -> None:
    assert problems() == {}


def test_sums_follow_from_the_parts() -> None:
    assert sums_of(amounts()) == {
        "total_assets": Decimal(1000),
        "total_liabilities": Decimal(400),
        "total_equity": Decimal(600),
    }


@given(BAHT, BAHT, BAHT, BAHT)
def test_statement_balances_only_when_assets_equal_claims(
    assets: Decimal, debt: Decimal, shares: Decimal, off: Decimal
) -> None:
    values = dict.fromkeys(
        ("other_assets", "other_liabilities", "reserves", "other_equity"), Decimal(0)
    )
    changed = {
        **values,
        "current_assets": debt + shares + off,
        "current_liabilities": debt,
        "share_capital": shares,
    }
    found = [row.pointer for row in check_amounts({**amounts(), **changed})]
    assert found == ([] if off == 0 else ["/total_assets"])


def test_everything_that_is_wrong_is_said_at_once() -> None:
    assert problems(
        current_assets=None,
        reserves=Decimal("-1"),
        income=Decimal("1.234"),
        receivables_due=Decimal(5),
        receivables_paid_on_time=Decimal("5.01"),
    ) == {
        "/current_assets": "ยังไม่ได้กรอก",
        "/reserves": "ต้องไม่ติดลบ",
        "/income": "มีทศนิยมได้ไม่เกิน 2 ตำแหน่ง",
        "/receivables_paid_on_time": "ต้องไม่เกินลูกหนี้ที่ถึงกำหนดชำระ",
    }


@pytest.mark.parametrize(
    ("changes", "pointer", "message"),
    [
        (
            {"current_assets": Decimal("600.01")},
            "/total_assets",
            "งบไม่ดุล รวมสินทรัพย์ 1,000.01 บาท แต่หนี้สินรวมกับทุน 1,000.00 บาท ต่างกัน 0.01 บาท",
        ),
        (
            {"net_profit": Decimal("-50")},
            "/net_profit",
            "กำไรสุทธิ −50.00 บาท ไม่เท่ากับรายได้หักค่าใช้จ่าย ซึ่งได้ 50.00 บาท",
        ),
        (
            {"operating_expenses": Decimal("150.01")},
            "/operating_expenses",
            "ค่าใช้จ่ายดำเนินงานต้องไม่เกินค่าใช้จ่ายทั้งหมด",
        ),
        (
            {"receivables_due": None},
            "/receivables_due",
            "กรอกยอดที่ถึงกำหนดชำระด้วย เพราะมียอดที่ชำระได้ตามกำหนด",
        ),
        ({"income": Decimal("1e14")}, "/income", "จำนวนเงินมีได้ไม่เกิน 14 หลัก"),
    ],
)
def test_one_wrong_amount_is_refused(changes: Any, pointer: str, message: str) -> None:
    assert problems(**changes) == {pointer: message}


def test_loss_and_deficit_may_be_negative() -> None:
    lost = {"income": Decimal(100), "expenses": Decimal(150), "net_profit": Decimal(-50)}
    deficit = {"other_equity": Decimal(-100), "share_capital": Decimal(600)}
    assert problems(**lost, **deficit) == {}


def facts(kind: Kind = Kind.COOPERATIVE, **values: Any) -> dict[str, str]:
    known = {"accounting_year_end": ENDED, **values}
    found = check_year_facts(known, kind, TODAY)
    return {row.pointer: row.message.replace("\u00a0", " ") for row in found}


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"closed_on": ENDED, "general_meeting_on": ENDED}, {}),
        (
            {"closed_on": date(2024, 3, 30)},
            {"/closed_on": "ต้องไม่ก่อนวันสิ้นปีบัญชี (31 มีนาคม 2567)"},
        ),
        (
            {"closed_on": date(2024, 5, 2), "opinion_on": date(2024, 5, 1)},
            {"/opinion_on": "ต้องไม่ก่อนวันที่จัดทำงบการเงินแล้วเสร็จ (2 พฤษภาคม 2567)"},
        ),
        (
            {"closed_on": date(2024, 5, 2), "sent_on": date(2024, 5, 1)},
            {"/sent_on": "ต้องไม่ก่อนวันที่จัดทำงบการเงินแล้วเสร็จ (2 พฤษภาคม 2567)"},
        ),
        ({"closed_on": date(2024, 12, 2)}, {"/closed_on": "เป็นวันในอนาคต"}),
        (
            {"general_meeting_on": date(2024, 3, 1)},
            {"/general_meeting_on": "ต้องไม่ก่อนวันสิ้นปีบัญชี (31 มีนาคม 2567)"},
        ),
        ({"members": 10, "participating_members": 10}, {}),
        (
            {"members": 1000, "participating_members": 1001},
            {"/participating_members": "ต้องไม่เกินจำนวนสมาชิก 1,000 คน"},
        ),
        (
            {"participating_members": 1},
            {"/members": "กรอกจำนวนสมาชิกด้วย เพราะมีจำนวนสมาชิกที่ร่วมทำธุรกิจ"},
        ),
        (
            {"profit_allocated": False, "welfare_paid": True},
            {"/welfare_paid": "จ่ายได้ต่อเมื่อจัดสรรกำไรสุทธิแล้ว แต่ระบุว่าไม่ได้จัดสรร"},
        ),
        (
            {"disaster": True},
            {"/disaster_note": "บอกว่าเป็นภัยใด เมื่อใด และเสียหายอย่างไร"},
        ),
        ({"dividend_paid": False}, {"/dividend_paid": "เป็นข้อเท็จจริงของกลุ่มเกษตรกรเท่านั้น"}),
    ],
)
def test_facts_of_a_cooperative(values: Any, expected: dict[str, str]) -> None:
    assert facts(**values) == expected


def test_facts_of_cooperatives_are_refused_for_groups() -> None:
    found = facts(Kind.FARMER_GROUP, welfare_paid=True, disaster=False, bookkeeping="full")
    assert found == dict.fromkeys(
        ("/bookkeeping", "/disaster", "/welfare_paid"), "เป็นข้อเท็จจริงของสหกรณ์เท่านั้น"
    )


def test_meeting_more_than_a_year_later_is_a_slip_of_the_year() -> None:
    late: dict[str, Any] = {
        "accounting_year_end": date(2023, 3, 31),
        "general_meeting_on": date(2024, 4, 1),
    }
    assert facts(**late) == {
        "/general_meeting_on": ("เกินหนึ่งปีหลังวันสิ้นปีบัญชี (31 มีนาคม 2566) ตรวจปี พ.ศ. อีกครั้ง")
    }
