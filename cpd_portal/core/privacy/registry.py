"""Which tables note who opened or took what: an app registers its own when it starts."""

from dataclasses import dataclass
from typing import Any

from django.db import models


@dataclass(frozen=True)
class AccessLog:
    """Rows of `model` have `user`, `at` and `request_id`; `subject` is the field that leads to
    what was opened."""

    code: str
    title: str
    model: type[models.Model]
    subject: str

    @property
    def subject_model(self) -> type[models.Model]:
        field: Any = self.model._meta.get_field(self.subject)
        found: type[models.Model] = field.related_model
        return found


_logs: dict[str, AccessLog] = {}


def register(log: AccessLog) -> None:
    _logs[log.code] = log


def access_logs() -> list[AccessLog]:
    """In the order in which the apps registered them."""
    return list(_logs.values())
