import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cpd_portal.embedded.connection import RunningPortal, read_running
from cpd_portal.embedded.portal import OUTPUT, discard, launch

Launch = Callable[..., "subprocess.Popen[bytes]"]


@pytest.fixture
def portal_dir() -> Iterator[Path]:
    """A data directory with a short path that the database's user reaches."""
    folder = Path(tempfile.mkdtemp(prefix="cpd-"))
    folder.chmod(0o711)
    yield folder
    discard(folder)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def start(portal_dir: Path) -> Iterator[Launch]:
    """Starts a supervisor on `portal_dir`; whatever still runs afterwards is ended."""
    started: list[subprocess.Popen[bytes]] = []

    def _start(command: str = "services", **environment: str) -> "subprocess.Popen[bytes]":
        with (portal_dir / OUTPUT).open("wb") as output:
            started.append(launch(portal_dir, output, environment, *command.split()))
        return started[-1]

    yield _start
    for process in started:
        process.terminate()
        process.wait(60)


def output_of(portal_dir: Path) -> str:
    return (portal_dir / OUTPUT).read_text(encoding="utf-8")


def wait_for(condition: Callable[[], bool], seconds: float = 20) -> bool:
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.05)
    return condition()


def wait_until_running(process: "subprocess.Popen[bytes]", portal_dir: Path) -> RunningPortal:
    """The services of this supervisor, once they answer."""

    def runs() -> bool:
        running = read_running(portal_dir)
        return process.poll() is not None or (running is not None and running.pid == process.pid)

    assert wait_for(runs, 60)
    running = read_running(portal_dir)
    assert running is not None, output_of(portal_dir)
    return running


def processes_of(folder: Path, word: str = "") -> list[int]:
    """All processes that stand in the folder or know it, and whose command holds `word`."""
    return [
        int(entry.name)
        for entry in Path("/proc").iterdir()
        if entry.name.isdigit() and int(entry.name) != os.getpid() and _knows(entry, folder, word)
    ]


def _knows(entry: Path, folder: Path, word: str) -> bool:
    try:
        command = (entry / "cmdline").read_bytes()
        texts = (
            command,
            (entry / "environ").read_bytes(),
            os.fsencode(os.readlink(entry / "cwd")),
        )
    except OSError:
        return False
    return word.encode() in command and any(os.fsencode(folder) in text for text in texts)
