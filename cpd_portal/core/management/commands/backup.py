"""`manage.py backup DIR`: database and stored files as of one moment, while people work."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cpd_portal.core.backup.errors import BackupError
from cpd_portal.core.backup.place import portal_place
from cpd_portal.core.backup.services import backup_check, backup_take


class Command(BaseCommand):
    help = "Writes a backup to a new folder; --check proves that an older one is whole."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--check", action="store_true", help="only compare its checksums")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"].resolve()
        try:
            if options["check"]:
                manifest = backup_check(folder)
            else:
                manifest = backup_take(portal_place(), folder)
        except BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"{folder}: {manifest.rows} rows of {len(manifest.tables)} tables, "
            f"{len(manifest.files)} files, as of {manifest.taken_at}"
        )
        if manifest.missing:
            names = ", ".join(manifest.missing[:5])
            self.stderr.write(
                f"{len(manifest.missing)} files that rows name are not there: {names}"
            )
