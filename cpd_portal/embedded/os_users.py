"""The operating system's user that PostgreSQL runs as: it refuses to run as root."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path

from cpd_portal.embedded.errors import PortalError

DATABASE_USER = "postgres"  # made by Debian's package


@dataclass(frozen=True)
class OsUser:
    name: str
    uid: int
    gid: int

    @property
    def groups(self) -> list[int]:
        return os.getgrouplist(self.name, self.gid)


def database_user() -> OsUser | None:
    """The user for PostgreSQL when we are root; None means: as ourselves."""
    if os.geteuid() != 0:
        return None
    try:
        entry = pwd.getpwnam(DATABASE_USER)
    except KeyError as error:
        raise PortalError(
            f"ไม่มีผู้ใช้ระบบ {DATABASE_USER} สำหรับฐานข้อมูล กรุณาติดตั้งแพ็กเกจ postgresql",
            f"There is no system user {DATABASE_USER} to run the database as: "
            "install the package postgresql.",
        ) from error
    return OsUser(entry.pw_name, entry.pw_uid, entry.pw_gid)


def give_folder(folder: Path, user: OsUser | None) -> None:
    """Make a folder that only `user` (None: ourselves) may enter."""
    folder.mkdir(mode=0o700, exist_ok=True)
    if user:
        os.chown(folder, user.uid, user.gid)


def can_work_in(folder: Path, user: OsUser | None) -> bool:
    """Whether `user` reaches and may write a folder of its own below `folder`."""
    if user is None:
        return True
    probe = folder / ".user_probe"
    give_folder(probe, user)
    try:
        answer = subprocess.run(
            ["test", "-w", probe, "-a", "-x", probe],
            user=user.uid,
            group=user.gid,
            extra_groups=user.groups,
            cwd="/",
            check=False,
        )
    finally:
        probe.rmdir()
    return answer.returncode == 0
