"""Many rows at once: COPY into a staging table, then one INSERT through Django.

The INSERT goes through Django's cursor, so that the audit triggers get the context.
"""

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Any

from django.db import connection, models
from django.utils import timezone

NULL = r"\N"
_to_json = json.JSONEncoder(ensure_ascii=False).encode

# Values by column attribute; what a row lacks takes the field's default.
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Column:
    name: str
    is_json: bool
    default: Any


def copy_insert(model: type[models.Model], rows: Sequence[Row], key: str = "id") -> dict[Any, int]:
    """Inserts rows; their primary keys by the value of the `key` field.

    Rows are mappings, not model instances: making 60,000 instances takes longer than their COPY.
    """
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    table = connection.ops.quote_name(model._meta.db_table)
    names = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMPORARY TABLE staged_rows ON COMMIT DROP AS "
            f"SELECT {names} FROM {table} WITH NO DATA"
        )
        copy = f"COPY staged_rows FROM STDIN WITH (FORMAT csv, NULL '{NULL}')"
        cursor.copy_expert(copy, _csv(rows, [_column(field) for field in fields]))
        cursor.execute(
            f"INSERT INTO {table} ({names}) SELECT {names} FROM staged_rows "
            f"RETURNING {connection.ops.quote_name(key)}, id"
        )
        ids = dict(cursor.fetchall())
        cursor.execute("DROP TABLE staged_rows")
    return ids


def _column(field: "models.Field[Any, Any]") -> _Column:
    stamped = getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)
    default = timezone.now() if stamped else field.get_default()
    return _Column(field.attname, isinstance(field, models.JSONField), default)


def _csv(rows: Sequence[Row], columns: Sequence[_Column]) -> StringIO:
    text = StringIO()
    csv.writer(text).writerows(_lines(rows, columns))
    text.seek(0)
    return text


def _lines(rows: Sequence[Row], columns: Sequence[_Column]) -> Iterator[list[Any]]:
    cells = [(column.name, column.is_json, column.default) for column in columns]
    for row in rows:
        yield [_cell(row.get(name, default), is_json) for name, is_json, default in cells]


def _cell(value: Any, is_json: bool) -> Any:
    if value is None:
        return NULL
    return _to_json(value) if is_json else value
