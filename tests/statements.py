"""What the database was asked, also where a prepared statement was only named."""

import re

from django.db import connection
from django.test.utils import CaptureQueriesContext


def asked_texts(asked: CaptureQueriesContext) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, statement FROM pg_prepared_statements")
        prepared = dict(cursor.fetchall())
    return [_text(one["sql"], prepared) for one in asked.captured_queries]


def _text(sql: str, prepared: dict[str, str]) -> str:
    """What is written (the context of events) may stand before the name."""
    named = re.search(r"EXECUTE (prepared_\d+)", sql)
    return prepared[named[1]] if named else sql
