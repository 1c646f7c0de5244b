"""The whole portal as separate processes, each of which may be killed, stopped and started.

The embedded portal stops everything when one part ends; an installation starts that part again
(`restart: unless-stopped`), and so does the stage.
"""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from socket import socket
from types import FrameType

from cpd_portal.embedded import broker, postgres
from cpd_portal.embedded.cluster_place import ClusterPlace, find_place
from cpd_portal.embedded.data_dir import DataDir
from cpd_portal.embedded.os_users import database_user
from cpd_portal.embedded.ports import HOST
from cpd_portal.embedded.postgres import Database
from cpd_portal.embedded.prepare import prepare_database, prepare_static_files
from cpd_portal.embedded.processes import Command, Part, Supervisor, stop
from cpd_portal.embedded.run import beat_command, web_command, worker_command
from cpd_portal.embedded.services import PROJECT, Services
from faults.people import Server

PASSWORD = "password-of-the-faults"  # noqa: S105  of a portal that is thrown away
PROGRAMS = ("worker", "beat", "web")
SERVICES = ("redis", "postgres")
READY_SECONDS = 120.0
WORKER_READY = b" ready."
POLL = 0.02


@dataclass
class Stage:
    """`environment` holds what a part gets beside the others, by its name; `program` is the folder
    of the program that serves."""

    supervisor: Supervisor
    services: Services
    place: ClusterPlace
    listener: socket
    environment: dict[str, dict[str, str]] = field(default_factory=dict)
    program: Path = PROJECT

    @property
    def server(self) -> Server:
        return Server(HOST, self.listener.getsockname()[1])

    @property
    def media(self) -> Path:
        """Where the programs keep files; the web server and the workers are told the same."""
        usual = str(self.services.data_dir.path / "media")
        return Path(self.environment.get("web", {}).get("MEDIA_ROOT", usual))

    def pid(self, name: str) -> int:
        return self._part(name).process.pid

    def start(self, name: str) -> None:
        """Start a part and wait until it does its work."""
        if name == "postgres":
            _start_postgres(self.supervisor, self.services.data_dir, self.place)
        elif name == "redis":
            _start_redis(self.supervisor, self.services.data_dir, self.place)
        else:
            self._start_program(name)

    def stop(self, name: str) -> None:
        """In order, as an installation does."""
        stop(self._taken(name))

    def kill(self, name: str) -> None:
        """SIGKILL to the part and everything below it, the part first."""
        part = self._taken(name)
        pids = [part.process.pid, *below(part.process.pid)]
        for pid in pids:
            _kill(pid)
        part.process.wait()

    def kill_children(self, name: str) -> int:
        """SIGKILL to the processes that do the work, not to the one that starts them anew."""
        pids = list(below(self.pid(name)))
        for pid in pids:
            _kill(pid)
        return len(pids)

    def restart(self, name: str, **environment: str) -> None:
        """In order, with something of its own in the environment, or nothing more."""
        self.stop(name)
        self.environment[name] = environment
        self.start(name)

    def mend(self) -> None:
        """Every part runs as at the start, whatever a fault left."""
        for part in list(self.supervisor.parts):
            name = part.command.name
            if part.process.poll() is not None or name not in (*SERVICES, *PROGRAMS):
                self.stop(name)
        for name in (*reversed(SERVICES), *PROGRAMS):
            if not self._runs(name):
                self.environment.pop(name, None)
                self.start(name)
            elif self.environment.pop(name, None):
                self.restart(name)

    def memory_of(self, name: str) -> int:
        """Bytes that the part's own process holds."""
        pages = int(Path(f"/proc/{self.pid(name)}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")

    def _start_program(self, name: str) -> None:
        command = self._command(name)
        part = self.supervisor.start(command)
        ready = self._serves if name == "web" else lambda: name == "beat" or _is_ready(part)
        wait_until(ready, READY_SECONDS, f"{name} is ready")

    def _command(self, name: str) -> Command:
        data_dir = self.services.data_dir
        environment = environment_of(self.services, **self.environment.get(name, {}))
        if name == "web":
            command = web_command(data_dir, environment, self.listener)
            return replace(command, folder=self.program)
        if name == "beat":
            return beat_command(data_dir, environment)
        command = worker_command(data_dir, environment)
        words = [*command.words, "--hostname", f"{name}@%h"]
        return replace(command, name=name, words=words, log=data_dir.log(name))

    def log_of(self, name: str) -> str:
        """What a part of that name has said so far."""
        path = self.services.data_dir.logs / f"{name}.log"
        return path.read_text(encoding="utf-8", errors="replace")

    def _serves(self) -> bool:
        return self.server.is_live()

    def _runs(self, name: str) -> bool:
        return any(part.command.name == name for part in self.supervisor.parts)

    def _part(self, name: str) -> Part:
        return next(part for part in self.supervisor.parts if part.command.name == name)

    def _taken(self, name: str) -> Part:
        part = self._part(name)
        self.supervisor.parts.remove(part)
        return part


@contextmanager
def started_stage(data_dir: DataDir, listener: socket) -> Iterator[Stage]:
    """Everything is started and the sample loaded; the data stay in the directory."""
    with Supervisor() as supervisor:
        place = find_place(data_dir, database_user())
        database = _start_postgres(supervisor, data_dir, place)
        broker_url = _start_redis(supervisor, data_dir, place)
        services = Services(data_dir, database, True, broker_url)
        prepare_static_files(supervisor, data_dir, environment_of(services))
        _load_larger(supervisor, services)
        prepare_database(supervisor, services, PASSWORD)
        stage = Stage(supervisor, services, place, listener)
        _end_when_told()
        try:
            for name in PROGRAMS:
                stage.start(name)
            yield stage
        finally:
            _put_in_order(supervisor)


def _end_when_told() -> None:
    """The supervisor only takes note of signals, and looks while it waits itself."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, _leave)


def _leave(number: int, frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


def _load_larger(supervisor: Supervisor, services: Services) -> None:
    """SCALE=5: five times the institutions, where nothing is loaded yet."""
    scale = os.environ.get("SCALE") or "1"  # make hands on an empty one
    if scale == "1" or services.data_dir.prepared.exists():
        return
    owner = services.database.owner_url
    for words in (
        ("migrate", "--noinput"),
        ("load_reference",),
        ("load_sample", "--scale", scale),
    ):
        command = Command(
            name="prepare",
            words=[sys.executable, PROJECT / "manage.py", *words],
            environment=environment_of(services, DATABASE_URL=owner),
            log=services.data_dir.log("prepare"),
            folder=PROJECT,
        )
        if supervisor.run(command).process.returncode:
            raise AssertionError(f"manage.py {words[0]} failed: {command.log}")


def environment_of(services: Services, **more: str) -> dict[str, str]:
    """Of every program of the portal, and of the suite itself."""
    media = str(services.data_dir.path / "media")
    ours = services.portal_environment(MEDIA_ROOT=media, DEMO_PASSWORD=PASSWORD)
    return {**ours, "DJANGO_SETTINGS_MODULE": "faults.settings", **more}


def wait_until(condition: Callable[[], bool], seconds: float, what: str) -> float:
    """How long it took; raises AssertionError when it does not come true in time."""
    start = time.monotonic()
    while time.monotonic() - start < seconds:
        if condition():
            return time.monotonic() - start
        time.sleep(POLL)
    raise AssertionError(f"not within {seconds:.0f} s: {what}")


def below(pid: int) -> Iterator[int]:
    """The processes that this one started, and theirs."""
    with suppress(FileNotFoundError):
        for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
            yield int(child)
            yield from below(int(child))


def _kill(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def _start_postgres(supervisor: Supervisor, data_dir: DataDir, place: ClusterPlace) -> Database:
    user, settings = database_user(), postgres.DURABLE
    return postgres.start_postgres(supervisor, data_dir, place, user, settings)


def _start_redis(supervisor: Supervisor, data_dir: DataDir, place: ClusterPlace) -> str:
    environment: Mapping[str, str] = os.environ
    return broker.start_redis(supervisor, data_dir, place, broker.DURABLE, environment)


def _is_ready(part: Part) -> bool:
    """Whether a worker has said so in this run's part of its log."""
    if part.command.log is None:
        return True
    with part.command.log.open("rb") as log:
        log.seek(part.log_start)
        return WORKER_READY in log.read()


def _put_in_order(supervisor: Supervisor) -> None:
    """Parts are stopped from the end: the services, which were perhaps started last, come last."""
    supervisor.parts.sort(key=lambda part: part.command.name not in reversed(SERVICES))
