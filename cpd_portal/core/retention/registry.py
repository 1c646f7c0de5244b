"""Which kinds of rows may go: an app registers its kinds when it starts.

Only registered kinds can have a policy. Audit events and the logs of who read or took what are no
kinds: nothing here can name them, and the database refuses their removal anyway.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models


@dataclass(frozen=True)
class RetentionKind:
    """`rows`: those of before that day which nobody needs any more, the oldest first.
    `line`: one of them in words that may be shown to an administrator. `remove`: deletes rows
    in the caller's transaction."""

    code: str
    title: str
    about: str
    rows: Callable[[date], "models.QuerySet[Any]"]
    line: Callable[[Any], str]
    remove: Callable[[Sequence[Any]], None]


_kinds: dict[str, RetentionKind] = {}


def register(kind: RetentionKind) -> None:
    _kinds[kind.code] = kind


def retention_kinds() -> list[RetentionKind]:
    """In the order in which the apps registered them."""
    return list(_kinds.values())


def retention_kind(code: str) -> RetentionKind | None:
    return _kinds.get(code)
