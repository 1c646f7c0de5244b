"""`manage.py restore DIR`: a backup into an empty database, then all rows and files compared."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cpd_portal.core.backup.errors import BackupError
from cpd_portal.core.backup.place import portal_place
from cpd_portal.core.backup.services import backup_restore


class Command(BaseCommand):
    help = "Restores a backup into an empty database and compares rows and files."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            manifest = backup_restore(portal_place(), options["folder"].resolve())
        except BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"restored and equal: {manifest.rows} rows of {len(manifest.tables)} tables, "
            f"{len(manifest.files)} files, as of {manifest.taken_at}"
        )
