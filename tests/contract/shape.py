"""Shapes of JSON answers, written as JSON: what a program may rely on, key by key.

A shape is a type, a pattern of a text, a tuple of alternatives, a list with the shape of its
items, a dict with the shape of every key, or `by_key(...)` for keys that are data.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

DECIMAL = re.compile(r"-?[0-9]+(\.[0-9]+)?")
PERCENT = re.compile(r"[0-9]+\.[0-9]{2}")
YEAR = re.compile(r"25[0-9]{2}")


@dataclass(frozen=True)
class ByKey:
    key: re.Pattern[str]
    shape: Any


def by_key(key: re.Pattern[str], shape: Any) -> ByKey:
    return ByKey(key, shape)


def wrong(value: Any, shape: Any, at: str = "") -> list[str]:
    """Where the value is not of the shape; keys beside those of the shape are allowed."""
    return list(_wrong(value, shape, at))


def _wrong(value: Any, shape: Any, at: str) -> Iterator[str]:
    if isinstance(shape, tuple):
        if all(wrong(value, alternative) for alternative in shape):
            yield f"{at}: {value!r}"
    elif isinstance(shape, dict | ByKey) and isinstance(value, dict):
        yield from _wrong_members(value, shape, at)
    elif isinstance(shape, list) and isinstance(value, list):
        for number, item in enumerate(value):
            yield from _wrong(item, shape[0], f"{at}/{number}")
    elif not _is(value, shape):
        yield f"{at}: {value!r}"


def _wrong_members(value: dict[str, Any], shape: dict[str, Any] | ByKey, at: str) -> Iterator[str]:
    if isinstance(shape, ByKey):
        yield from (f"{at}: key {key}" for key in value if not shape.key.fullmatch(key))
        shape = dict.fromkeys(value, shape.shape)
    for key, inner in shape.items():
        if key in value:
            yield from _wrong(value[key], inner, f"{at}/{key}")
        else:
            yield f"{at}: no {key}"


def _is(value: Any, shape: Any) -> bool:
    if shape is None:
        return value is None
    if isinstance(shape, re.Pattern):
        return isinstance(value, str) and bool(shape.fullmatch(value))
    return isinstance(shape, type) and type(value) is shape
