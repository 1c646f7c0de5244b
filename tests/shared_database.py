"""The database with the reference data: the first worker of a run makes it, the others copy."""

import fcntl
from pathlib import Path

from django.db import connection

COPIED = "test_portal_to_copy"


class SharedDatabase:
    def __init__(self, folder_of_all_workers: Path) -> None:
        self._done = folder_of_all_workers / "database_to_copy"
        self._lock = self._done.with_suffix(".lock").open("w")
        self._is_mine = False

    def copied(self) -> bool:
        """Whether this worker's database begins as a copy; if not, the others wait for `share`."""
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        if self._done.exists():
            connection.settings_dict["TEST"]["TEMPLATE"] = COPIED
            fcntl.flock(self._lock, fcntl.LOCK_UN)
            return True
        return False

    def share(self) -> None:
        """This worker's database as it is now; tests may change their own afterwards."""
        name = connection.settings_dict["NAME"]
        connection.close()
        self._drop()
        _run(f'CREATE DATABASE "{COPIED}" TEMPLATE "{name}"')
        self._done.touch()
        self._is_mine = True
        fcntl.flock(self._lock, fcntl.LOCK_UN)

    def close(self) -> None:
        if self._is_mine:
            fcntl.flock(self._lock, fcntl.LOCK_EX)
            self._done.unlink()
            self._drop()
        self._lock.close()

    def _drop(self) -> None:
        _run(f'DROP DATABASE IF EXISTS "{COPIED}"')


def _run(statement: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)
