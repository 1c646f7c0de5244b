"""Amounts as people type them: Thai or Arabic digits, with or without thousands separators."""

import re
from decimal import Decimal

from .formatting import MINUS
from .numerals import to_arabic_digits

LONGEST = 40
_AMOUNT = re.compile(r"-?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?")
_IN_BRACKETS = re.compile(r"\((.+)\)")


class AmountInputError(ValueError):
    """The text is no amount; the message is Thai and meant for the person who typed it."""


def parse_amount(text: str) -> Decimal:
    """The number of a typed one; negative with a minus before it or brackets around it, as
    statements print a loss. Raises AmountInputError with a Thai message."""
    cleaned = "".join(to_arabic_digits(text).split()).replace(MINUS, "-")
    plain = _IN_BRACKETS.sub(r"-\1", cleaned)
    if len(plain) > LONGEST or not plain.isascii() or not _AMOUNT.fullmatch(plain):
        raise AmountInputError(f"อ่านจำนวน “{text[:LONGEST]}” ไม่ได้ กรอกเป็นตัวเลข เช่น 1,234.50")
    return Decimal(plain.replace(",", ""))
