"""Conditions of the assessment that follow from facts of the accounting years."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coops.choices import Kind
from coops.rules import AccountingYear, derived_conditions

ENDED = date(2024, 3, 31)
AUDITED = "กรมตรวจบัญชีสหกรณ์"
TYPED = "สำนักงานบันทึก"
YES_NO_UNKNOWN = st.sampled_from([True, False, None])


def year_with(net_profit: str | None = None, **facts: object) -> AccountingYear:
    values = {
        "fiscal_year": 2567,
        "accounting_year_end": ENDED,
        "net_profit": None if net_profit is None else Decimal(net_profit),
        "statement_source": AUDITED,
        **facts,
    }
    return AccountingYear(**values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("net_profit", "lost", "outcome"),
    [
        ("-0.01", True, "−0.01 บาท น้อยกว่าศูนย์ จึงขาดทุน"),
        ("0", False, "0.00 บาท ไม่น้อยกว่าศูนย์ จึงไม่ขาดทุน"),
        ("0.01", False, "0.01 บาท ไม่น้อยกว่าศูนย์ จึงไม่ขาดทุน"),
    ],
)
def test_loss_is_a_net_profit_below_zero(net_profit: str, lost: bool, outcome: str) -> None:
    found = derived_conditions(Kind.COOPERATIVE, year_with(net_profit), None)
    assert set(found) == {"loss_latest"}
    assert found["loss_latest"].value is lost
    assert found["loss_latest"].source == "งบการเงินปี 2567 (กรมตรวจบัญชีสหกรณ์)"
    trace = found["loss_latest"].trace.replace("\u00a0", " ")
    assert trace == f"กำไรสุทธิของปีบัญชีสิ้นสุด 31 มี.ค. 2567 {outcome}"


def test_each_year_has_its_own_loss() -> None:
    latest, previous = year_with("100"), year_with("-5", fiscal_year=2566)
    found = derived_conditions(Kind.COOPERATIVE, latest, previous)
    assert {name: row.value for name, row in found.items()} == {
        "loss_latest": False,
        "loss_previous": True,
    }
    assert found["loss_previous"].source == "งบการเงินปี 2566 (กรมตรวจบัญชีสหกรณ์)"


def test_nothing_follows_from_nothing() -> None:
    for kind in Kind:
        assert derived_conditions(kind, None, None) == {}
        assert derived_conditions(kind, year_with(), year_with()) == {}


def test_groups_do_not_look_at_losses_and_cooperatives_not_at_days() -> None:
    facts = year_with("-5", closed_on=ENDED, profit_allocated=True, dividend_paid=True)
    assert set(derived_conditions(Kind.COOPERATIVE, facts, facts)) == {
        "loss_latest",
        "loss_previous",
    }
    assert set(derived_conditions(Kind.FARMER_GROUP, facts, facts)) == {
        "allocated_latest",
        "allocated_previous",
        "statement_days",
    }


@given(YES_NO_UNKNOWN, YES_NO_UNKNOWN)
def test_allocated_needs_both_and_one_refusal_decides(
    allocated: bool | None, paid: bool | None
) -> None:
    facts = year_with(profit_allocated=allocated, dividend_paid=paid)
    found = derived_conditions(Kind.FARMER_GROUP, facts, None)
    if allocated and paid:
        assert found["allocated_latest"].value is True
    elif allocated is False or paid is False:
        assert found["allocated_latest"].value is False
    else:
        assert found == {}


def test_allocation_names_the_sources_of_both_facts() -> None:
    sources = {"profit_allocated": TYPED, "dividend_paid": "นำเข้าจากแฟ้ม"}
    facts = year_with(profit_allocated=True, dividend_paid=False, sources=sources)
    found = derived_conditions(Kind.FARMER_GROUP, facts, None)["allocated_latest"]
    assert found.source == "ข้อเท็จจริงปี 2567 (สำนักงานบันทึก, นำเข้าจากแฟ้ม)"
    assert found.trace.replace("\u00a0", " ") == (
        "ปีบัญชีสิ้นสุด 31 มี.ค. 2567 จัดสรรกำไรสุทธิ: ใช่, "
        "จ่ายเงินปันผลหรือเงินเฉลี่ยคืน: ไม่ใช่ จึงถือว่าไม่ได้จัดสรรและจ่าย"
    )


@given(st.integers(0, 400))
def test_statement_days_count_from_the_accounting_year_end(days: int) -> None:
    facts = year_with(closed_on=ENDED + timedelta(days=days), sources={"closed_on": TYPED})
    found = derived_conditions(Kind.FARMER_GROUP, facts, None)["statement_days"]
    assert found.value == days
    assert found.source == "ข้อเท็จจริงปี 2567 (สำนักงานบันทึก)"
    assert found.trace.endswith(f" {days} วัน")
