"""Many stored rows changed at once: COPY into a staging table, then one UPDATE.

The UPDATE goes through Django's cursor, so that the audit triggers get the context.
"""

import csv
import json
from collections.abc import Sequence
from io import StringIO
from typing import Any

from django.db import connection, models

_NULL = r"\N"


def copy_update(rows: Sequence[models.Model], fields: Sequence[str]) -> int:
    """Stores those fields of the rows, counts their version up and stamps them; how many rows.

    All rows are of one model that has `version` and `updated_at`.
    """
    if not rows:
        return 0
    meta = rows[0]._meta
    quote = connection.ops.quote_name
    table = quote(meta.db_table)
    columns = [str(meta.get_field(name).column) for name in fields]  # type: ignore[union-attr]
    names = ", ".join(quote(column) for column in ["id", *columns])
    assignments = ", ".join(f"{quote(column)} = staged.{quote(column)}" for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMPORARY TABLE import_staging ON COMMIT DROP AS "
            f"SELECT {names} FROM {table} WITH NO DATA"
        )
        copy = f"COPY import_staging FROM STDIN WITH (FORMAT csv, NULL '{_NULL}')"
        cursor.copy_expert(copy, _csv(rows, fields))
        cursor.execute(
            f"UPDATE {table} AS stored SET {assignments}, "
            f"version = stored.version + 1, updated_at = now() "
            f"FROM import_staging AS staged WHERE stored.id = staged.id"
        )
        changed: int = cursor.rowcount
        cursor.execute("DROP TABLE import_staging")
    return changed


def _csv(rows: Sequence[models.Model], fields: Sequence[str]) -> StringIO:
    text = StringIO()
    writer = csv.writer(text)
    kinds = [isinstance(rows[0]._meta.get_field(name), models.JSONField) for name in fields]
    for row in rows:
        values = (getattr(row, name) for name in fields)
        cells = [_cell(value, is_json) for value, is_json in zip(values, kinds, strict=True)]
        writer.writerow([row.pk, *cells])
    text.seek(0)
    return text


def _cell(value: Any, is_json: bool) -> Any:
    if value is None:
        return _NULL
    return json.dumps(value, ensure_ascii=False) if is_json else value
