"""The six ratios from the amounts of a statement."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coops.choices import Ratio
from coops.rules import RATIO_DEFINITIONS, StatementAmounts, ratios
from coops.rules.ratios import PLACES
from cpd_portal.thai.spacing import NBSP

AMOUNTS = StatementAmounts(
    total_assets=Decimal(1_000_000),
    total_liabilities=Decimal(400_000),
    total_equity=Decimal(600_000),
    reserves=Decimal(180_000),
    current_assets=Decimal(500_000),
    current_liabilities=Decimal(200_000),
    net_profit=Decimal(45_000),
    operating_expenses=Decimal(55_000),
    receivables_due=Decimal(80_000),
    receivables_paid_on_time=Decimal(60_000),
    total_assets_before=Decimal(800_000),
)
baht = st.integers(0, 10**14).map(lambda satang: Decimal(satang).scaleb(-2))
some_baht = st.integers(1, 10**14).map(lambda satang: Decimal(satang).scaleb(-2))


@pytest.mark.parametrize(
    ("ratio", "value", "words"),
    [
        (Ratio.DEBT_TO_EQUITY, "0.6667", "0.6667 เท่า"),
        (Ratio.RESERVES_TO_ASSETS, "0.18", "0.18 เท่า"),
        (Ratio.RETURN_ON_ASSETS, "5", "ร้อยละ 5"),
        (Ratio.OPERATING_EXPENSES, "55", "ร้อยละ 55"),
        (Ratio.CURRENT_RATIO, "2.5", "2.5 เท่า"),
        (Ratio.PAID_ON_TIME, "75", "ร้อยละ 75"),
    ],
)
def test_ratio_follows_its_definition(ratio: Ratio, value: str, words: str) -> None:
    result = ratios(AMOUNTS)[ratio]

    assert result.value == Decimal(value)
    assert result.words.replace(NBSP, " ") == words


def test_ratio_trace_names_numerator_denominator_value_and_unit() -> None:
    found = ratios(AMOUNTS)

    assert found[Ratio.RESERVES_TO_ASSETS].trace == (
        "ทุนสำรอง 180,000.00 บาท ÷ รวมสินทรัพย์ 1,000,000.00 บาท = 0.18\u00a0เท่า"
    )
    assert found[Ratio.RETURN_ON_ASSETS].trace == (
        "กำไรสุทธิ 45,000.00 บาท ÷ สินทรัพย์เฉลี่ยต้นปีและปลายปี 900,000.00 บาท × 100 = ร้อยละ\u00a05"
    )


@pytest.mark.parametrize(
    ("ratio", "change", "reason"),
    [
        (Ratio.DEBT_TO_EQUITY, {"total_equity": Decimal(0)}, "รวมทุนเป็นศูนย์"),
        (Ratio.DEBT_TO_EQUITY, {"total_equity": Decimal(-5)}, "รวมทุนติดลบ (−5.00 บาท)"),
        (Ratio.RESERVES_TO_ASSETS, {"total_assets": Decimal(0)}, "รวมสินทรัพย์เป็นศูนย์"),
        (
            Ratio.RETURN_ON_ASSETS,
            {"total_assets_before": None},
            "ไม่ทราบสินทรัพย์เฉลี่ยต้นปีและปลายปี",
        ),
        (
            Ratio.OPERATING_EXPENSES,
            {"operating_expenses": None},
            "ไม่ทราบกำไรก่อนหักค่าใช้จ่ายดำเนินงาน",
        ),
        (
            Ratio.OPERATING_EXPENSES,
            {"net_profit": Decimal(-55_000)},
            "กำไรก่อนหักค่าใช้จ่ายดำเนินงานเป็นศูนย์",
        ),
        (Ratio.CURRENT_RATIO, {"current_liabilities": Decimal(0)}, "หนี้สินหมุนเวียนเป็นศูนย์"),
        (Ratio.PAID_ON_TIME, {"receivables_due": None}, "ไม่ทราบลูกหนี้ระยะสั้นที่ถึงกำหนดชำระ"),
        (
            Ratio.PAID_ON_TIME,
            {"receivables_due": Decimal(0)},
            "ลูกหนี้ระยะสั้นที่ถึงกำหนดชำระเป็นศูนย์",
        ),
        (
            Ratio.PAID_ON_TIME,
            {"receivables_paid_on_time": None},
            "ไม่ทราบลูกหนี้ระยะสั้นที่ชำระได้ตามกำหนด",
        ),
    ],
)
def test_undefined_ratio_is_none_with_its_reason(
    ratio: Ratio, change: dict[str, Any], reason: str
) -> None:
    result = ratios(replace(AMOUNTS, **change))[ratio]

    assert result.value is None
    assert result.trace == f"คำนวณไม่ได้ เพราะ{reason}"
    assert result.words == "คำนวณไม่ได้"


def test_loss_gives_negative_return() -> None:
    result = ratios(replace(AMOUNTS, net_profit=Decimal(-9_000)))[Ratio.RETURN_ON_ASSETS]

    assert result.value == Decimal(-1)


def test_every_ratio_has_one_definition() -> None:
    assert [definition.ratio for definition in RATIO_DEFINITIONS] == list(Ratio)
    assert RATIO_DEFINITIONS[2].formula == "กำไรสุทธิ ÷ สินทรัพย์เฉลี่ยต้นปีและปลายปี × 100"


@given(debts=baht, equity=some_baht)
def test_ratio_is_the_quotient_within_its_rounding(debts: Decimal, equity: Decimal) -> None:
    amounts = replace(AMOUNTS, total_liabilities=debts, total_equity=equity)

    value = ratios(amounts)[Ratio.DEBT_TO_EQUITY].value

    assert value is not None
    assert abs(value - debts / equity) <= Decimal(1).scaleb(-PLACES) / 2


@given(baht, baht, some_baht)
def test_ratio_rises_with_its_numerator(one: Decimal, other: Decimal, assets: Decimal) -> None:
    low, high = sorted((one, other))
    values = [
        ratios(replace(AMOUNTS, reserves=reserves, total_assets=assets))[Ratio.RESERVES_TO_ASSETS]
        for reserves in (low, high)
    ]

    assert values[0].value is not None
    assert values[1].value is not None
    assert values[0].value <= values[1].value
