"""`manage.py load_reference`: the reference data of every app, all or nothing."""

from importlib import import_module
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from cpd_portal.core.reference import ReferenceFileError, SyncCount

# In the order of their dependencies: units before everything that belongs to one.
_LOADERS = (
    "cpd_portal.core.loading",
    "coops.loading",
    "early_warning.loading",
    "kpis.loading",
    "strategy.loading",
    "inspection.loading",
    "registrar.loading",
)


class Command(BaseCommand):
    help = "Loads the reference data of every app; a second run changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with transaction.atomic():
                counts = self._load_all()
        except ReferenceFileError as error:
            raise CommandError(
                f"nothing loaded: file {error.file}, key {error.key}: {error.reason}"
            ) from error
        for table, count in counts.items():
            self.stdout.write(f"{table}: {_sentence(count)}")
        if not any(count.changed for count in counts.values()):
            self.stdout.write("reference data unchanged")

    def _load_all(self) -> dict[str, SyncCount]:
        counts: dict[str, SyncCount] = {}
        for name in _LOADERS:
            counts.update(import_module(name).load())
        return counts


def _sentence(count: SyncCount) -> str:
    return (
        f"{count.created} created, {count.updated} updated, "
        f"{count.deleted} deleted, {count.unchanged} unchanged"
    )
