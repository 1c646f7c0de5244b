"""Where the database cluster and the sockets stand: usually in the data directory.

PostgreSQL does not run as root, and its own user cannot reach a folder below one of mode
700 (a root home, a private temporary folder); a Unix socket's path has 107 bytes at most.
"""

import hashlib
import os
import shutil
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from cpd_portal.embedded.data_dir import PASS_THROUGH, DataDir
from cpd_portal.embedded.errors import PortalError
from cpd_portal.embedded.os_users import OsUser, can_work_in, give_folder

SOCKET_PATH_LIMIT = 107
LONGEST_SOCKET_NAME = "db/.s.PGSQL.5432"
REACHABLE_ROOT = Path("/var/lib/cpd-portal")  # for root only; not emptied by the system


@dataclass(frozen=True)
class ClusterPlace:
    cluster: Path
    sockets: Path

    @property
    def database_socket_folder(self) -> Path:
        return self.sockets / "db"

    @property
    def broker_socket(self) -> Path:
        return self.sockets / "redis.sock"


def find_place(data_dir: DataDir, user: OsUser | None) -> ClusterPlace:
    """The kept place of the cluster, or the first that the database's user can reach."""
    base = _cluster_base(data_dir, user)
    sockets = base / "sockets"
    if len(os.fsencode(sockets / LONGEST_SOCKET_NAME)) > SOCKET_PATH_LIMIT:
        sockets = _short_folder(data_dir)
    sockets.mkdir(mode=PASS_THROUGH, exist_ok=True)
    _require_own(sockets)
    place = ClusterPlace(base / "postgres", sockets)
    give_folder(place.database_socket_folder, user)
    return place


def _cluster_base(data_dir: DataDir, user: OsUser | None) -> Path:
    if data_dir.cluster_place.exists():
        base = Path(data_dir.cluster_place.read_text(encoding="utf-8").strip())
    elif (data_dir.path / "postgres").exists() or can_work_in(data_dir.path, user):
        base = data_dir.path
    else:
        base = _reachable_base(data_dir)
    if not base.is_dir() or not can_work_in(base, user):
        raise _unreachable(base, user)
    return base


def _reachable_base(data_dir: DataDir) -> Path:
    """A folder for this data directory that every user can reach; the choice is kept."""
    base = REACHABLE_ROOT / _key(data_dir)
    base.mkdir(mode=PASS_THROUGH, parents=True, exist_ok=True)
    data_dir.cluster_place.write_text(f"{base}\n", encoding="utf-8")
    print(
        f"ผู้ใช้ของฐานข้อมูลเข้าถึง {data_dir.path} ไม่ได้ จึงเก็บฐานข้อมูลไว้ที่ {base}\n"
        f"The database's user cannot reach {data_dir.path}; the database is kept in {base}."
    )
    return base


def _unreachable(base: Path, user: OsUser | None) -> PortalError:
    name = user.name if user else "?"
    return PortalError(
        f"ผู้ใช้ {name} ของฐานข้อมูลเข้าถึงโฟลเดอร์ {base} ไม่ได้ "
        "กรุณาแก้สิทธิ์ของโฟลเดอร์ หรือสั่ง make reset เพื่อเริ่มใหม่",
        f"The database's user {name} cannot reach {base}: fix the folder's permissions, "
        "or start anew with make reset.",
    )


def _short_folder(data_dir: DataDir) -> Path:
    return Path(tempfile.gettempdir(), f"cpd-portal-{_key(data_dir)}")


def _key(data_dir: DataDir) -> str:
    return hashlib.sha256(os.fsencode(data_dir.path)).hexdigest()[:12]


def _require_own(folder: Path) -> None:
    if folder.is_symlink() or folder.stat().st_uid != os.geteuid():
        raise PortalError(
            f"โฟลเดอร์ {folder} เป็นของผู้ใช้อื่น จึงไม่นำมาใช้",
            f"The folder {folder} belongs to another user and is not used.",
        )


def remove_place(data_dir: DataDir) -> None:
    """Delete the cluster and sockets that stand outside the data directory."""
    for folder in (REACHABLE_ROOT / _key(data_dir), _short_folder(data_dir)):
        if folder.is_dir() and folder.stat().st_uid == os.geteuid():
            shutil.rmtree(folder)
    with suppress(OSError):  # not there, or another portal's cluster is in it
        REACHABLE_ROOT.rmdir()
