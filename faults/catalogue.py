"""Which faults exist, by the name under which their result is written."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from faults import (
    broker,
    clock,
    crowd,
    database,
    disk,
    moving,
    session,
    twice,
    upgrading,
    web,
    workers,
)
from faults.outcome import Outcome
from faults.stage import Stage


@dataclass(frozen=True)
class Fault:
    """`limit`: the seconds within which everything has to be normal again."""

    run: Callable[[Stage], Outcome]
    limit: float


FAULTS: Mapping[str, Fault] = {
    "worker-killed-in-report": Fault(workers.killed_in_report, 120),
    "worker-killed-in-classification": Fault(workers.killed_in_classification, 120),
    "web-killed-in-import": Fault(web.killed_in_import, 60),
    "web-killed-in-save": Fault(web.killed_in_save, 60),
    "web-killed-in-sync": Fault(web.killed_in_sync, 60),
    "database-restarted": Fault(database.restarted, 60),
    "broker-stopped": Fault(broker.stopped, 90),
    "disk-full": Fault(disk.full, 30),
    "same-job-twice": Fault(workers.same_job, 120),
    "longer-than-visibility": Fault(workers.longer_than_visibility, 120),
    "out-of-memory": Fault(workers.out_of_memory, 180),
    "clock-over-midnight": Fault(clock.turned, 60),
    "cache-stampede": Fault(crowd.stampede, 60),
    "session-expired": Fault(session.expired, 60),
    "same-form-by-two": Fault(twice.same_form, 30),
    "approval-during-edit": Fault(twice.approval_during_edit, 60),
    "sent-twice": Fault(twice.resent, 60),
    "backup-under-load": Fault(moving.backed_up, 180),
    "migrations-while-serving": Fault(upgrading.migrated, 60),
}
