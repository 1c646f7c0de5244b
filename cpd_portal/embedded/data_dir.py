"""The data directory: everything that the embedded default keeps, and who may read it."""

import fcntl
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cpd_portal.embedded.connection import RUNNING_FILE
from cpd_portal.embedded.errors import PortalError

# Others may pass through (PostgreSQL runs as another user under root) but not look.
PASS_THROUGH = 0o711
PRIVATE = 0o700
TYPEABLE = "abcdefghijkmnpqrstuvwxyz23456789"  # without l, o, 0, 1
PASSWORD_LENGTH = 14
LOG_LIMIT = 5 * 1024 * 1024  # bytes; a longer log is put aside at the next start


@dataclass(frozen=True)
class DataDir:
    path: Path

    @property
    def logs(self) -> Path:
        return self.path / "logs"

    @property
    def redis(self) -> Path:
        return self.path / "redis"

    @property
    def beat_schedule(self) -> Path:
        return self.path / "celerybeat-schedule"

    @property
    def cluster_place(self) -> Path:
        """Names the folder of the database cluster where it could not be in here."""
        return self.path / "cluster_place"

    @property
    def prepared(self) -> Path:
        """Says which migrations and reference files the embedded database holds."""
        return self.path / "prepared.json"

    @property
    def demo_password_file(self) -> Path:
        return self.path / "demo_password"

    @property
    def lock_file(self) -> Path:
        return self.path / "portal.lock"

    def demo_password(self) -> str:
        """The password of all demo accounts: `DEMO_PASSWORD`, else random and kept."""
        given = os.environ.get("DEMO_PASSWORD")
        return given or _read_or_create(self.demo_password_file, _random_password())

    def log(self, name: str) -> Path:
        """The log file of one part; the last one is put aside when it grew too long."""
        path = self.logs / f"{name}.log"
        if path.exists() and path.stat().st_size > LOG_LIMIT:
            path.replace(path.with_suffix(".log.1"))
        return path


def open_data_dir(path: Path) -> DataDir:
    """Create what is missing; raises PortalError where nothing can be written."""
    data_dir = DataDir(path)
    try:
        path.mkdir(mode=PASS_THROUGH, parents=True, exist_ok=True)
        for folder in (data_dir.logs, data_dir.redis):
            folder.mkdir(mode=PRIVATE, exist_ok=True)
        _try_writing(path)
    except OSError as error:
        raise PortalError(
            f"เขียนโฟลเดอร์ข้อมูล {path} ไม่ได้ ({error.strerror}) กรุณาแก้สิทธิ์ หรือกำหนด PORTAL_DATA_DIR",
            f"Cannot write the data directory {path}: {error.strerror}. "
            "Fix its permissions or set PORTAL_DATA_DIR.",
        ) from error
    return data_dir


def _try_writing(folder: Path) -> None:
    probe = folder / ".probe"
    probe.write_bytes(b"")
    probe.unlink()


@contextmanager
def locked(data_dir: DataDir) -> Iterator[None]:
    """Hold the data directory for one portal; the kernel frees it even after SIGKILL."""
    with data_dir.lock_file.open("a+", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise _already_running(data_dir) from error
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def _already_running(data_dir: DataDir) -> PortalError:
    pid = data_dir.lock_file.read_text(encoding="utf-8") or "?"
    return PortalError(
        f"มีพอร์ทัลอีกชุดใช้โฟลเดอร์ข้อมูล {data_dir.path} อยู่ (โพรเซส {pid}) กรุณาหยุดชุดนั้นก่อน",
        f"Another portal uses the data directory {data_dir.path} (process {pid}): stop it first.",
    )


def _random_password() -> str:
    return "".join(secrets.choice(TYPEABLE) for _ in range(PASSWORD_LENGTH))


def _read_or_create(file: Path, value: str) -> str:
    if not file.exists():
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(descriptor, "w", encoding="utf-8") as created:
            created.write(f"{value}\n")
    return file.read_text(encoding="utf-8").strip()


def remove_contents(data_dir: DataDir) -> None:
    """Delete what the portal put into the data directory, and nothing else in it."""
    for name in _OWN_FOLDERS:
        shutil.rmtree(data_dir.path / name, ignore_errors=True)
    for pattern in _OWN_FILES:
        for file in data_dir.path.glob(pattern):
            file.unlink()
    if not any(data_dir.path.iterdir()):
        data_dir.path.rmdir()


_OWN_FOLDERS = ("postgres", "postgres.new", "sockets", "redis", "logs", "media", "test", "faults")
_OWN_FILES = (
    RUNNING_FILE,
    "celerybeat-schedule*",
    "cluster_place",
    "prepared.json",
    "demo_password",
    "secret_key",
    "portal.lock",
)
