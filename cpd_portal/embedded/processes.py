"""Child processes under one supervisor: none outlives it, and none dies unnoticed."""

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import FrameType, TracebackType
from typing import IO, Self

from cpd_portal.embedded.errors import PortalError, StopRequested
from cpd_portal.embedded.os_users import OsUser

PR_SET_PDEATHSIG = 1
POLL_SECONDS = 0.1
TRACE = (" ", "Traceback ")  # how the lines of a stack trace start; its last line says why
_libc = ctypes.CDLL(None)


@dataclass(frozen=True)
class Stopping:
    """How a part is stopped: signals to send, each with the seconds it is given."""

    steps: tuple[tuple[signal.Signals, float], ...] = ((signal.SIGTERM, 10),)
    orphaned: signal.Signals = signal.SIGTERM  # sent by the kernel when the supervisor dies


@dataclass(frozen=True)
class Command:
    """One program to run; without `log` it shares the terminal with the supervisor."""

    name: str
    words: Sequence[str | Path]
    environment: Mapping[str, str]
    log: Path | None = None
    folder: Path = Path("/")
    user: OsUser | None = None
    descriptors: tuple[int, ...] = ()
    stopping: Stopping = Stopping()


@dataclass(frozen=True)
class Part:
    """A running command, with the length its log had before it started."""

    command: Command
    process: "subprocess.Popen[bytes]"
    log_start: int

    def last_lines(self, count: int = 6) -> str:
        """The end of what this run wrote to its log, without the frames of stack traces."""
        if self.command.log is None:
            return ""
        with self.command.log.open("rb") as log:
            log.seek(self.log_start)
            lines = log.read().decode("utf-8", "replace").splitlines()
        telling = [line for line in lines if line.strip() and not line.startswith(TRACE)]
        return "\n".join(f"    {line[:300]}" for line in telling[-count:])


class PartStopped(PortalError):
    """A part ended by itself, so everything else has to stop, too."""

    def __init__(self, part: Part) -> None:
        self.part = part
        name, code = part.command.name, describe_exit(part.process.returncode)
        super().__init__(
            f"ส่วน {name} หยุดทำงานเอง ({code}) จึงหยุดทุกส่วน ดู {part.command.log}",
            f"The part {name} stopped by itself ({code}), so everything stops. "
            f"The end of its log:\n{part.last_lines()}",
        )


def describe_exit(code: int) -> str:
    return signal.Signals(-code).name if code < 0 else f"exit {code}"


class Supervisor:
    """Starts parts, notices the end of any, and stops all in reverse order."""

    def __init__(self) -> None:
        self.parts: list[Part] = []
        self._stop_requested = False

    def __enter__(self) -> Self:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            if number is not signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:
                signal.signal(number, self._request_stop)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        while self.parts:
            stop(self.parts.pop())

    def _request_stop(self, number: int, frame: FrameType | None) -> None:
        self._stop_requested = True

    def start(self, command: Command) -> Part:
        part = spawn(command)
        self.parts.append(part)
        return part

    def run(self, command: Command) -> Part:
        """Run a command to its end while watching all others; its exit code is the caller's."""
        part = spawn(command)
        try:
            while part.process.poll() is None:
                self.check()
                time.sleep(POLL_SECONDS)
        finally:
            stop(part)
        return part

    def check(self) -> None:
        """Raise StopRequested or PartStopped when there is a reason not to go on."""
        if self._stop_requested:
            raise StopRequested
        for part in self.parts:
            if part.process.poll() is not None:
                raise PartStopped(part)

    def wait_until(self, condition: Callable[[], bool], seconds: float) -> bool:
        """Whether `condition` came true in time, with all parts running."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            self.check()
            if condition():
                return True
            time.sleep(POLL_SECONDS)
        return False

    def watch(self) -> None:
        """Stay until a part stops or a stop is requested; always ends by an exception."""
        while True:
            self.check()
            time.sleep(POLL_SECONDS)


def spawn(command: Command) -> Part:
    """Start a command, in its own session unless it shares the terminal with us."""
    if command.log is None:
        return Part(command, _popen(command, None), 0)
    with command.log.open("ab") as log:
        return Part(command, _popen(command, log), log.tell())


def _popen(command: Command, log: IO[bytes] | None) -> "subprocess.Popen[bytes]":
    user = command.user
    return subprocess.Popen(
        command.words,
        env=dict(command.environment),
        cwd=command.folder,
        stdin=subprocess.DEVNULL if log else None,
        stdout=log,
        stderr=log,
        start_new_session=log is not None,
        pass_fds=command.descriptors,
        user=user.uid if user else None,
        group=user.gid if user else None,
        extra_groups=user.groups if user else None,
        preexec_fn=partial(die_with, os.getpid(), command.stopping.orphaned),
    )


def die_with(parent: int, number: signal.Signals) -> None:
    """Let the kernel send this process `number` when `parent` dies, however it dies."""
    _libc.prctl(PR_SET_PDEATHSIG, int(number))
    if os.getppid() != parent:  # it died before the line above
        os._exit(1)


def stop(part: Part) -> None:
    """Ask a part to stop, ever less politely; then sweep what it left in its session."""
    for number, seconds in part.command.stopping.steps:
        if _has_stopped(part, number, seconds):
            break
    _send(part, signal.SIGKILL)
    part.process.wait()


def _has_stopped(part: Part, number: signal.Signals, seconds: float) -> bool:
    if part.process.poll() is None:
        part.process.send_signal(number)
    try:
        part.process.wait(seconds)
    except subprocess.TimeoutExpired:
        return False
    return True


def _send(part: Part, number: signal.Signals) -> None:
    """Signal the whole session of a part; a part at our terminal has no session of its own."""
    if part.command.log is None:
        part.process.send_signal(number)
        return
    with suppress(ProcessLookupError):
        os.killpg(part.process.pid, number)
