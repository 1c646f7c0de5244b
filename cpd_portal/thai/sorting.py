"""Thai dictionary order without ICU, as a text key to store and sort by code point.

Columns that hold the key need the collation "C" (`db_collation="C"`).
"""

import re
import unicodedata

from .numerals import to_arabic_digits

_LEADING_VOWEL = re.compile("([เแโใไ])([ก-ฮ])")
_MARKS = frozenset("็่้๊๋์ํ๎")
_BASE = "."
_SEPARATOR = " "


def sort_key(text: str) -> str:
    """Letters first, a leading vowel after its consonant; marks only decide between equals."""
    letters = _LEADING_VOWEL.sub(r"\2\1", _visible(text))
    primary = "".join(letter for letter in letters if letter not in _MARKS)
    marks = "".join(letter if letter in _MARKS else _BASE for letter in letters).rstrip(_BASE)
    return f"{primary}{_SEPARATOR}{marks}" if marks else primary


def _visible(text: str) -> str:
    """Digits Arabic, letter case folded, and no spaces, controls or zero-width characters."""
    folded = to_arabic_digits(unicodedata.normalize("NFC", text)).casefold()
    return "".join(letter for letter in folded if _is_visible(letter))


def _is_visible(letter: str) -> bool:
    return not letter.isspace() and unicodedata.category(letter) not in {"Cc", "Cf"}
