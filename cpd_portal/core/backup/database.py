"""The database's part of a backup: one snapshot for the dump and for what is said of it."""

import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psycopg2
from django.apps import apps
from django.db.models import FileField
from pghistory.models import Event
from psycopg2 import sql
from psycopg2.extensions import ISOLATION_LEVEL_REPEATABLE_READ, connection

from cpd_portal.core.backup.errors import BackupError
from cpd_portal.core.backup.manifest import TableState

# A row's text depends on these, wherever it is read.
_SAME_TEXT = """
SET timezone TO 'UTC'; SET datestyle TO 'ISO, YMD'; SET intervalstyle TO 'postgres';
SET extra_float_digits TO 1; SET bytea_output TO 'hex'
"""
_TABLES = """
SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename
"""
# Sixty bits of each row's MD5, summed: equal for equal rows in any order, and read in one pass.
_STATE = """
SELECT count(*), coalesce(sum(('x' || left(md5(t::text), 15))::bit(60)::bigint), 0)
FROM {} AS t
"""


@contextmanager
def snapshot(url: str) -> Iterator[tuple[connection, str]]:
    """A connection that sees one moment of the database, and that moment's name."""
    database = psycopg2.connect(url)
    try:
        database.set_session(isolation_level=ISOLATION_LEVEL_REPEATABLE_READ, readonly=True)
        with database.cursor() as cursor:
            cursor.execute(_SAME_TEXT)
            cursor.execute("SELECT pg_export_snapshot()")
            name = _one(cursor.fetchone())
        yield database, name
    finally:
        database.close()


def table_states(database: connection) -> dict[str, TableState]:
    with database.cursor() as cursor:
        cursor.execute(_TABLES)
        names = [name for (name,) in cursor.fetchall()]
        states = {}
        for name in names:
            cursor.execute(sql.SQL(_STATE).format(sql.Identifier(name)))
            rows, checksum = cursor.fetchone() or (0, 0)
            states[name] = TableState(int(rows), str(checksum))
    return states


def named_files(database: connection) -> set[str]:
    """The names of stored files in all rows; events remember files that were deleted since."""
    fields = (
        (model._meta.db_table, field.column)
        for model in apps.get_models()
        if model._meta.managed and not model._meta.proxy and not issubclass(model, Event)
        for field in model._meta.local_fields
        if isinstance(field, FileField) and field.column
    )
    names: set[str] = set()
    with database.cursor() as cursor:
        for table, column in fields:
            statement = sql.SQL("SELECT DISTINCT {0} FROM {1} WHERE {0} <> ''")
            cursor.execute(statement.format(sql.Identifier(column), sql.Identifier(table)))
            names.update(name for (name,) in cursor.fetchall())
    return names


def server_of(database: connection) -> str:
    with database.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return _one(cursor.fetchone())


def dump(url: str, target: Path, snapshot_name: str) -> None:
    words = ["--format", "custom", "--snapshot", snapshot_name, "--no-owner", "--no-comments"]
    _run("pg_dump", url, [*words, "--file", str(target)])


def load(url: str, source: Path) -> None:
    """All or nothing."""
    words = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-comments"]
    _run("pg_restore", url, [*words, str(source)])


def require_empty(url: str, role: str) -> None:
    """Raises BackupError for a database with tables, or a server without the portal's role."""
    database = psycopg2.connect(url)
    try:
        with database.cursor() as cursor:
            cursor.execute(_TABLES)
            if tables := cursor.fetchall():
                raise BackupError(
                    f"the database holds {len(tables)} tables: restore into an empty one"
                )
            cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
            if cursor.fetchone() is None:
                raise BackupError(f"the role {role} is missing: create it before restoring")
    finally:
        database.close()


def _run(program: str, url: str, words: list[str]) -> None:
    """The password goes by the environment: a command line is for all to read."""
    target = psycopg2.extensions.parse_dsn(url)
    password = target.pop("password", "")
    plain = psycopg2.extensions.make_dsn(**target)
    environment: Mapping[str, str] = {**os.environ, "PGPASSWORD": password}
    try:
        answer = subprocess.run(
            [program, "--dbname", plain, *words],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
    except FileNotFoundError as error:
        raise BackupError(f"{program} is missing: install PostgreSQL's client programs") from error
    if answer.returncode != 0:
        raise BackupError(f"{program} failed: {answer.stderr.strip()[-600:]}")


def _one(row: tuple[str, ...] | None) -> str:
    return row[0] if row else ""
