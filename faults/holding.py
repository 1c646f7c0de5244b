"""Holding a write in its midst: its transaction has written, and waits for a table of ours."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg2

from faults.stage import Stage, wait_until

PATIENCE = 30.0
_WAITING = """
SELECT count(*) FROM pg_locks
WHERE NOT granted AND locktype = 'relation' AND relation = %s::regclass
"""


@dataclass(frozen=True)
class Held:
    """A table that nobody may write to as long as the block lasts."""

    table: str
    connection: Any

    def until_somebody_waits(self, people: int = 1) -> None:
        wait_until(lambda: self._waiting() >= people, PATIENCE, f"a write waits for {self.table}")

    def _waiting(self) -> int:
        with self.connection.cursor() as cursor:
            cursor.execute(_WAITING, [self.table])
            return int(cursor.fetchone()[0])


@contextmanager
def held(stage: Stage, model: Any) -> Iterator[Held]:
    """The model's table of events: the row itself is written before its event."""
    table = model.pgh_event_model._meta.db_table
    connection = psycopg2.connect(stage.services.database.owner_url)
    try:
        with connection.cursor() as cursor:
            cursor.execute(f'LOCK TABLE "{table}" IN SHARE MODE')
        yield Held(table, connection)
    finally:
        connection.close()
