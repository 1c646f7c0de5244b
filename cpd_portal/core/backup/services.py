"""Take a backup while people work; restore one and prove that it is equal.

The database is read in one snapshot. Files are copied after it: a service stores a file before
it commits its row (`core/stored_files.py`), so every row of the snapshot has its file by then.
Files without a row come along; a file that was deleted in between is named in the manifest.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path

from django.utils import timezone

from cpd_portal.core.backup import database, files
from cpd_portal.core.backup.errors import BackupError
from cpd_portal.core.backup.manifest import (
    Manifest,
    TableState,
    read_manifest,
    write_manifest,
)

DUMP, MEDIA = "database.dump", "media"


@dataclass(frozen=True)
class Place:
    """A portal's data: the owner's address of its database, and the folder of its files."""

    database_url: str
    media: Path
    app_role: str


def backup_take(place: Place, folder: Path) -> Manifest:
    """Write a backup to `folder`, which appears only when it is whole."""
    if folder.exists():
        raise BackupError(f"{folder} exists: a backup gets a folder of its own")
    draft = folder.with_name(f"{folder.name}.partial")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700, parents=True)
    try:
        manifest = _take(place, draft)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    draft.rename(folder)
    return manifest


def backup_restore(place: Place, folder: Path) -> Manifest:
    """Restore into an empty database and an empty folder, then compare all rows and files."""
    manifest = backup_check(folder)
    database.require_empty(place.database_url, place.app_role)
    files.require_none(place.media)
    database.load(place.database_url, folder / DUMP)
    files.copy_files(folder / MEDIA, place.media)
    with database.snapshot(place.database_url) as (connection, _):
        _require_equal(manifest.tables, database.table_states(connection))
    files.require_same(place.media, manifest.files)
    return manifest


def backup_check(folder: Path) -> Manifest:
    """Whether the backup still is what it was: the dump and every file by its SHA-256."""
    manifest = read_manifest(folder)
    if files.file_sha256(folder / DUMP) != manifest.dump_sha256:
        raise BackupError(f"{folder / DUMP} is not as it was written")
    files.require_same(folder / MEDIA, manifest.files)
    return manifest


def _take(place: Place, folder: Path) -> Manifest:
    taken_at = timezone.localtime().isoformat(timespec="seconds")
    with database.snapshot(place.database_url) as (connection, name):
        database.dump(place.database_url, folder / DUMP, name)
        tables = database.table_states(connection)
        named = database.named_files(connection)
        server = database.server_of(connection)
    (folder / MEDIA).mkdir()
    copied = files.copy_files(place.media, folder / MEDIA)
    manifest = Manifest(
        taken_at=taken_at,
        server=server,
        dump_sha256=files.file_sha256(folder / DUMP),
        tables=tables,
        files=copied,
        missing=sorted(named - copied.keys()),
    )
    write_manifest(folder, manifest)
    return manifest


def _require_equal(before: dict[str, TableState], after: dict[str, TableState]) -> None:
    """Raises BackupError naming the tables whose rows are not those of the backup."""
    differing = [
        f"{table} ({_told(before.get(table))} → {_told(after.get(table))})"
        for table in sorted(before.keys() | after.keys())
        if before.get(table) != after.get(table)
    ]
    if differing:
        raise BackupError(f"{len(differing)} tables differ: {', '.join(differing[:5])}")


def _told(state: TableState | None) -> str:
    return "none" if state is None else f"{state.rows} rows"
