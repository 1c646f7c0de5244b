"""Many rows at once: COPY into a staging table, then one INSERT through Django.

The INSERT goes through Django's cursor, so that the audit triggers get the context.
"""

import csv
import json
from collections.abc import Iterator, Sequence
from io import StringIO
from typing import Any, TypeVar

from django.db import connection, models

M = TypeVar("M", bound=models.Model)
NULL = r"\N"
_to_json = json.JSONEncoder(ensure_ascii=False).encode


def copy_insert(model: type[M], rows: Sequence[M], key: str = "id") -> dict[Any, int]:
    """Inserts unsaved rows; their primary keys by the value of the `key` field."""
    columns = [field for field in model._meta.concrete_fields if not field.primary_key]
    table = connection.ops.quote_name(model._meta.db_table)
    names = ", ".join(connection.ops.quote_name(str(field.column)) for field in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMPORARY TABLE staged_rows ON COMMIT DROP AS "
            f"SELECT {names} FROM {table} WITH NO DATA"
        )
        copy = f"COPY staged_rows FROM STDIN WITH (FORMAT csv, NULL '{NULL}')"
        cursor.copy_expert(copy, _csv(rows, columns))
        cursor.execute(
            f"INSERT INTO {table} ({names}) SELECT {names} FROM staged_rows "
            f"RETURNING {connection.ops.quote_name(key)}, id"
        )
        ids = dict(cursor.fetchall())
        cursor.execute("DROP TABLE staged_rows")
    return ids


def _csv(rows: Sequence[M], columns: Sequence["models.Field[Any, Any]"]) -> StringIO:
    text = StringIO()
    csv.writer(text).writerows(_lines(rows, columns))
    text.seek(0)
    return text


def _lines(rows: Sequence[M], columns: Sequence["models.Field[Any, Any]"]) -> Iterator[list[Any]]:
    for field in columns:
        if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
            for row in rows:
                field.pre_save(row, True)
    cells = [(field.attname, isinstance(field, models.JSONField)) for field in columns]
    for row in rows:
        values = row.__dict__
        yield [_cell(values[name], is_json) for name, is_json in cells]


def _cell(value: Any, is_json: bool) -> Any:
    if value is None:
        return NULL
    return _to_json(value) if is_json else value
