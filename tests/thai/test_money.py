from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpd_portal.thai.money import baht_text, number_text


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0", "ศูนย์บาทถ้วน"),
        ("0.01", "หนึ่งสตางค์"),
        ("0.25", "ยี่สิบห้าสตางค์"),
        ("1", "หนึ่งบาทถ้วน"),
        ("1.21", "หนึ่งบาทยี่สิบเอ็ดสตางค์"),
        ("10", "สิบบาทถ้วน"),
        ("11.11", "สิบเอ็ดบาทสิบเอ็ดสตางค์"),
        ("20", "ยี่สิบบาทถ้วน"),
        ("21.50", "ยี่สิบเอ็ดบาทห้าสิบสตางค์"),
        ("100", "หนึ่งร้อยบาทถ้วน"),
        ("101", "หนึ่งร้อยเอ็ดบาทถ้วน"),
        ("1001", "หนึ่งพันเอ็ดบาทถ้วน"),
        ("12345", "หนึ่งหมื่นสองพันสามร้อยสี่สิบห้าบาทถ้วน"),
        ("999999", "เก้าแสนเก้าหมื่นเก้าพันเก้าร้อยเก้าสิบเก้าบาทถ้วน"),
        ("1000000", "หนึ่งล้านบาทถ้วน"),
        ("1000001", "หนึ่งล้านเอ็ดบาทถ้วน"),
        ("21000000", "ยี่สิบเอ็ดล้านบาทถ้วน"),
        ("195000000", "หนึ่งร้อยเก้าสิบห้าล้านบาทถ้วน"),
        ("1000000000000", "หนึ่งล้านล้านบาทถ้วน"),
        ("-1.50", "ลบหนึ่งบาทห้าสิบสตางค์"),
    ],
)
def test_baht_text_known_amounts(amount: str, words: str) -> None:
    assert baht_text(Decimal(amount)) == words


@pytest.mark.parametrize("amount", ["0.005", "NaN", "Infinity"])
def test_baht_text_part_of_a_satang_is_refused(amount: str) -> None:
    with pytest.raises(ValueError, match="^จำนวนเงินต้องมีทศนิยมไม่เกินสองตำแหน่ง"):
        baht_text(Decimal(amount))


def test_number_text_below_zero_is_refused() -> None:
    with pytest.raises(ValueError, match="^ต้องเป็นจำนวนเต็มไม่ติดลบ \\(ได้ -1\\)$"):
        number_text(-1)


@given(st.lists(st.integers(0, 10**13), min_size=2, max_size=2, unique=True))
def test_number_text_different_numbers_have_different_words(numbers: list[int]) -> None:
    assert number_text(numbers[0]) != number_text(numbers[1])


@given(st.integers(1, 10**9))
def test_number_text_millions_say_the_count_then_million(count: int) -> None:
    assert number_text(count * 1_000_000) == number_text(count) + "ล้าน"


@given(st.decimals(0, 10**12, places=2))
def test_baht_text_minus_only_adds_its_word(amount: Decimal) -> None:
    if amount:
        assert baht_text(-amount) == "ลบ" + baht_text(amount)
