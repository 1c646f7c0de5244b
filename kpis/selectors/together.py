"""Small tables that are read in the query of the row that they belong to."""

from typing import Any, TypeVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import DecimalField, F, Model, QuerySet, TextField
from django.db.models.functions import Cast, JSONObject

Row = TypeVar("Row", bound=Model)


def rows_beside(rows: QuerySet[Any]) -> ArraySubquery:
    """Annotation that holds `rows`, which refer to the outer row; `rows_of` makes models of it.
    A decimal travels as text, so that it keeps its digits."""
    columns = {
        field.attname: Cast(field.attname, TextField())
        if isinstance(field, DecimalField)
        else F(field.attname)
        for field in rows.model._meta.concrete_fields
    }
    return ArraySubquery(rows.values(json=JSONObject(**columns)))


def rows_of(model: type[Row], found: list[dict[str, Any]]) -> list[Row]:
    """As if they had been read from the table."""
    fields = model._meta.concrete_fields
    names = [field.attname for field in fields]
    return [
        model.from_db("default", names, [field.to_python(row[field.attname]) for field in fields])
        for row in found
    ]
