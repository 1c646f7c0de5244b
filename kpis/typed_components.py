"""Components as people type them: a number in the unit asked for, or that there is none."""

from dataclasses import dataclass
from decimal import Decimal

from cpd_portal.thai.amount_input import AmountInputError, parse_amount

ABSENT = "N/A"
ABSENT_WORDS = {ABSENT, "NA", "-", "–", "ไม่มีข้อมูล"}


@dataclass(frozen=True)
class Typed:
    """A value, or that there is none (`absent`); neither: left empty."""

    value: Decimal | None
    absent: str = ""


def typed_component(text: str, unit: str) -> Typed:
    """Raises AmountInputError with a Thai message."""
    if not text:
        return Typed(None)
    if text.upper() in ABSENT_WORDS:
        return Typed(None, ABSENT)
    try:
        return Typed(parse_amount(text))
    except AmountInputError as error:
        if any(letter.isalpha() or letter == "%" for letter in text):
            words = f"หน่วยของช่องนี้คือ{unit} กรอกเฉพาะตัวเลข หรือ N/A ถ้าไม่มีค่า"
            raise AmountInputError(words) from error
        raise
