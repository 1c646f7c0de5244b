"""Names of persons in a text, replaced by their part in the case."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

TITLES = ("นางสาว", "น.ส.", "นาย", "นาง", "ว่าที่ร้อยตรี", "ดร.", "คุณ")
SHORTEST = 3
# Marks that a text can hold between the letters of a name without being seen.
_UNSEEN = "[\\s\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00a0]*"


@dataclass(frozen=True, slots=True)
class Named:
    name: str
    alias: str


def masked(text: str, persons: Iterable[Named]) -> str:
    """Whole names first, then given names and surnames of three letters or more: hiding too much
    is the safe side."""
    found = [(form, person.alias) for person in persons for form in _forms(person.name)]
    for form, alias in sorted(found, key=lambda pair: len(pair[0]), reverse=True):
        text = re.sub(_loose(form), lambda _, alias=alias: alias, text, flags=re.IGNORECASE)  # type: ignore[misc]
    return text


def _forms(name: str) -> set[str]:
    whole = " ".join(name.split())
    bare = whole
    for title in TITLES:
        if bare.startswith(title) and len(bare) > len(title):
            bare = bare.removeprefix(title).strip()
            break
    parts = [part for part in bare.split(" ") if len(part) >= SHORTEST]
    return {form for form in (whole, bare, *parts) if len(form) >= SHORTEST}


def _loose(form: str) -> str:
    """Spaces and unseen marks between the letters do not keep a name from being found."""
    return _UNSEEN.join(re.escape(letter) for letter in form if not letter.isspace())
