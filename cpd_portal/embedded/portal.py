"""A whole portal as a context manager: for tests that drive a real one, and for benchmarks."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO

from cpd_portal.embedded.cluster_place import remove_place
from cpd_portal.embedded.connection import RunningPortal, read_running
from cpd_portal.embedded.data_dir import DataDir
from cpd_portal.embedded.errors import PortalError
from cpd_portal.embedded.ports import HOST
from cpd_portal.embedded.processes import die_with
from cpd_portal.embedded.services import PROJECT

START_SECONDS = 300.0  # a first start with the national sample on a busy machine
STOP_SECONDS = 60.0
OUTPUT = "run.out"
# Named services of the caller would be served instead of embedded ones.
OF_THE_CALLER = ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE")


@dataclass(frozen=True)
class Portal:
    """One started portal; `process` is its supervisor."""

    url: str
    password: str
    database_url: str
    data_dir: Path
    process: "subprocess.Popen[bytes]"


@contextmanager
def started_portal(
    data_dir: Path, port: int = 0, environment: Mapping[str, str] | None = None
) -> Iterator[Portal]:
    """Run `python -m cpd_portal.embedded run` on its own data directory until the block ends.

    `port` 0 takes a free one. The data stays, so that a second start is a quick one;
    `discard` removes it.
    """
    data_dir.mkdir(parents=True, exist_ok=True)
    with (data_dir / OUTPUT).open("wb") as output:
        process = launch(data_dir, output, {**(environment or {}), "PORT": str(port)}, "run")
        try:
            running = _wait_until_served(process, data_dir)
            yield Portal(
                url=f"http://{HOST}:{running.port}",
                password=_demo_password(data_dir, environment or {}),
                database_url=running.database_url,
                data_dir=data_dir,
                process=process,
            )
        finally:
            process.terminate()
            process.wait(STOP_SECONDS)


def launch(
    data_dir: Path, output: IO[bytes], environment: Mapping[str, str], *words: str
) -> "subprocess.Popen[bytes]":
    """Start a supervisor that stops when we die; what it prints goes to `output`."""
    ours = {key: word for key, word in os.environ.items() if key not in OF_THE_CALLER}
    return subprocess.Popen(
        [sys.executable, "-m", "cpd_portal.embedded", *words],
        cwd=PROJECT,
        env={**ours, "PORTAL_DATA_DIR": str(data_dir), **environment},
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        preexec_fn=partial(die_with, os.getpid(), signal.SIGTERM),
    )


def _demo_password(data_dir: Path, environment: Mapping[str, str]) -> str:
    return environment.get("DEMO_PASSWORD") or DataDir(data_dir.resolve()).demo_password()


def discard(data_dir: Path) -> None:
    """Remove what a portal kept outside its data directory."""
    remove_place(DataDir(data_dir.resolve()))


def _wait_until_served(process: "subprocess.Popen[bytes]", data_dir: Path) -> RunningPortal:
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        running = read_running(data_dir)
        if running and running.pid == process.pid and running.port:
            return running
        time.sleep(0.1)
    said = (data_dir / OUTPUT).read_text(encoding="utf-8")
    raise PortalError(f"พอร์ทัลใน {data_dir} ไม่เริ่มทำงาน", f"The portal did not start:\n{said}")
