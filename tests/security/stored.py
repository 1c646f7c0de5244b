"""Hostile texts in the database: wherever a page shows one of them, it shows the payload."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from django.apps import apps
from django.db import connection, models
from pghistory.models import Event
from pgtrigger import Protect

from tests.security.hostile import PAYLOAD

ROOMS = ("core", "coops", "early_warning", "inspection", "kpis", "registrar", "strategy")
# Texts that the portal reads itself; people do not write them.
OF_THE_PORTAL = {"username", "password", "first_name", "last_name", "name_sort", "path", "query"}
OF_THE_PORTAL |= {"name_search", "search_text"}
SECRET = "ลับของสำนักงาน51"


def poison() -> None:
    """Puts the payload into every text that somebody may have typed, except secret ones. What is
    empty says that something has not happened, and stays: a constraint may hold it so."""
    with connection.cursor() as cursor:
        cursor.execute(_all_tables(), {"payload": PAYLOAD, "secret": f"%{SECRET}%"})


@cache
def _all_tables() -> str:
    """One statement for each table, of the rows that change: sent in one go, since the crawl
    does it before every address."""
    return ";".join(_of_table(model, names) for model, names in _texts())


def _of_table(model: type[models.Model], names: list[str]) -> str:
    quote = connection.ops.quote_name
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    columns = [quote(field.column) for field in fields]
    values = [f"{one} = CASE {one} WHEN '' THEN '' ELSE %(payload)s END" for one in columns]
    changes = [f"{one} NOT IN ('', %(payload)s) OR {one} IS NULL" for one in columns]
    public = [f"{one} LIKE %(secret)s IS NOT TRUE" for one in columns]
    return (
        f"UPDATE {quote(model._meta.db_table)} SET {', '.join(values)}"
        f" WHERE ({' OR '.join(changes)}) AND {' AND '.join(public)}"
    )


@cache
def _texts() -> list[tuple[type[models.Model], list[str]]]:
    found = [(model, list(_free_texts(model))) for model in _models()]
    return [(model, names) for model, names in found if names]


def _models() -> Iterator[type[models.Model]]:
    for room in ROOMS:
        for model in apps.get_app_config(room).get_models():
            is_kept = any(isinstance(trigger, Protect) for trigger in _triggers(model))
            if not issubclass(model, Event) and not is_kept and not model._meta.proxy:
                yield model


def _triggers(model: type[models.Model]) -> list[object]:
    return list(getattr(model._meta, "triggers", ()))


def _free_texts(model: type[models.Model]) -> Iterator[str]:
    together = {name for group in model._meta.unique_together for name in group}
    for constraint in model._meta.constraints:
        together |= set(getattr(constraint, "fields", ()))
    for field in model._meta.concrete_fields:
        is_text = type(field) in (models.CharField, models.TextField)
        fits = field.max_length is None or field.max_length >= len(PAYLOAD)
        taken = field.unique or field.choices or field.name in together | OF_THE_PORTAL
        if is_text and fits and not taken:
            yield field.name
