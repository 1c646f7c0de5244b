"""Amounts as people type them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpd_portal.thai.amount_input import AmountInputError, parse_amount
from cpd_portal.thai.formatting import format_money


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1234.5", "1234.5"),
        ("๑,๒๓๔.๕๐", "1234.50"),
        (" 1 234 ", "1234"),
        ("-7", "-7"),
        ("−7.25", "-7.25"),
        ("(1,000)", "-1000"),
        ("0", "0"),
    ],
)
def test_amount_is_understood(text: str, amount: str) -> None:
    assert parse_amount(text) == Decimal(amount)


@pytest.mark.parametrize("text", ["", "x", "1,00", "1.2.3", "--1", "(-1)", "1e5", "²", "9" * 41])
def test_other_text_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(AmountInputError, match="ไม่ได้ กรอกเป็นตัวเลข เช่น 1,234.50"):
        parse_amount(text)


@given(st.decimals(-(10**14), 10**14, places=2))
def test_shown_money_is_understood_again(amount: Decimal) -> None:
    assert parse_amount(format_money(amount)) == amount
