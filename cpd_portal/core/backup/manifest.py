"""What a backup says about itself: `manifest.json`, written last and checked first."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from cpd_portal.core.backup.errors import BackupError

NAME = "manifest.json"
FORMAT = 1


@dataclass(frozen=True)
class TableState:
    """Rows of a table and a checksum that does not depend on their order."""

    rows: int
    checksum: str


@dataclass(frozen=True)
class FileState:
    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """`missing` are files that rows name and the store did not have any more."""

    taken_at: str
    server: str
    dump_sha256: str
    tables: dict[str, TableState]
    files: dict[str, FileState]
    missing: list[str]
    format: int = FORMAT

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables.values())


def write_manifest(folder: Path, manifest: Manifest) -> None:
    text = json.dumps(asdict(manifest), ensure_ascii=False, indent=1)
    (folder / NAME).write_text(text + "\n", encoding="utf-8")


def read_manifest(folder: Path) -> Manifest:
    """Raises BackupError where there is none, or one of another format."""
    try:
        read = json.loads((folder / NAME).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise BackupError(f"{folder} holds no {NAME}: it is no finished backup") from error
    if read.get("format") != FORMAT:
        raise BackupError(f"{folder}: format {read.get('format')} of backups is not known")
    tables = {name: TableState(**state) for name, state in read.pop("tables").items()}
    files = {name: FileState(**state) for name, state in read.pop("files").items()}
    return Manifest(tables=tables, files=files, **read)
