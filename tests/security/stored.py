"""Hostile texts in the database: wherever a page shows one of them, it shows the payload."""

from collections.abc import Iterator
from functools import cache

from django.apps import apps
from django.db import models
from django.db.models import Case, F, Value, When
from django.db.models.functions import Cast
from pghistory.models import Event
from pgtrigger import Protect

from tests.security.hostile import PAYLOAD

ROOMS = ("core", "coops", "early_warning", "inspection", "kpis", "registrar", "strategy")
# Texts that the portal reads itself; people do not write them.
OF_THE_PORTAL = {"username", "password", "first_name", "last_name", "name_sort", "path", "query"}
OF_THE_PORTAL |= {"name_search", "search_text"}
SECRET = "ลับของสำนักงาน51"


def poison() -> None:
    """Puts the payload into every text that somebody may have typed, except secret ones."""
    for model, names in _texts():
        rows = model._default_manager.exclude(**{f"{names[0]}__contains": "<pwn"})
        for name in names:
            rows = rows.exclude(**{f"{name}__contains": SECRET})
        rows.update(**{name: _unless_empty(name) for name in names})


def _unless_empty(name: str) -> Case:
    """What is empty says that something has not happened: a constraint may hold it so."""
    text = models.TextField()
    kept = When(**{name: ""}, then=Cast(F(name), text))
    return Case(kept, default=Value(PAYLOAD, text))


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
