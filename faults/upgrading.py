"""Migrations while people work, served by the program that an upgrade finds."""

import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree

import psycopg2

from cpd_portal.core.backup import database
from cpd_portal.core.backup.manifest import TableState
from cpd_portal.embedded.services import PROJECT
from faults.entry import lost_and_doubled, typists
from faults.moving import Crowd, working
from faults.outcome import NotDone, Outcome
from faults.people import signed_in
from faults.stage import Stage, environment_of

ROOMS = {
    "core": "cpd_portal/core",
    "api": "cpd_portal/api",
    **{
        room: room
        for room in ("strategy", "kpis", "coops", "early_warning", "inspection", "registrar")
    },
}
SERVED_AFTERWARDS = 5.0


def migrated(stage: Stage) -> Outcome:
    """The newest migrations backwards and forwards, while the program of before them serves: so
    an installation goes forwards, and so it has to go back."""
    with _older_program() as older:
        steps = _steps_since(older)
        with _served_by(stage, older):
            crowd = Crowd(typists(stage.server, 2, skip=9), [signed_in(stage.server, "executive")])
            before = _tables(stage)
            with working(crowd):
                turns = [_back_and_forth(stage, room, to) for room, to in steps.items()]
    after = _tables(stage)
    newest = Crowd(typists(stage.server, 2, skip=13), [signed_in(stage.server, "executive")])
    with working(newest):
        time.sleep(SERVED_AFTERWARDS)
    shrunk = {name for name in before if _shrank(before[name], after.get(name))}
    made_by_steps = {name for turn in turns for name in turn.removed if name in shrunk}
    losses = [lost_and_doubled(one.typists) for one in (crowd, newest)]
    failed = [*crowd.failed, *newest.failed]
    lost = sum(one[0] for one in losses) + len(failed) + len(shrunk - made_by_steps)
    note = (
        f"{', '.join(f'{room} back to {to}' for room, to in steps.items())}, under the program of "
        f"before: {_told(crowd)}; then under the one of now: {_told(newest)}; rows of no table "
        f"became fewer but of those that a step itself removes "
        f"({', '.join(sorted(made_by_steps)) or 'none had rows'}); "
        f"pages that failed: {_counted(failed)}; "
        f"{sum(state.rows for state in after.values()):,} rows"
    )
    return Outcome(lost, sum(one[1] for one in losses), max(turn.seconds for turn in turns), note)


@dataclass(frozen=True)
class _Turn:
    """`seconds` forwards; `removed`: the tables that were not there in between."""

    seconds: float
    removed: set[str]


def _back_and_forth(stage: Stage, room: str, to: str) -> _Turn:
    before = _names(stage)
    _migrate(stage, room, to)
    removed = before - _names(stage)
    start = time.monotonic()
    _migrate(stage, room, "")
    return _Turn(time.monotonic() - start, removed)


@contextmanager
def _served_by(stage: Stage, program: Path) -> Iterator[None]:
    stage.program = program
    stage.restart("web")
    try:
        yield
    finally:
        stage.program = PROJECT
        stage.restart("web")


@contextmanager
def _older_program() -> Iterator[Path]:
    """The portal as it was before its newest migration was added."""
    folder = PROJECT / "build" / "older"
    rmtree(folder, ignore_errors=True)
    _git("worktree", "prune")
    added = _git("log", "-1", "--format=%H", "--diff-filter=A", "--", "*/migrations/0*.py")
    _git("worktree", "add", "--detach", str(folder), f"{added}^")
    try:
        yield folder
    finally:
        _git("worktree", "remove", "--force", str(folder))


def _git(*words: str) -> str:
    answer = subprocess.run(["git", "-C", PROJECT, *words], capture_output=True, text=True)
    if answer.returncode:
        raise NotDone(f"the program of before is not to be had: {answer.stderr.strip()}")
    return answer.stdout.strip()


def _steps_since(older: Path) -> dict[str, str]:
    """By room with migrations that the older program has not: the last that it has."""
    known = {room: _migrations(older / path) for room, path in ROOMS.items()}
    now = {room: _migrations(PROJECT / path) for room, path in ROOMS.items()}
    return {room: known[room][-1] for room in ROOMS if known[room] and known[room] != now[room]}


def _migrations(room: Path) -> list[str]:
    return sorted(path.stem for path in room.glob("migrations/0*.py"))


def _told(crowd: Crowd) -> str:
    saved = sum(len(one.heard) for one in crowd.typists)
    slowest = max(crowd.answered)
    return f"{saved} cells saved, {len(crowd.answered)} pages, the slowest in {slowest:.1f} s"


def _counted(failed: Sequence[str]) -> str:
    return ", ".join(f"{what} × {times}" for what, times in Counter(failed).items()) or "none"


def _migrate(stage: Stage, room: str, to: str) -> None:
    words = [sys.executable, str(PROJECT / "manage.py"), "migrate", "--noinput", room, to]
    environment = environment_of(stage.services, DATABASE_URL=stage.services.database.owner_url)
    answer = subprocess.run(
        [word for word in words if word], env=environment, capture_output=True, text=True
    )
    if answer.returncode:
        raise AssertionError(f"migrate {room} {to}: {answer.stderr[-600:]}")


def _tables(stage: Stage) -> dict[str, TableState]:
    with database.snapshot(stage.services.database.owner_url) as (connection, _):
        return database.table_states(connection)


def _names(stage: Stage) -> set[str]:
    with closing(psycopg2.connect(stage.services.database.owner_url)) as connection:
        with connection.cursor() as cursor:
            cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
            return {name for (name,) in cursor}


def _shrank(before: TableState, after: TableState | None) -> bool:
    return after is None or after.rows < before.rows
