"""A search key under which spellings that people take for the same are the same."""

import re
import unicodedata

from .numerals import to_arabic_digits

_SARA_AM_TYPED_AS_TWO = re.compile("ํ([่้๊๋]?)า|([่้๊๋])ํา")
_MARKS = re.compile("[็่้๊๋์ํ๎]")
_LIMITED = re.compile(r"\(?(?<!ไม)จำกัด\)?")


def search_key(text: str) -> str:
    """Compared as a substring: no spaces, marks, letter case or "จำกัด", digits Arabic.

    "ไม่จำกัด" (unlimited liability) says something of its own and stays.
    """
    key = _without_invisible(unicodedata.normalize("NFC", text)).replace("เเ", "แ")
    key = _SARA_AM_TYPED_AS_TWO.sub("ำ", key)
    key = _MARKS.sub("", key)
    key = _LIMITED.sub("", key)
    return to_arabic_digits(key).casefold()


def _without_invisible(text: str) -> str:
    return "".join(
        letter
        for letter in text
        if not letter.isspace() and unicodedata.category(letter) not in {"Cc", "Cf"}
    )
