"""Statements that a connection plans once.

Of the statements that every request or every saved cell asks, planning takes longer than running
(of who asks 0.7 of 0.9 ms). PostgreSQL keeps the plan of a prepared statement as long as the
connection and makes it anew when a table or its statistics change.
"""

import re
from itertools import count
from typing import Any
from weakref import WeakKeyDictionary

from django.db import NotSupportedError, connection

_PARAMETER = re.compile(r"%\((\w+)\)s")

# Which name a statement has at each connection.
_names: "WeakKeyDictionary[Any, dict[Prepared, str]]" = WeakKeyDictionary()
_numbers = count(1)


class Prepared:
    """A statement in SQL with `%(name)s` for what is asked."""

    def __init__(self, sql: str) -> None:
        names = list(dict.fromkeys(_PARAMETER.findall(sql)))
        self._sql = sql % {name: f"${number}" for number, name in enumerate(names, start=1)}
        self._values = ", ".join(f"%({name})s" for name in names)

    def rows(self, **asked: Any) -> list[tuple[Any, ...]]:
        """What the statement finds, an argument for each `%(name)s`."""
        with connection.cursor() as cursor:
            try:
                self._execute(cursor, asked)
            except NotSupportedError:
                # A column of it has another type than when it was prepared here.
                _names[connection.connection].pop(self, None)
                if connection.in_atomic_block:
                    raise
                self._execute(cursor, asked)
            return list(cursor.fetchall())

    def _execute(self, cursor: Any, asked: dict[str, Any]) -> None:
        values = f"({self._values})" if self._values else ""
        cursor.execute(f"EXECUTE {self._name()}{values}", asked)

    def _name(self) -> str:
        """At this connection. Preparing asks nothing, so it goes past what counts queries."""
        names = _names.setdefault(connection.connection, {})
        if self not in names:
            name = f"prepared_{next(_numbers)}"
            with connection.wrap_database_errors, connection.connection.cursor() as cursor:
                cursor.execute(f"PREPARE {name} AS {self._sql}")
            names[self] = name
        return names[self]
