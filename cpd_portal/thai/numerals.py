"""Thai and Arabic digits."""

THAI_DIGITS = "๐๑๒๓๔๕๖๗๘๙"
ARABIC_DIGITS = "0123456789"

_TO_THAI = str.maketrans(ARABIC_DIGITS, THAI_DIGITS)
_TO_ARABIC = str.maketrans(THAI_DIGITS, ARABIC_DIGITS)


def to_thai_digits(text: object) -> str:
    return str(text).translate(_TO_THAI)


def to_arabic_digits(text: object) -> str:
    return str(text).translate(_TO_ARABIC)


def mixes_digit_systems(text: str) -> bool:
    """True when Thai and Arabic digits stand in one text, which is usually a slip of typing."""
    characters = set(text)
    return bool(characters & set(THAI_DIGITS)) and bool(characters & set(ARABIC_DIGITS))
