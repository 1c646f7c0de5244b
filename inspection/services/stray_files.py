"""Files in the store that no row names."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import structlog
from django.db.models import FileField, Model
from django.utils import timezone

from inspection.models import Appointment, Attachment, DefectLetter

logger = structlog.get_logger(__name__)

KEPT_IN: tuple[tuple[type[Model], str], ...] = (
    (Attachment, "original"),
    (Attachment, "served"),
    (DefectLetter, "scan"),
    (DefectLetter, "scan_copy"),
    (Appointment, "scan"),
    (Appointment, "scan_copy"),
)
YOUNG = timedelta(days=1)
"""A file may be there for a moment before its row is committed."""


def stray_files_count(*, now: datetime | None = None) -> int:
    """How many; their names are logged. None is deleted: after a lost connection a person has
    to look whether it is the only proof."""
    before = (now or timezone.now()) - YOUNG
    stray = [name for model, field in KEPT_IN for name in _stray(model, field, before)]
    for name in stray:
        logger.warning("file without a row", file=name)
    return len(stray)


def _stray(model: type[Model], field_name: str, before: datetime) -> Iterator[str]:
    field = model._meta.get_field(field_name)
    assert isinstance(field, FileField)
    folder, storage = str(field.upload_to), field.storage
    if not storage.exists(folder):
        return
    known = set(model._default_manager.values_list(field_name, flat=True))
    for file in storage.listdir(folder)[1]:
        name = f"{folder}{file}"
        if name not in known and storage.get_modified_time(name) < before:
            yield name
