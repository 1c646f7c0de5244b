"""Real web servers, as the portal starts them, and people who ask them at the same time."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial

from benchmarks.databases import PROJECT

PORTAL, PLAIN = "cpd_portal.wsgi", "benchmarks.plain.wsgi"
OPTIONS = (
    "--no-control-socket",
    "--worker-class",
    "gthread",
    "--workers",
    "2",
    "--threads",
    "4",
    "--keep-alive",
    "75",
    "--preload",
)
ANSWER_SECONDS = 120
STOP_SECONDS = 60
PEOPLE = 8


@dataclass(frozen=True)
class Ask:
    """One request; with a body it is posted, if nothing else is said."""

    path: str
    headers: Mapping[str, str]
    body: str | bytes | None = None
    method: str = ""


@dataclass(frozen=True)
class Server:
    port: int

    def seconds_of(self, people: Sequence[Sequence[Ask]]) -> list[float]:
        """How long each answer took while all these people asked at the same time, each one
        thing after another."""
        with ThreadPoolExecutor(len(people)) as crowd:
            return [seconds for asked in crowd.map(self._ask, people) for seconds in asked]

    def get(self, path: str, headers: Mapping[str, str]) -> bytes:
        return _answer(self._connection(), Ask(path, headers))

    @contextmanager
    def line(self) -> Iterator[Callable[[Ask], bytes]]:
        """One connection that is kept, as a browser does."""
        connection = self._connection()
        try:
            yield partial(_answer, connection)
        finally:
            connection.close()

    def _ask(self, asks: Sequence[Ask]) -> list[float]:
        connection = self._connection()
        seconds = []
        for ask in asks:
            start = time.perf_counter()
            _answer(connection, ask)
            seconds.append(time.perf_counter() - start)
        return seconds

    def _connection(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, ANSWER_SECONDS)


def _answer(connection: http.client.HTTPConnection, ask: Ask) -> bytes:
    method = ask.method or ("GET" if ask.body is None else "POST")
    connection.request(method, ask.path, ask.body, dict(ask.headers))
    answer = connection.getresponse()
    content = answer.read()
    if answer.status not in (200, 201):
        raise AssertionError(f"{ask.path}: {answer.status} {content[:300]!r}")
    return content


@cache
def _collect_static_files() -> None:
    """Pages name their static files by content: these have to be there."""
    words = [sys.executable, "-m", "cpd_portal.embedded", "static"]
    subprocess.run(words, check=True, cwd=PROJECT, stdout=subprocess.DEVNULL)


@contextmanager
def serving(application: str) -> Iterator[Server]:
    _collect_static_files()
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(128)
        listener.set_inheritable(True)
        bind = f"fd://{listener.fileno()}"
        words = [sys.executable, "-m", "gunicorn", "--bind", bind, *OPTIONS, application]
        process = subprocess.Popen(
            words,
            cwd=PROJECT,
            env=os.environ,
            pass_fds=[listener.fileno()],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            yield Server(listener.getsockname()[1])
        finally:
            process.terminate()
            process.wait(STOP_SECONDS)
