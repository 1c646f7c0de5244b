"""Counts over the whole country that take long, remembered for some minutes."""

from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from typing import TypeVar

from django.core.cache import cache
from django.utils import timezone

from cpd_portal.core.models import User

SECONDS = 300
LARGE = 20_000
"""From so many defects on; below that every page counts anew."""
T = TypeVar("T")


def remembered(
    user: User, question: object, count: Callable[[], T], size: Callable[[T], int]
) -> tuple[T, datetime]:
    """What `count` finds, and when it was counted. `question`: everything that the answer
    depends on besides the person; people of headquarters see the same. `size`: how many
    defects were counted."""
    if not user.reach.nationwide:
        return count(), timezone.now()
    key = f"inspection:{sha256(repr(question).encode()).hexdigest()}"
    kept: tuple[T, datetime] | None = cache.get(key)
    if kept is not None:
        return kept
    fresh = count(), timezone.now()
    if size(fresh[0]) >= LARGE:
        cache.set(key, fresh, SECONDS)
    return fresh
