"""Names without marks of direction."""

import unicodedata

import pytest

from cpd_portal.thai.directions import without_directions

BIDI = {"LRE", "LRO", "RLE", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


@pytest.mark.parametrize(
    "mark", "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
def test_mark_of_direction_is_taken_away(mark: str) -> None:
    assert without_directions(f"ก{mark}ข") == "กข"


def test_every_control_of_direction_is_known() -> None:
    controls = [
        chr(code)
        for code in range(0x110000)
        if unicodedata.category(chr(code)) == "Cf" and unicodedata.bidirectional(chr(code)) in BIDI
    ]
    assert without_directions("".join(controls)) == ""


def test_all_other_text_stays() -> None:
    text = "สหกรณ์ <b>“ก้าวหน้า”</b>\u200b น้ำ\u00a0๑ שלום\n"
    assert without_directions(text) == text
