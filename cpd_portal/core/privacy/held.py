"""Everything that the database holds on one person, table by table.

Whatever has a foreign key to the account is found. Secrets (hashes, keys, tokens) are told to
exist and not shown; nor is what people wrote, but in the account's own tables: a row that somebody
recorded can name a complainant, a suspect or anybody else.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from pghistory.models import Event

from cpd_portal.core.models import Membership, SignIn, User

OWN = (User, Membership, SignIn)
"""About the person alone: shown whole, without secrets."""
SECRETS = {
    "password",
    "session_key",
    "identity_digest",
    "key",
    "data",
    "secret",
    "token",
    "token_secret",
}
SHOWN_ROWS = 500
WITHHELD = "(ไม่แสดง)"


@dataclass(frozen=True)
class Held:
    """One row of a table, or the number of further ones."""

    table: str
    relation: str
    words: str


def held_on(person: User) -> Iterator[Held]:
    yield Held("บัญชีผู้ใช้", "เจ้าของบัญชี", _words(_account(person)))
    for model, field in _relations():
        yield from _rows(model, field, person)
    for model in _event_models():
        count = model._default_manager.filter(pgh_context__actor=person.pk).count()
        if count:
            yield Held(_name(model), "ผู้ทำรายการในประวัติการแก้ไข", f"{count} เหตุการณ์")


def _account(person: User) -> dict[str, Any]:
    return dict(User.objects.filter(pk=person.pk).values().get())


def _relations() -> Iterator[tuple[type[models.Model], Any]]:
    for model in apps.get_models(include_auto_created=True):
        if issubclass(model, Event) or model._meta.proxy or not model._meta.managed:
            continue
        for field in model._meta.concrete_fields:
            if field.related_model is User:
                yield model, field


def _event_models() -> Iterator[Any]:
    for model in apps.get_models():
        if issubclass(model, Event) and model._meta.managed and not model._meta.abstract:
            yield model


def _rows(model: type[models.Model], field: Any, person: User) -> Iterator[Held]:
    rows = model._default_manager.filter(**{field.name: person}).order_by("-pk")
    count = rows.count()
    for row in rows.values()[:SHOWN_ROWS]:
        yield Held(_name(model), str(field.verbose_name), _words(_without_writing(model, row)))
    if count > SHOWN_ROWS:
        left = f"และอีก {count - SHOWN_ROWS} แถว"
        yield Held(_name(model), str(field.verbose_name), left)


def _without_writing(model: type[models.Model], row: dict[str, Any]) -> dict[str, Any]:
    if model in OWN:
        return row
    written = {field.attname for field in model._meta.concrete_fields if _is_writing(field)}
    return {name: WITHHELD if name in written and value else value for name, value in row.items()}


def _is_writing(field: Any) -> bool:
    """Texts, files and JSON; a choice, a number, a day or a key says nothing of others."""
    free = (models.CharField, models.TextField, models.JSONField, models.FileField)
    return isinstance(field, free) and not field.choices and not field.primary_key


def _name(model: type[models.Model]) -> str:
    return f"{model._meta.verbose_name} ({model._meta.db_table})"


def _words(row: dict[str, Any]) -> str:
    shown = {name: WITHHELD if name in SECRETS else value for name, value in row.items()}
    return " · ".join(
        f"{name}: {value}" for name, value in shown.items() if value not in ("", None)
    )
