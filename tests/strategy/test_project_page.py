"""How a project is arranged for its page."""

import pytest

from strategy.places import place_words
from strategy.project_page import shown


@pytest.mark.parametrize(
    ("where", "words"),
    [
        ("code", "เลขโครงการ"),
        ("budget/2561", "งบประมาณ ปี 2561"),
        ("activities/3.4/targets/2563", "กิจกรรม 3.4 เป้าหมาย ปี 2563"),
        ("success_indicators/6.1", "ตัวชี้วัดความสำเร็จ 6.1"),
    ],
)
def test_place_words_say_where_in_thai(where: str, words: str) -> None:
    assert place_words(where) == words


def test_shown_text_has_arabic_digits_and_keeps_a_percentage_together() -> None:
    assert shown("อบรม ร้อยละ ๑๐๐") == 'อบรม <span class="nowrap">ร้อยละ\u00a0100</span>'


def test_shown_text_is_escaped() -> None:
    assert shown("<b>& ๑") == "&lt;b&gt;&amp; 1"
