"""Marks that turn the direction of writing: a name with one would turn the rest of its line."""

_MARKS = dict.fromkeys(
    map(ord, "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
)


def without_directions(text: str) -> str:
    """For paper and plain mail, where nothing sets a name apart from the words around it as the
    elements of a page do. Thai names need none of the marks."""
    return text.translate(_MARKS)
