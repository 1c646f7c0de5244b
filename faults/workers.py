"""Workers that die, that get the same job, that are slow for the broker or short of memory."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from coops.choices import RunState
from coops.models import ClassificationRun, RunResult
from coops.services.runs import run_start
from cpd_portal.core.documents.choices import DocumentStatus
from cpd_portal.core.documents.production import TOO_MANY_ATTEMPTS
from cpd_portal.core.documents.tasks import render_document
from cpd_portal.core.models import User
from faults.outcome import NotDone, Outcome
from faults.people import signed_in
from faults.reports import HUGE, LONG, SHORT, Order, lost_and_doubled, order
from faults.stage import Stage, wait_until

PATIENCE = 300.0
CLASSIFIED_YEAR = 2566
COPIES = 3
VISIBILITY_SECONDS = 5
# The largest office as PDF takes more.
LEFT_FOR_TASKS = 60 * 2**20


def killed_in_report(stage: Stage) -> Outcome:
    """First the process that renders, then the whole worker with everything it has taken."""
    child, in_child = _under_order(stage, _children_killed)
    whole, in_whole = _under_order(stage, _whole_killed)
    lost, doubled = lost_and_doubled(stage, [child, whole])
    note = (
        f"documents without their file, files and endings beyond one; the rendering process "
        f"killed: file there after {in_child:.1f} s; the whole worker killed and started again: "
        f"{in_whole:.1f} s; the same report undisturbed: {_undisturbed(stage):.1f} s"
    )
    return Outcome(lost, doubled, max(in_child, in_whole), note)


def killed_in_classification(stage: Stage) -> Outcome:
    """The worker's largest write: thousands of results, killed while they are written."""
    actor = User.objects.get(username="officer-agri")
    run = run_start(actor=actor, fiscal_year=CLASSIFIED_YEAR)

    def is_computing() -> bool:
        run.refresh_from_db()
        return run.state == RunState.COMPUTING and run.progress > 0

    wait_until(is_computing, PATIENCE, "the classification is in its midst")
    start = time.monotonic()
    _whole_killed(stage)
    wait_until(lambda: _has_ended(run), PATIENCE, "the classification is done")
    seconds = time.monotonic() - start
    rows = RunResult.objects.filter(run=run)
    lost = int(run.state != RunState.COMPUTED) + max(run.members - rows.count(), 0)
    doubled = rows.count() - rows.values("institution").distinct().count()
    note = f"{run.members:,} results of one classification, computed anew after the kill"
    return Outcome(lost, doubled, seconds, note)


def same_job(stage: Stage) -> Outcome:
    """Two workers, and the same report handed out four times."""
    stage.start("worker-2")
    start = time.monotonic()
    ordered = order(signed_in(stage.server, "executive"), LONG)
    for _ in range(COPIES):
        render_document.delay(ordered.document_id)
    ordered.until_done(PATIENCE)
    seconds = time.monotonic() - start
    lost, doubled = lost_and_doubled(stage, [ordered])
    note = f"renderings of a report that two workers were given {COPIES + 1} times"
    return Outcome(lost, doubled + ordered.row.attempts - 1, seconds, note)


def longer_than_visibility(stage: Stage) -> Outcome:
    """The broker hands the report out again while it is being rendered."""
    stage.restart("worker", FAULTS_VISIBILITY_SECONDS=str(VISIBILITY_SECONDS))
    before = _deliveries(stage)
    start = time.monotonic()
    ordered = order(signed_in(stage.server, "executive"), HUGE)
    wait_until(lambda: _deliveries(stage) - before > 1, PATIENCE, "it is handed out twice")
    ordered.until_done(PATIENCE)
    seconds = time.monotonic() - start
    lost, doubled = lost_and_doubled(stage, [ordered])
    note = (
        f"renderings of a report of {seconds:.0f} s that was handed out "
        f"{_deliveries(stage) - before} times because the broker waited {VISIBILITY_SECONDS} s"
    )
    return Outcome(lost, doubled + ordered.row.attempts - 1, 0.0, note)


def out_of_memory(stage: Stage) -> Outcome:
    """The kernel kills the task; its requester is told, the reports of others are made."""
    person = signed_in(stage.server, "executive")
    with _little_memory(stage):
        start = time.monotonic()
        greedy = order(person, LONG)
        greedy.until_done(PATIENCE)
        others = [order(person, SHORT, "csv") for _ in range(2)]
        for one in others:
            one.until_done(PATIENCE)
        seconds = time.monotonic() - start
    row = greedy.row
    told = (row.status, row.error) == (DocumentStatus.FAILED, TOO_MANY_ATTEMPTS)
    lost, doubled = lost_and_doubled(stage, others)
    note = (
        f"a report that needs more than the worker's memory: killed by the kernel "
        f"{row.attempts} times, then refused with the reason; two smaller ones made after it"
    )
    return Outcome(lost + int(not told), doubled, seconds, note)


@contextmanager
def _little_memory(stage: Stage) -> Iterator[None]:
    """The worker in a group of the kernel's, as in a container, that may take little more than
    it holds when it waits for work."""
    group = _memory_group()
    with _member_of(group):
        stage.restart("worker")
    try:
        held = int((group.folder / group.held).read_text())
        (group.folder / group.limit).write_text(str(held + LEFT_FOR_TASKS))
        yield
    finally:
        stage.restart("worker")
        group.folder.rmdir()


@dataclass(frozen=True)
class _Group:
    """Its files for what it holds and may hold, by the version of the kernel's groups."""

    folder: Path
    held: str
    limit: str


def _memory_group() -> _Group:
    root = Path("/sys/fs/cgroup")
    if (root / "cgroup.controllers").exists():
        return _Group(root / "portal-faults", "memory.current", "memory.max")
    folder = root / "memory" / "portal-faults"
    return _Group(folder, "memory.usage_in_bytes", "memory.limit_in_bytes")


@contextmanager
def _member_of(group: _Group) -> Iterator[None]:
    """What this process starts meanwhile belongs to the group from its first page on."""
    members = "cgroup.procs"
    try:
        if group.folder.exists():  # with the limit of a run that broke off
            group.folder.rmdir()
        group.folder.mkdir()
        (group.folder / members).write_text(str(os.getpid()))
    except OSError as error:
        raise NotDone(f"no memory limit can be set on this machine ({error})") from error
    try:
        yield
    finally:
        (group.folder.parent / members).write_text(str(os.getpid()))


def _deliveries(stage: Stage) -> int:
    lines = stage.log_of("worker").splitlines()
    return sum("render_document[" in line and "] received" in line for line in lines)


def _has_ended(run: ClassificationRun) -> bool:
    run.refresh_from_db()
    return not run.is_active


def _undisturbed(stage: Stage) -> float:
    return order(signed_in(stage.server, "executive"), LONG).until_done(PATIENCE)


def _under_order(stage: Stage, kill: Callable[[Stage], None]) -> tuple[Order, float]:
    ordered = order(signed_in(stage.server, "executive"), LONG)
    ordered.until_running()
    start = time.monotonic()
    kill(stage)
    ordered.until_done(PATIENCE)
    return ordered, time.monotonic() - start


def _children_killed(stage: Stage) -> None:
    stage.kill_children("worker")


def _whole_killed(stage: Stage) -> None:
    stage.kill("worker")
    stage.start("worker")
