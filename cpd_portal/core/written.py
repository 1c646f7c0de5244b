"""Rows of a statement that is written in SQL, as instances of their models, and one row stored.

For the few statements that every request or every saved cell asks, and of which building them as a
queryset takes longer than running them.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db import connection, models

from cpd_portal.core.prepared import Prepared

M = TypeVar("M", bound=models.Model)


@dataclass(frozen=True)
class Written(Generic[M]):
    """What such a statement reads of a model whose table it calls `table`; the fields `without`
    are read when somebody asks for them."""

    model: type[M]
    table: str
    without: frozenset[str] = frozenset()

    @cached_property
    def columns(self) -> str:
        """For the SELECT."""
        return ", ".join(f"{self.table}.{field.column}" for field in self._fields)

    @cached_property
    def width(self) -> int:
        """How many columns these are."""
        return len(self._fields)

    def instance(self, row: Sequence[Any], start: int) -> M:
        """The instance whose columns begin at `start`."""
        values = list(row[start : start + self.width])
        for position, converted in self._conversions:
            values[position] = converted(values[position], None, connection)
        found: M = self.model.from_db("default", self._names, values)
        return found

    @cached_property
    def _fields(self) -> "list[models.Field[Any, Any]]":
        return [
            field for field in self.model._meta.concrete_fields if field.name not in self.without
        ]

    @cached_property
    def _names(self) -> list[str]:
        return [field.attname for field in self._fields]

    @cached_property
    def _conversions(self) -> list[tuple[int, Callable[..., Any]]]:
        """Of fields as JSON's, which the database gives as text."""
        return [
            (position, field.from_db_value)
            for position, field in enumerate(self._fields)
            if hasattr(field, "from_db_value")
        ]


class Stored(Generic[M]):
    """Stores these fields of one row, as `save(update_fields=...)` does, but sends no signals."""

    def __init__(self, model: type[M], fields: Iterable[str]) -> None:
        wanted = set(fields)
        self._fields = [field for field in model._meta.concrete_fields if field.name in wanted]
        self._statement = Prepared(
            f"UPDATE {model._meta.db_table} SET "
            f"{', '.join(f'{field.column} = %({field.name})s' for field in self._fields)} "
            "WHERE id = %(id)s RETURNING id"  # noqa: S608  names of columns
        )

    def store(self, row: M) -> None:
        values = {
            field.name: field.get_db_prep_save(field.pre_save(row, add=False), connection)
            for field in self._fields
        }
        self._statement.rows(**values, id=row.pk)
