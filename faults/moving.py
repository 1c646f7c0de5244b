"""The portal is changed and saved while people work: migrations and backups."""

import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from shutil import rmtree
from urllib.parse import urlsplit, urlunsplit

import psycopg2
from django.db import connections
from django.db.migrations.loader import MigrationLoader

from cpd_portal.core.backup import database
from cpd_portal.core.backup.manifest import TableState
from cpd_portal.core.backup.services import Place, backup_restore, backup_take
from cpd_portal.embedded.postgres import APP_ROLE
from cpd_portal.embedded.services import PROJECT
from faults.entry import Typist, lost_and_doubled, typists
from faults.outcome import Outcome
from faults.people import Person, Unheard, signed_in
from faults.phone import Phone, phones
from faults.stage import Stage, environment_of

# Pages that an executive is shown, of rooms whose tables stay as they are.
PAGES = ("/coops/", "/strategy/", "/kpis/2567/", "/help/")
RESTORED = "faults_restored"
ROOMS = ("core", "coops", "early_warning", "inspection", "kpis", "registrar", "strategy")


@dataclass
class Crowd:
    """People who save and read until they are told to stop, and what they met."""

    typists: Sequence[Typist]
    readers: Sequence[Person]
    devices: Sequence[Phone] = ()
    ended: threading.Event = field(default_factory=threading.Event)
    answered: list[float] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    def read(self, person: Person) -> None:
        while not self.ended.is_set():
            for path in PAGES:
                start = time.monotonic()
                try:
                    status = person.get(path).status
                except Unheard:
                    status = 0
                self.answered.append(time.monotonic() - start)
                if status != 200:
                    self.failed.append(f"{path} {status}")

    def type(self, typist: Typist) -> None:
        while not self.ended.is_set():
            typist.save()
            time.sleep(0.05)

    def send(self, device: Phone) -> None:
        device.send_all()


@contextmanager
def working(crowd: Crowd) -> Iterator[None]:
    people = len(crowd.typists) + len(crowd.readers) + len(crowd.devices)
    with ThreadPoolExecutor(people) as pool:
        doing = [pool.submit(crowd.type, one) for one in crowd.typists]
        doing += [pool.submit(crowd.read, one) for one in crowd.readers]
        doing += [pool.submit(crowd.send, one) for one in crowd.devices]
        time.sleep(1)
        try:
            yield
        finally:
            crowd.ended.set()
        for one in doing:
            one.result()


def migrated(stage: Stage) -> Outcome:
    """The last migration of each room that has more than its first, backwards and forwards."""
    steps = _last_steps()
    crowd = Crowd(typists(stage.server, 2, skip=9), [signed_in(stage.server, "executive")])
    before = _tables(stage)
    seconds = []
    with working(crowd):
        for room, (earlier, _) in steps.items():
            _migrate(stage, room, earlier)
            start = time.monotonic()
            _migrate(stage, room, "")
            seconds.append(time.monotonic() - start)
    after = _tables(stage)
    emptied = {name for name in before if _shrank(before[name], after.get(name))}
    lost, doubled = lost_and_doubled(crowd.typists)
    made_by_steps = {name for name in emptied if after[name].rows == 0}
    lost += len(crowd.failed) + len(emptied - made_by_steps)
    told = ", ".join(f"{room} {last}" for room, (_, last) in steps.items())
    note = (
        f"{told}; {sum(len(one.heard) for one in crowd.typists)} cells saved and "
        f"{len(crowd.answered)} pages of the other rooms answered meanwhile, the slowest in "
        f"{max(crowd.answered):.1f} s; rows of no table became fewer but of those that the step "
        f"itself removes ({', '.join(sorted(made_by_steps)) or 'none had rows'}); "
        f"pages that failed: {_counted(crowd.failed)}; "
        f"{sum(state.rows for state in after.values()):,} rows"
    )
    return Outcome(lost, doubled, max(seconds), note)


def _counted(failed: Sequence[str]) -> str:
    return ", ".join(f"{what} × {times}" for what, times in Counter(failed).items()) or "none"


def backed_up(stage: Stage) -> Outcome:
    """Taken while offices save and phones send; restored beside it and compared."""
    place = Place(stage.services.database.owner_url, stage.media, APP_ROLE)
    folder = stage.services.data_dir.path / "backup"
    crowd = Crowd(typists(stage.server, 2, skip=11), [], phones(stage.server, 5)[3:])
    rmtree(folder, ignore_errors=True)
    with working(crowd):
        start = time.monotonic()
        manifest = backup_take(place, folder)
        taking = time.monotonic() - start
    with _fresh_place(stage) as restored:
        start = time.monotonic()
        backup_restore(restored, folder)
        seconds = time.monotonic() - start
    rmtree(folder)
    lost, doubled = lost_and_doubled(crowd.typists)
    note = (
        f"backup of {manifest.rows:,} rows and {len(manifest.files)} files taken in "
        f"{taking:.1f} s under {sum(len(one.heard) for one in crowd.typists)} saves and "
        f"{len(crowd.devices)} inspections; restored and equal by the rows and checksums of "
        f"{len(manifest.tables)} tables and the SHA-256 of every file; "
        f"{len(manifest.missing)} files missing"
    )
    return Outcome(lost + len(manifest.missing), doubled, seconds, note)


@contextmanager
def _fresh_place(stage: Stage) -> Iterator[Place]:
    """An empty database beside the portal's, and an empty folder."""
    owner_url = stage.services.database.owner_url
    _sql(owner_url, f"DROP DATABASE IF EXISTS {RESTORED}", f"CREATE DATABASE {RESTORED}")
    url = urlunsplit(urlsplit(owner_url)._replace(path=f"/{RESTORED}"))
    media = stage.services.data_dir.path / "restored"
    media.mkdir(exist_ok=True)
    try:
        yield Place(url, media, APP_ROLE)
    finally:
        rmtree(media)
        _sql(owner_url, f"DROP DATABASE {RESTORED}")


def _sql(url: str, *statements: str) -> None:
    connection = psycopg2.connect(url)
    connection.autocommit = True
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    connection.close()


def _last_steps() -> dict[str, tuple[str, str]]:
    """By room: the migration before the last one, and the last. A room's first stays."""
    names = sorted(MigrationLoader(connections["default"]).disk_migrations)
    rooms = {room: [name for label, name in names if label == room] for room in ROOMS}
    return {room: (found[-2], found[-1]) for room, found in rooms.items() if len(found) > 1}


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


def _shrank(before: TableState, after: TableState | None) -> bool:
    return after is None or after.rows < before.rows
