"""Rows of a statement that is written in SQL, as instances of their models.

For the few statements that every request or every saved cell asks, and of which building them as a
queryset takes longer than running them.
"""

from collections.abc import Sequence
from typing import Any, TypeVar

from django.db import models

M = TypeVar("M", bound=models.Model)


def columns(model: type[models.Model], table: str) -> str:
    """All of the model's, named for a SELECT from `table`."""
    return ", ".join(f"{table}.{field.column}" for field in model._meta.concrete_fields)


def width(*written: type[models.Model]) -> int:
    """How many columns these models have."""
    return sum(len(model._meta.concrete_fields) for model in written)


def instance(model: type[M], row: Sequence[Any], start: int) -> M:
    """The instance whose columns begin at `start`; of models whose fields need no conversion."""
    names = [field.attname for field in model._meta.concrete_fields]
    found: M = model.from_db("default", names, row[start : start + len(names)])
    return found
