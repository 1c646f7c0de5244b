"""Files that belong to rows: what a service wrote goes when its transaction does not last.

They are written before the commit, so that no committed row lacks its file: a device deletes its
photo as soon as it reads that the row is there.
"""

import errno
from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import structlog
from django.core.files.base import File
from django.core.files.storage import Storage
from django.db import InterfaceError, OperationalError
from django.db.models.fields.files import FieldFile

P = ParamSpec("P")
R = TypeVar("R")

_log = structlog.get_logger(__name__)
_written: ContextVar[list[tuple[Storage, str]]] = ContextVar("written_files")


def stores_files(service: Callable[P, R]) -> Callable[P, R]:
    """Decorator above `recorded`: deletes what `store_file` wrote when the service fails, its
    commit included. A service that another one calls belongs to the transaction of that one.

    What is lost with the connection stays: nobody knows then whether the commit was done. So
    does what a transaction around the service takes back, or a process that dies. Those files
    are counted every night (`inspection.services.stray_files`).
    """

    @wraps(service)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        if _written.get(None) is not None:
            return service(*args, **kwargs)
        token = _written.set([])
        try:
            return service(*args, **kwargs)
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            for storage, name in _written.get():
                storage.delete(name)
            raise
        finally:
            _written.reset(token)

    return run


def store_file(place: FieldFile, name: str, content: "File[Any]") -> None:
    """The file of an unsaved field, in a service that is decorated with `stores_files`."""
    place.save(name, content, save=False)
    _written.get().append((place.storage, str(place.name)))


def is_storage_full(error: BaseException | None) -> bool:
    """Whether that is why something failed; the log tells it to who can make room."""
    if not isinstance(error, OSError) or error.errno not in (errno.ENOSPC, errno.EDQUOT):
        return False
    _log.error("storage_full", file=error.filename)
    return True
