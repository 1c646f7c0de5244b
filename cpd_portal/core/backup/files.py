"""The stored files' part of a backup."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from cpd_portal.core.backup.errors import BackupError
from cpd_portal.core.backup.manifest import FileState

CHUNK = 1 << 20


def copy_files(source: Path, target: Path) -> dict[str, FileState]:
    """Copy everything below `source`; a file that goes meanwhile is left out."""
    states = {}
    for path in sorted(source.rglob("*")):
        if path.is_symlink() or not path.is_file():
            continue
        name = path.relative_to(source).as_posix()
        try:
            states[name] = copy_file(path, target / name)
        except FileNotFoundError:
            (target / name).unlink(missing_ok=True)
    return states


def copy_file(source: Path, target: Path) -> FileState:
    """The state is that of the bytes written, read once."""
    digest, size = hashlib.sha256(), 0
    with source.open("rb") as reader:
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as writer:
            while chunk := reader.read(CHUNK):
                digest.update(chunk)
                size += writer.write(chunk)
    return FileState(size, digest.hexdigest())


def file_sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def require_same(folder: Path, states: dict[str, FileState]) -> None:
    """Raises BackupError naming the files that are not there or not as they were."""
    differing = [name for name, state in states.items() if not _is(folder / name, state)]
    if differing:
        raise BackupError(f"{len(differing)} files differ: {_some(differing)}")


def require_none(folder: Path) -> None:
    if folder.exists() and any(path.is_file() for path in folder.rglob("*")):
        raise BackupError(f"{folder} holds files: restore into an empty folder")


def _is(path: Path, state: FileState) -> bool:
    return (
        path.is_file() and path.stat().st_size == state.size and file_sha256(path) == state.sha256
    )


def _some(names: Iterable[str]) -> str:
    return ", ".join(list(names)[:5])
