"""Rows of another table as a list beside each row, in the same query."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, QuerySet
from django.db.models.functions import Cast, JSONObject


def json_rows(rows: "QuerySet[Any, Any]", **fields: Any) -> ArraySubquery:
    return ArraySubquery(rows.values(row=JSONObject(**fields)))


def exact(field: str) -> Cast:
    """A decimal as text: a number of JSON would come back as a float."""
    return Cast(field, CharField())
