"""Where the running portal's services are reached; read by the settings.

Standard library only: the settings import this module, so it may not import Django.
"""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import quote

RUNNING_FILE = "running.json"


@dataclass(frozen=True)
class RunningPortal:
    """What one running supervisor serves, as kept in `running.json` of its data directory."""

    pid: int
    database_url: str
    database_owner_url: str
    broker_url: str
    port: int | None = None  # set once the first page is served


def postgres_url(socket_folder: Path, role: str, database: str) -> str:
    return f"postgres://{role}@{quote(str(socket_folder), safe='')}/{database}"


def redis_url(socket: Path) -> str:
    """Celery's form of the address of a Redis behind a Unix socket."""
    return f"redis+socket://{quote(str(socket))}?virtual_host=0"


def read_running(data_dir: Path) -> RunningPortal | None:
    """The portal that runs on `data_dir`, or None; a file left by a crash counts as none."""
    try:
        text = (data_dir / RUNNING_FILE).read_text(encoding="utf-8")
    except OSError:
        return None
    running = RunningPortal(**json.loads(text))
    return running if process_exists(running.pid) else None


def write_running(data_dir: Path, running: RunningPortal) -> None:
    """Replace `running.json` in one step; only the owner may read it."""
    draft = data_dir / f"{RUNNING_FILE}.new"
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with open(descriptor, "w", encoding="utf-8") as file:
        json.dump(asdict(running), file)
    draft.replace(data_dir / RUNNING_FILE)


def remove_running(data_dir: Path) -> None:
    (data_dir / RUNNING_FILE).unlink(missing_ok=True)


def running_database_url(data_dir: Path) -> str | None:
    """Address for the running application's role, which may not touch audit events."""
    running = read_running(data_dir)
    return running.database_url if running else None


def running_broker_url(data_dir: Path) -> str | None:
    running = read_running(data_dir)
    return running.broker_url if running else None


def process_exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
