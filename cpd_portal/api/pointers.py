"""JSON pointers (RFC 6901) of validation errors."""

from collections.abc import Iterator
from typing import Any

from rest_framework.settings import api_settings


def pointer(*steps: str | int) -> str:
    """`pointer("points", "2.6")` is "/points/2.6"; without steps "" (the whole body)."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in steps)


def pointed(detail: Any, at: str = "") -> Iterator[tuple[str, str]]:
    """Pairs of pointer and message from the nested detail of a ValidationError."""
    if isinstance(detail, dict):
        for key, inner in detail.items():
            whole = key == api_settings.NON_FIELD_ERRORS_KEY
            yield from pointed(inner, at if whole else at + pointer(key))
    elif isinstance(detail, list):
        for position, inner in enumerate(detail):
            nested = isinstance(inner, (dict, list))
            yield from pointed(inner, at + pointer(position) if nested else at)
    else:
        yield at, str(detail)
