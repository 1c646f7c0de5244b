"""Reads that are asked for several times while one page is made, and answered once.

Only pages that are looked at remember: in a request that writes, everything is read anew.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

P = ParamSpec("P")
R = TypeVar("R")

_answers: ContextVar[dict[Any, Any] | None] = ContextVar("request_memo", default=None)


@contextmanager
def remembering() -> Iterator[None]:
    """What is decorated is read once inside."""
    token = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(token)


def once_a_request(read: Callable[P, R]) -> Callable[P, R]:
    """Decorator of a read whose answer nobody changes; its arguments are hashable."""

    @wraps(read)
    def answer(*args: P.args, **kwargs: P.kwargs) -> R:
        answers = _answers.get()
        if answers is None:
            return read(*args, **kwargs)
        key = (read, args, tuple(sorted(kwargs.items())))
        if key not in answers:
            answers[key] = read(*args, **kwargs)
        return cast(R, answers[key])

    return answer
