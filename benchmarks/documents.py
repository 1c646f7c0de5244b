"""Documents: the memory of a long one, and what a second worker brings."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Max, Min

from benchmarks.databases import PROJECT
from benchmarks.measure import Result, alternating
from benchmarks.registers import ROWS
from cpd_portal.celery import app
from cpd_portal.core.documents.choices import DocumentStatus, Format
from cpd_portal.core.documents.models import Document
from cpd_portal.core.documents.services import document_request
from cpd_portal.core.models import User
from kpis.models import Scorecard

MEGABYTE = 1024  # of the KiB that the kernel counts in
ROUNDS = 5
DOCUMENTS, WARMING = 12, 4
QUEUE = "celery"
WORKERS = ("first@benchmark", "second@benchmark")
READY_SECONDS, DONE_SECONDS, STOP_SECONDS = 120, 600, 60


@dataclass(frozen=True)
class Rendering:
    """What one process told of its PDF; memory in KiB."""

    seconds: float
    idle: int
    peak: int
    pages: int

    @property
    def above_idle(self) -> float:
        return (self.peak - self.idle) / MEGABYTE


def pdf_memory(name: str) -> Result:
    """One each: memory does not depend on what else the machine does."""
    ours, reference = _rendered("chunked"), _rendered("one-piece")
    note = (
        f"peak above the idle process of {ROWS:,} rows: {ours.pages} pages in pieces, "
        f"{ours.pages / ours.seconds:.1f} pages per second, at most "
        f"{ours.peak / MEGABYTE:.0f} MB in all; one piece: {reference.pages} pages, "
        f"{reference.pages / reference.seconds:.1f} per second, "
        f"{reference.peak / MEGABYTE:.0f} MB in all"
    )
    return Result(name, ours.above_idle, reference.above_idle, "MB", note)


def _rendered(way: str) -> Rendering:
    words = [sys.executable, "-m", "benchmarks.register_once", way]
    done = subprocess.run(words, check=True, cwd=PROJECT, stdout=subprocess.PIPE, text=True)
    return Rendering(**json.loads(done.stdout.splitlines()[-1]))


def pdf_two_workers(name: str) -> Result:
    """Both workers stay; the second one is told to take nothing while one works alone."""
    with _workers():
        _throughput(WARMING)
        two, one = alternating(_by_two, _by_one, ROUNDS)
    note = (
        f"documents per second of two workers / of one, {DOCUMENTS} scorecards as PDF each time, "
        f"median of {ROUNDS} pairs in turn"
    )
    return Result(name, two, one, "1/s", note)


def _by_two() -> float:
    app.control.add_consumer(QUEUE, destination=WORKERS[1:], reply=True)
    return _throughput(DOCUMENTS)


def _by_one() -> float:
    app.control.cancel_consumer(QUEUE, destination=WORKERS[1:], reply=True)
    return _throughput(DOCUMENTS)


def _throughput(count: int) -> float:
    """From the first order to the last file."""
    user = User.objects.get(username="executive")
    year = Scorecard.objects.values_list("fiscal_year", flat=True)[0]
    ordered = [
        document_request(
            actor=user,
            report="kpi-scorecard",
            params={"fiscal_year": year},
            file_format=Format.PDF,
        ).pk
        for _ in range(count)
    ]
    return count / _seconds_until_done(ordered)


def _seconds_until_done(ordered: Sequence[UUID]) -> float:
    rows = Document.objects.filter(pk__in=ordered)
    deadline = time.monotonic() + DONE_SECONDS
    while rows.exclude(status=DocumentStatus.DONE).exists():
        if time.monotonic() > deadline or rows.filter(status=DocumentStatus.FAILED).exists():
            raise AssertionError(f"not rendered: {list(rows.values_list('status', 'error'))}")
        time.sleep(0.1)
    span = rows.aggregate(begun=Min("started_at"), ended=Max("finished_at"))
    return float((span["ended"] - span["begun"]).total_seconds())


@contextmanager
def _workers() -> Iterator[None]:
    """Each renders one document at a time."""
    running = [_started(name) for name in WORKERS]
    try:
        _wait_until_ready()
        yield
    finally:
        for process in running:
            process.terminate()
        for process in running:
            process.wait(STOP_SECONDS)


def _started(name: str) -> "subprocess.Popen[bytes]":
    options = ("--concurrency", "1", "--hostname", name, "--without-gossip", "--without-mingle")
    return subprocess.Popen(
        [sys.executable, "-m", "celery", "-A", "cpd_portal", "worker", *options],
        cwd=PROJECT,
        env=os.environ,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _wait_until_ready() -> None:
    deadline = time.monotonic() + READY_SECONDS
    while len(app.control.ping(destination=WORKERS, timeout=1) or []) < len(WORKERS):
        if time.monotonic() > deadline:
            raise AssertionError("the workers do not answer")
