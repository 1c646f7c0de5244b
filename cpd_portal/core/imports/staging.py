"""Many rows at once, by COPY.

Triggers of audited tables get their context from a statement through Django's cursor in the same
transaction; COPY itself passes by it. What is changed, or inserted for its keys, goes through a
staging table.
"""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from io import StringIO
from itertools import islice
from typing import Any

from django.db import connection, models, transaction
from django.utils import timezone

# A control character, which no text of a row holds; the usual \N could stand in a cell.
NULL = "\x01"
ROWS_AT_ONCE = 5_000
_READ_AT_ONCE = 256 * 1024
_STAGING = "staged_rows"
_STAMPS = {"version": "version = stored.version + 1", "updated_at": "updated_at = now()"}
_to_json = json.JSONEncoder(ensure_ascii=False).encode

# Values by column attribute ("office_id"); what a row lacks takes the field's default.
Row = Mapping[str, Any]
Fields = Sequence["models.Field[Any, Any]"]


def copy_into(model: type[models.Model], rows: Iterable[Row]) -> int:
    """Appends rows; how many.

    Rows are mappings, not model instances: making 60,000 instances takes longer than their COPY.
    """
    fields = _without_key(model)
    with _transaction() as cursor:
        # Takes what COPY would take; it is here for the context that comes with it.
        cursor.execute(f"LOCK TABLE {_table(model)} IN ROW EXCLUSIVE MODE")
        return _copy(cursor, f"{_table(model)} ({_names(fields)})", _lines(rows, fields))


def copy_insert(model: type[models.Model], rows: Iterable[Row], key: str) -> dict[Any, int]:
    """As `copy_into`; the primary keys by the value of the `key` field."""
    fields = _without_key(model)
    names = _names(fields)
    with _transaction() as cursor, _staged(cursor, model, names):
        _copy(cursor, _STAGING, _lines(rows, fields))
        cursor.execute(
            f"INSERT INTO {_table(model)} ({names}) SELECT {names} FROM {_STAGING} "
            f"RETURNING {connection.ops.quote_name(key)}, id"
        )
        return dict(cursor.fetchall())


def copy_update(rows: Sequence[models.Model], names: Sequence[str]) -> int:
    """Stores those fields of the rows, counts their version up and stamps them where the model
    has `version` and `updated_at`; how many rows. All rows are of one model."""
    if not rows:
        return 0
    fields = [rows[0]._meta.get_field(name) for name in names]
    columns = [str(field.attname) for field in fields]  # type: ignore[union-attr]
    values = ({"id": row.pk, **{name: getattr(row, name) for name in columns}} for row in rows)
    return copy_changes(type(rows[0]), values, names)


def copy_changes(model: type[models.Model], rows: Iterable[Row], names: Sequence[str]) -> int:
    """As `copy_update`, from mappings that hold `id` and all of those fields."""
    fields: Any = [model._meta.get_field(name) for name in ("id", *names)]
    quoted = [connection.ops.quote_name(str(field.column)) for field in fields[1:]]
    kept = {field.name for field in model._meta.concrete_fields}
    stamps = [sql for name, sql in _STAMPS.items() if name in kept]
    assignments = ", ".join([*(f"{column} = staged.{column}" for column in quoted), *stamps])
    with _transaction() as cursor, _staged(cursor, model, _names(fields)):
        _copy(cursor, _STAGING, _lines(rows, fields))
        cursor.execute(
            f"UPDATE {_table(model)} AS stored SET {assignments} "
            f"FROM {_STAGING} AS staged WHERE stored.id = staged.id"
        )
        changed: int = cursor.rowcount
    return changed


@contextmanager
def _transaction() -> Iterator[Any]:
    """The cursor of the caller's transaction, or of one of its own: staging lives in it."""
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        yield cursor


@contextmanager
def _staged(cursor: Any, model: type[models.Model], names: str) -> Iterator[None]:
    """An empty table of those columns for the time of one write."""
    cursor.execute(
        f"CREATE TEMPORARY TABLE {_STAGING} ON COMMIT DROP AS "
        f"SELECT {names} FROM {_table(model)} WITH NO DATA"
    )
    yield
    cursor.execute(f"DROP TABLE {_STAGING}")


def _copy(cursor: Any, target: str, lines: Iterator[list[Any]]) -> int:
    """A few thousand lines at a time: memory stays bounded."""
    copied = 0
    copy = f"COPY {target} FROM STDIN WITH (FORMAT csv, NULL '{NULL}')"
    while batch := list(islice(lines, ROWS_AT_ONCE)):
        text = StringIO()
        csv.writer(text).writerows(batch)
        text.seek(0)
        cursor.copy_expert(copy, text, _READ_AT_ONCE)
        copied += len(batch)
    return copied


def _lines(rows: Iterable[Row], fields: Fields) -> Iterator[list[Any]]:
    columns = [
        (field.attname, isinstance(field, models.JSONField), _default(field)) for field in fields
    ]
    for row in rows:
        yield [_cell(row.get(name, default), is_json) for name, is_json, default in columns]


def _default(field: "models.Field[Any, Any]") -> Any:
    stamped = getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)
    return timezone.now() if stamped else field.get_default()


class JsonText(str):
    """A value of a JSON field that is encoded already."""


def _cell(value: Any, is_json: bool) -> Any:
    if value is None:
        return NULL
    return _to_json(value) if is_json and not isinstance(value, JsonText) else value


def _without_key(model: type[models.Model]) -> Fields:
    return [field for field in model._meta.concrete_fields if not field.primary_key]


def _names(fields: Fields) -> str:
    return ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)


def _table(model: type[models.Model]) -> str:
    return str(connection.ops.quote_name(model._meta.db_table))
