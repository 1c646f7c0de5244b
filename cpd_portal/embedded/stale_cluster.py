"""What an earlier crash may have left at a cluster: a server, or its pid file."""

import os
import signal
import time
from contextlib import suppress
from pathlib import Path

from cpd_portal.embedded.connection import process_exists
from cpd_portal.embedded.errors import PortalError

PATIENCE = 10.0  # seconds: an orphaned server was told to stop when its supervisor died


def clear_stale_pid(cluster: Path) -> None:
    """Wait for a server that is still stopping; forget one that is gone."""
    pid_file = cluster / "postmaster.pid"
    pid = _pid_in(pid_file)
    if pid is None:
        pid_file.unlink(missing_ok=True)
        return
    if not _serves(pid, cluster):
        pid_file.unlink(missing_ok=True)
        return
    os.kill(pid, signal.SIGINT)
    if not _gone_in(pid, PATIENCE):
        raise PortalError(
            f"ฐานข้อมูลใน {cluster} ยังมีโพรเซส {pid} ทำงานอยู่และไม่ยอมหยุด กรุณาหยุดโพรเซสนั้นก่อน",
            f"Process {pid} still serves the database in {cluster} and does not stop: "
            f"stop it first (kill {pid}).",
        )


def _pid_in(pid_file: Path) -> int | None:
    try:
        return int(pid_file.read_text(encoding="ascii").splitlines()[0])
    except (OSError, ValueError, IndexError):
        return None


def _serves(pid: int, cluster: Path) -> bool:
    """Whether the process is a server of this cluster; servers work in the cluster's folder."""
    with suppress(OSError):
        return Path(os.readlink(f"/proc/{pid}/cwd")) == cluster.resolve()
    return False


def _gone_in(pid: int, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if not process_exists(pid):
            return True
        time.sleep(0.1)
    return False
