"""Which fields of the database look as if they hold personal data."""

import re
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models
from pghistory.models import Event

ROOMS = ("core", "coops", "early_warning", "inspection", "kpis", "registrar", "strategy")
OF_PERSONS = re.compile(
    r"(^|_)(username|full_name|name|position|email|phone|tel|address|contact|applicant|receiver"
    r"|representative|owner|responsible|assessor|signer|addressee|party|present|latitude|longitude"
    r"|device|identity|session_key|birth|citizen|national_id|file_name|scan_name)($|_)"
)
WRITING = re.compile(
    r"^(facts|reason|reasons|note|notes|words|statement|minutes|summary|outcome|narrative"
    r"|problems|grounds|text|answer|body|remark|detail|resolution|item_title|where|given"
    r"|changes|before|values|findings|answers|return_reason|review_note|cancelled_because|query)$"
)
OF_TYPE = (models.FileField, models.EmailField, models.GenericIPAddressField)
FREE = (models.CharField, models.TextField, models.JSONField)
HOLDS = (*FREE, models.DecimalField, models.FloatField)
LISTED = "lines"
"""Lines of a printed page are numbers of lines; as JSON they are what was said."""


def personal_looking() -> Iterator[str]:
    """`room.Model.field` of names and contacts, files, and what people write in own words."""
    for model in (model for room in ROOMS for model in apps.get_app_config(room).get_models()):
        if issubclass(model, Event) or model._meta.proxy:
            continue
        for field in model._meta.concrete_fields:
            if _looks_personal(field):
                yield f"{model._meta.app_label}.{model.__name__}.{field.name}"


def _looks_personal(field: Any) -> bool:
    if field.choices or isinstance(field, OF_TYPE):
        return isinstance(field, OF_TYPE)
    if isinstance(field, HOLDS) and OF_PERSONS.search(field.name):
        return not _is_search(field)
    is_list = isinstance(field, models.JSONField) and field.name == LISTED
    return is_list or (isinstance(field, FREE) and bool(WRITING.match(field.name)))


def _is_search(field: Any) -> bool:
    """Sorting and searching copies of a name beside it."""
    return str(field.name).endswith(("_sort", "_search"))
