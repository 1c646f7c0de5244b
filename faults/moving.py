"""The portal is saved while people work."""

import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from shutil import rmtree
from urllib.parse import urlsplit, urlunsplit

import psycopg2

from cpd_portal.core.backup.services import Place, backup_restore, backup_take
from cpd_portal.embedded.postgres import APP_ROLE
from faults.entry import Typist, lost_and_doubled, typists
from faults.outcome import Outcome
from faults.people import Person, Unheard
from faults.phone import Phone, phones
from faults.stage import Stage

# That an executive is shown.
PAGES = ("/", "/overview/", "/coops/", "/strategy/", "/kpis/2567/", "/early-warning/", "/help/")
RESTORED = "faults_restored"


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
