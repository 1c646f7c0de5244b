"""Text of a cell as people type and paste it, made plain before anything looks at it."""

import re

from cpd_portal.core.exceptions import InvalidInput
from cpd_portal.thai.numerals import to_arabic_digits

LONGEST_CELL = 100
TOO_LONG = f"ค่าในช่องยาวเกิน {LONGEST_CELL} ตัวอักษร"
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff"))
_MINUS = str.maketrans({"\u2212": "-"})
_THOUSANDS = re.compile(r"-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")


def cell_text(typed: str, pointer: str) -> str:
    """Without spaces around (no-break and zero-width ones too), with Arabic digits, and
    without the separators of thousands where they stand right.

    Raises InvalidInput for a text that is no value of any cell.
    """
    if len(typed) > LONGEST_CELL:
        raise InvalidInput([(pointer, TOO_LONG)])
    text = to_arabic_digits(" ".join(typed.translate(_INVISIBLE).split()))
    number = text.translate(_MINUS)
    return number.replace(",", "") if _THOUSANDS.fullmatch(number) else text
