from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpd_portal.thai.numerals import to_thai_digits
from cpd_portal.thai.searching import search_key
from cpd_portal.thai.sorting import sort_key

CONSONANTS = "กขคงจ"
LEADING = ["", "เ", "แ", "โ", "ใ", "ไ"]
FOLLOWING = ["", "ะ", "ั", "า", "ำ", "ิ", "ี", "ุ", "ู"]
MARKS = ["", "็", "่", "้", "๊", "๋", "์"]
VOWEL_ORDER = ["", "ะ", "ั", "า", "ำ", "ิ", "ี", "ุ", "ู", "เ", "แ", "โ", "ใ", "ไ"]
SYLLABLES = st.tuples(
    st.sampled_from(LEADING),
    st.sampled_from(CONSONANTS),
    st.sampled_from(MARKS),
    st.sampled_from(FOLLOWING),
)


def spell(syllable: tuple[str, str, str, str]) -> str:
    leading, consonant, mark, following = syllable
    above = following if following in "ัิีุู" else ""
    after = "" if above else following
    return f"{leading}{consonant}{above}{mark}{after}"


def dictionary_place(syllable: tuple[str, str, str, str]) -> tuple[int, int, int, int]:
    """Consonant, then leading vowel, then following vowel, and the mark only at the end."""
    leading, consonant, mark, following = syllable
    return (
        CONSONANTS.index(consonant),
        VOWEL_ORDER.index(leading) if leading else VOWEL_ORDER.index(following),
        VOWEL_ORDER.index(following) if leading else 0,
        MARKS.index(mark),
    )


def test_sort_key_words_stand_as_in_the_dictionary() -> None:
    words = ["กา", "เก", "เก่ง", "แก", "ไก่", "ข", "ขา", "ขี้", "เขา", "ครู", "เพลง", "สหกรณ์", "ฮูก"]
    assert sorted(reversed(words), key=sort_key) == words


def test_sort_key_marks_decide_only_between_equal_letters() -> None:
    words = ["ปา", "ป่า", "ป้า", "ป๊า", "ป๋า", "ปาก", "เป็น", "เป้น"]
    assert sorted(reversed(words), key=sort_key) == words


def test_sort_key_provinces_stand_as_officially_listed() -> None:
    provinces = [
        "กระบี่",
        "กรุงเทพมหานคร",
        "กาญจนบุรี",
        "กาฬสินธุ์",
        "กำแพงเพชร",
        "ขอนแก่น",
        "ชลบุรี",
        "เชียงราย",
        "เชียงใหม่",
        "ตรัง",
        "นครปฐม",
        "พะเยา",
        "เพชรบุรี",
        "เพชรบูรณ์",
        "แพร่",
        "ภูเก็ต",
        "แม่ฮ่องสอน",
        "ยะลา",
        "เลย",
        "สงขลา",
        "ใสไกล",
        "หนองคาย",
        "อ่างทอง",
        "อำนาจเจริญ",
        "อุดรธานี",
    ]
    assert sorted(reversed(provinces), key=sort_key) == provinces


@pytest.mark.parametrize("pair", [("สาขา 2", "สาขา ๒"), ("กข", "ก ข"), ("ABC", "abc")])
def test_sort_key_ignores_spaces_digit_system_and_case(pair: tuple[str, str]) -> None:
    assert sort_key(pair[0]) == sort_key(pair[1])


@given(SYLLABLES, SYLLABLES)
def test_sort_key_syllables_agree_with_the_dictionary(
    first: tuple[str, str, str, str], second: tuple[str, str, str, str]
) -> None:
    by_key = sort_key(spell(first)) < sort_key(spell(second))
    assert by_key == (dictionary_place(first) < dictionary_place(second))


def test_sort_key_distinguishes_every_syllable() -> None:
    syllables = [spell(parts) for parts in product(LEADING, CONSONANTS, MARKS, FOLLOWING)]
    assert len({sort_key(syllable) for syllable in syllables}) == len(set(syllables))


@pytest.mark.parametrize(
    ("stored", "typed"),
    [
        ("สหกรณ์การเกษตรเมืองเชียงใหม่ จำกัด", "สหกรณการเกษตร เมืองเชียงไหม".replace("ไห", "ให")),
        ("กลุ่มเกษตรกรทำนาบ้านแก่ง", "กลุมเกษตรกรทํานา"),
        ("สหกรณ์ออมทรัพย์ครู (จำกัด)", "ออมทรัพย์ครูจำกัด"),
        ("สหกรณ์นิคมแม่แตง ๒", "เเม่แตง 2"),
        ("น้ำพอง", "น้ํา\u200bพอง"),
        ("CPD Online", "cpdonline"),
    ],
)
def test_search_key_finds_other_spellings(stored: str, typed: str) -> None:
    assert search_key(typed) in search_key(stored)


def test_search_key_keeps_what_makes_a_difference() -> None:
    assert search_key("นำ") != search_key("นา")
    assert search_key("ชนิดไม่จำกัด") != search_key("ชนิดจำกัด")


@given(st.text())
def test_search_key_of_a_key_is_the_key(text: str) -> None:
    assert search_key(to_thai_digits(text)) == search_key(text)
