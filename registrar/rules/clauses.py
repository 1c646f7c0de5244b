"""Which clauses a text names, so that cases of the same clause are found however it is written."""

import re

from cpd_portal.thai.numerals import to_arabic_digits
from cpd_portal.thai.searching import search_key

_CLAUSE = re.compile(r"(มาตรา|ข้อ)\s*(\d+(?:/\d+)?)")


def clauses_in(text: str) -> frozenset[str]:
    """Sections and clauses by number, as "มาตรา 22" or "ข้อ 5"; a text that names none counts as a
    whole."""
    found = _CLAUSE.findall(to_arabic_digits(text))
    if found:
        return frozenset(f"{word} {number}" for word, number in found)
    key = search_key(text)
    return frozenset({key} if key else ())
