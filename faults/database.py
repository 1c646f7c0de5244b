"""PostgreSQL that goes away and comes back while offices enter and phones send."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from django.db import connections

from faults.entry import Typist, lost_and_doubled, typists
from faults.outcome import Outcome
from faults.phone import Phone, phones
from faults.stage import Stage

OFFICES = 4
PHONES = 3
BEFORE = 2.0


def restarted(stage: Stage) -> Outcome:
    """Once in order, once killed; the rest of the portal is left alone."""
    people, devices = typists(stage.server, OFFICES), phones(stage.server, PHONES)
    ended = threading.Event()
    with ThreadPoolExecutor(OFFICES + PHONES) as crowd:
        working = [crowd.submit(_type, person, ended) for person in people]
        working += [crowd.submit(_send, device, ended) for device in devices]
        seconds = [_down(stage, how, people) for how in (stage.stop, stage.kill)]
        ended.set()
        _require_no_error(working)
    connections.close_all()  # our own line was cut as well
    counts = [
        lost_and_doubled(people),
        *(device.lost_and_doubled(stage.media) for device in devices),
    ]
    saves = sum(len(person.heard) for person in people)
    note = (
        f"{saves} saved cells of {OFFICES} offices, {PHONES} inspections with their findings and "
        f"photos, under a restart in order ({seconds[0]:.1f} s) and after SIGKILL "
        f"({seconds[1]:.1f} s); until every office has saved again"
    )
    return Outcome(sum(c[0] for c in counts), sum(c[1] for c in counts), max(seconds), note)


def _down(stage: Stage, end: Callable[[str], None], people: list[Typist]) -> float:
    """From the end of the database until everybody has saved a value that was typed later."""
    time.sleep(BEFORE)
    start = time.monotonic()
    end("postgres")
    stage.start("postgres")
    typed = [len(person.typed) for person in people]
    while any(len(person.heard) <= count for person, count in zip(people, typed, strict=True)):
        time.sleep(0.05)
    return time.monotonic() - start


def _type(person: Typist, ended: threading.Event) -> None:
    while not ended.is_set():
        person.save()
        time.sleep(0.05)


def _send(device: Phone, ended: threading.Event) -> None:
    """The whole queue; then parts of it again, as after answers that were not heard."""
    device.send_all()
    while not ended.is_set():
        device.until_heard(device.queue[-1], 60)
        time.sleep(0.3)


def _require_no_error(working: "list[Future[None]]") -> None:
    for one in working:
        one.result()
