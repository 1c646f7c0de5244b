"""The audit trail: which person did which named action, to which row, why.

PostgreSQL triggers (django-pghistory) write one event per changed row, so bulk writes and
plain SQL are caught too. The context of an event (actor, action, request id, reason) is kept
in the event's own row; events are append-only.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import pghistory
import structlog
from django.db import models, transaction

P = ParamSpec("P")
R = TypeVar("R")
M = TypeVar("M", bound=type[models.Model])

_current_action: ContextVar[str] = ContextVar("current_action", default="")
_current_reason: ContextVar[str] = ContextVar("current_reason", default="")


def audited(model: M) -> M:
    """Class decorator: every insert, update and delete of this model leaves an event."""
    return audited_without()(model)


def audited_without(*fields: str) -> Callable[[M], M]:
    """As `audited`, with fields that no event may carry (a password's hash)."""
    track: Callable[[M], M] = pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        exclude=list(fields) or None,
        context_field=pghistory.ContextJSONField(),
        context_id_field=None,  # type: ignore[arg-type]  # None is documented: no id column
    )
    return track


@contextmanager
def audit_context(action: str, actor: models.Model | None, reason: str = "") -> Iterator[None]:
    """Events written inside carry `action`, the actor, the request id and the reason.

    The outermost action names the event: a service that calls another stays one action.
    """
    if _current_action.get():
        yield
        return
    request_id = structlog.contextvars.get_contextvars().get("request_id", "")
    token, reason_token = _current_action.set(action), _current_reason.set(reason)
    try:
        with pghistory.context(
            action=action,
            actor=actor.pk if actor is not None else None,
            actor_name=str(actor) if actor is not None else "ระบบ",
            request_id=str(request_id),
            reason=reason,
        ):
            yield
    finally:
        _current_reason.reset(reason_token)
        _current_action.reset(token)


def current_reason() -> str:
    """The reason of the action that runs now: of an import, which file the values come from."""
    return _current_reason.get()


def recorded(action: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Decorator of every service: one transaction, its events named `action`.

    Reads the keyword arguments `actor` and `reason` of the service.
    """

    def decorate(service: Callable[P, R]) -> Callable[P, R]:
        @wraps(service)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            actor: Any = kwargs.get("actor")
            reason = str(kwargs.get("reason", ""))
            with transaction.atomic(), audit_context(action, actor, reason):
                return service(*args, **kwargs)

        return run

    return decorate
