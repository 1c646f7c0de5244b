"""Amounts of baht in words, as cheques and official letters print them."""

from decimal import Decimal

_DIGIT_WORDS = ("", "หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า")
_PLACE_WORDS = ("", "สิบ", "ร้อย", "พัน", "หมื่น", "แสน")
MILLION = 1_000_000


def baht_text(amount: Decimal | int) -> str:
    """1.25 -> "หนึ่งบาทยี่สิบห้าสตางค์". Raises ValueError for a part of a satang."""
    exact = Decimal(amount)
    if not exact.is_finite() or exact * 100 != int(exact * 100):
        raise ValueError(f"จำนวนเงินต้องมีทศนิยมไม่เกินสองตำแหน่ง (ได้ {amount})")
    baht, satang = divmod(abs(int(exact * 100)), 100)
    sign = "ลบ" if exact < 0 else ""
    return sign + _baht_and_satang(baht, satang)


def number_text(number: int) -> str:
    """A whole number of zero or more in words: 21 -> "ยี่สิบเอ็ด"."""
    if number < 0:
        raise ValueError(f"ต้องเป็นจำนวนเต็มไม่ติดลบ (ได้ {number})")
    return _words(number, follows=False) or "ศูนย์"


def _baht_and_satang(baht: int, satang: int) -> str:
    if satang == 0:
        return f"{number_text(baht)}บาทถ้วน"
    whole = f"{number_text(baht)}บาท" if baht else ""
    return f"{whole}{number_text(satang)}สตางค์"


def _words(number: int, *, follows: bool) -> str:
    """Words of a number; `follows` is true where a larger part was said before it."""
    millions, rest = divmod(number, MILLION)
    if millions:
        return f"{_words(millions, follows=follows)}ล้าน{_words(rest, follows=True)}"
    digits = [int(digit) for digit in reversed(str(number))]
    pairs = list(enumerate(digits))
    spoken = follows or number > 9
    return "".join(_digit_word(digit, place, spoken) for place, digit in reversed(pairs))


def _digit_word(digit: int, place: int, spoken: bool) -> str:
    """A final one after anything else is เอ็ด; twenty is ยี่สิบ, ten plain สิบ."""
    if digit == 0:
        return ""
    if place == 0 and digit == 1 and spoken:
        return "เอ็ด"
    if place == 1 and digit <= 2:
        return "สิบ" if digit == 1 else "ยี่สิบ"
    return _DIGIT_WORDS[digit] + _PLACE_WORDS[place]
